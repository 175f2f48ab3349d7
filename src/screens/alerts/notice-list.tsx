import { useLayoutEffect, useRef, useState } from 'react'
import { t } from '../../i18n/t.ts'
import type { FleetRow } from '../../sessions/fleet-model.ts'
import { Button } from '../../ui/button.tsx'
import { isFocusLost } from '../../ui/focus.ts'
import { StopDialog } from '../sessions/stop-dialog.tsx'
import { NoticeItem } from './notice-item.tsx'
import type { Notice } from './notices.ts'
import { useHeldList } from './use-held-list.ts'

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
  const { held, onPointerDown } = useHeldList(notices)
  const drawn = held.slice(0, maxDrawn)
  const onFocus = useFocusOfSettled(
    list,
    drawn.map(({ notice, isSettled }) => `${notice.key} ${isSettled}`).join('\n'),
  )
  const moreCount = held.length - maxDrawn
  return (
    <>
      {held.length === 0 && (
        <p className="text-muted px-4 py-6 text-center text-sm">{t('notice.none')}</p>
      )}
      <ul
        ref={list}
        tabIndex={-1}
        aria-label={t('notice.region')}
        className="outline-none"
        onFocus={onFocus}
        onPointerDown={onPointerDown}
      >
        {drawn.map(({ notice, isSettled }) => (
          <li
            key={notice.key}
            tabIndex={-1}
            inert={isSettled}
            className={`border-line border-b -outline-offset-2 last:border-b-0 ${isSettled ? 'opacity-50' : ''}`}
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
 * Keeps the focus in a list when the item that has it is settled or disappears: it goes to the item
 * in its place, and not to that item's button, so that a second press does nothing to another
 * notice.
 * @param items what changes with them, as one text
 * @returns the handler of the list's focus events
 */
function useFocusOfSettled(
  list: React.RefObject<HTMLUListElement | null>,
  items: string,
): (event: React.FocusEvent) => void {
  const focused = useRef<{ item: HTMLElement; index: number } | null>(null)
  useLayoutEffect(() => {
    const known = focused.current
    if (!list.current || !known) return
    if (known.item.isConnected && !known.item.inert) return
    focused.current = null
    // The user, or the dialog that returned the focus, has gone elsewhere since.
    // The browser takes the focus from a settled item only later.
    if (!isFocusLost() && !known.item.contains(document.activeElement)) return
    const children = [...list.current.children]
    const next = children.slice(known.index).find(isActive) ?? children.findLast(isActive)
    ;(next ?? list.current).focus()
  }, [list, items])
  return ({ target }) => {
    const item = target.closest('li')
    const index = item && list.current ? [...list.current.children].indexOf(item) : -1
    focused.current = item && index >= 0 ? { item, index } : null
  }
}

/** Whether an item is an element that can have the focus. */
function isActive(item: Element): item is HTMLElement {
  return item instanceof HTMLElement && !item.inert
}
