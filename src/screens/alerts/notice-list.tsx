import { useLayoutEffect, useRef, useState } from 'react'
import { t } from '../../i18n/t.ts'
import type { FleetRow } from '../../sessions/fleet-model.ts'
import { Button } from '../../ui/button.tsx'
import { isFocusLost } from '../../ui/focus.ts'
import { StopDialog } from '../sessions/stop-dialog.tsx'
import { NoticeItem } from './notice-item.tsx'
import type { Notice } from './notices.ts'

/** Notices drawn at first, and added by each "more". Thousands would block the page. */
const MAX_DRAWN = 20

/** All notices, the most urgent first. */
export function NoticeList({
  notices,
  rows,
}: {
  notices: readonly Notice[]
  rows: ReadonlyMap<string, FleetRow>
}) {
  const [maxDrawn, setMaxDrawn] = useState(MAX_DRAWN)
  // Not in the notice, because a dialog that vanished with its notice would let the next click
  // reach whatever is beneath it.
  const [stopAsked, setStopAsked] = useState<{
    row: FleetRow
    onConfirmed: (() => void) | undefined
  } | null>(null)
  const list = useRef<HTMLUListElement>(null)
  const drawn = notices.slice(0, maxDrawn)
  const onFocus = useFocusOfRemoved(list, drawn.map(({ key }) => key).join('\n'))
  const moreCount = notices.length - maxDrawn
  return (
    <>
      {notices.length === 0 && (
        <p className="text-muted px-4 py-6 text-center text-sm">{t('notice.none')}</p>
      )}
      <ul
        ref={list}
        tabIndex={-1}
        aria-label={t('notice.region')}
        className="outline-none"
        onFocus={onFocus}
      >
        {drawn.map((notice) => (
          <li
            key={notice.key}
            tabIndex={-1}
            className="border-line border-b -outline-offset-2 last:border-b-0"
          >
            <NoticeItem
              notice={notice}
              rows={rows}
              onStop={(row, onConfirmed) => setStopAsked({ row, onConfirmed })}
            />
          </li>
        ))}
        {moreCount > 0 && (
          <li className="px-4 py-1.5">
            <Button size="small" onClick={() => setMaxDrawn(maxDrawn + MAX_DRAWN)}>
              {t('alert.more', { count: moreCount })}
            </Button>
          </li>
        )}
      </ul>
      {stopAsked && <StopDialog {...stopAsked} onClose={() => setStopAsked(null)} />}
    </>
  )
}

/**
 * Keeps the focus in a list when the item that has it disappears: it goes to the item in its place,
 * and not to that item's button, so that a second press does nothing to another notice.
 * @param keys of the items, as one text
 * @returns the handler of the list's focus events
 */
function useFocusOfRemoved(
  list: React.RefObject<HTMLUListElement | null>,
  keys: string,
): (event: React.FocusEvent) => void {
  const focused = useRef<{ item: Element; index: number } | null>(null)
  useLayoutEffect(() => {
    const known = focused.current
    if (!list.current || !known || known.item.isConnected) return
    focused.current = null
    // The user, or the dialog that returned the focus, has gone elsewhere since.
    if (!isFocusLost()) return
    const { children } = list.current
    const next = children[Math.min(known.index, children.length - 1)] ?? list.current
    if (next instanceof HTMLElement) next.focus()
  }, [list, keys])
  return ({ target }) => {
    const item = target.closest('li')
    const index = item && list.current ? [...list.current.children].indexOf(item) : -1
    focused.current = item && index >= 0 ? { item, index } : null
  }
}
