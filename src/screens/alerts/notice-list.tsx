import { useRef, useState } from 'react'
import { t } from '../../i18n/t.ts'
import type { FleetRow } from '../../sessions/fleet-model.ts'
import { Button } from '../../ui/button.tsx'
import { BulkDialog } from '../sessions/bulk/lazy-bulk-dialog.tsx'
import { StopDialog } from '../sessions/stop-dialog.tsx'
import type { AskBulk } from './notice-group.tsx'
import { NoticeItem } from './notice-item.tsx'
import type { Notice } from './notices.ts'
import { SnoozedNote } from './snoozed-note.tsx'
import { useFocusOfSettled } from './use-focus-of-settled.ts'
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
  const [bulkAsked, setBulkAsked] = useState<Parameters<AskBulk> | null>(null)
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
              onBulk={(...asked) => setBulkAsked(asked)}
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
      <SnoozedNote isListEmpty={held.length === 0} />
      {bulkAsked && (
        <BulkDialog
          kind={bulkAsked[0]}
          rows={bulkAsked[1]}
          onClose={() => setBulkAsked(null)}
        />
      )}
      {stopAsked && <StopDialog {...stopAsked} onClose={() => setStopAsked(null)} />}
    </>
  )
}
