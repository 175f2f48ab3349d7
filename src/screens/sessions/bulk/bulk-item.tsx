import { useId, useMemo, useState } from 'react'
import { t } from '../../../i18n/t.ts'
import { useRuntime } from '../../../runtime/runtime-context.ts'
import { useRuntimeStore } from '../../../runtime/use-runtime-store.ts'
import { bulkRetryable, bulkWaiting } from '../../../sessions/bulk.ts'
import { bulkItemsOf, bulkItemsStore, forgetBulk } from '../../../sessions/bulk-table.ts'
import { cancelBulk, continueBulk, retryBulk } from '../../../sessions/run-bulk.ts'
import { Button } from '../../../ui/button.tsx'
import { DismissButton } from '../../../ui/dismiss-button.tsx'
import { NoticeRow } from '../../alerts/notice-row.tsx'
import type { BulkNotice } from '../../alerts/notices.ts'
import { BulkLines } from './bulk-lines.tsx'
import { bulkLines, bulkTitle, haltText } from './bulk-text.ts'

/** A bulk operation with its progress, the result of each session, and what can be done about it. */
export function BulkItem(notice: BulkNotice) {
  const { run, tally } = notice
  const [isOpen, setIsOpen] = useState(false)
  const id = useId()
  const title = bulkTitle(run, tally, notice)
  const doneShare = tally.done / run.targets.length
  return (
    <>
      <NoticeRow
        icon={notice.state === 'over' || run.halt !== null ? 'warning' : 'clock'}
        actions={
          <>
            <Button
              size="small"
              aria-expanded={isOpen}
              aria-controls={isOpen ? id : undefined}
              onClick={() => setIsOpen(!isOpen)}
            >
              {t('notice.showEach')}
            </Button>
            <BulkAction {...notice} />
          </>
        }
      >
        <p className="font-medium">{title}</p>
        {run.halt !== null && <p className="text-muted">{haltText(run.halt)}</p>}
        {run.state === 'running' && notice.inMs === null && (
          <progress
            aria-label={title}
            value={doneShare}
            className="bg-edge/30 [&::-webkit-progress-value]:bg-accent [&::-moz-progress-bar]:bg-accent mt-1.5 block h-1 w-full max-w-72 appearance-none overflow-hidden rounded-full [&::-webkit-progress-bar]:bg-transparent"
          />
        )}
      </NoticeRow>
      {isOpen && (
        <div id={id} className="px-4 pb-3">
          <Lines {...notice} />
        </div>
      )}
    </>
  )
}

function Lines({ run }: BulkNotice) {
  const rows = useRuntimeStore(bulkItemsStore, (state) => state.rows)
  const lines = useMemo(() => bulkLines(run, bulkItemsOf(rows, run.id)), [run, rows])
  return <BulkLines label={t('bulk.sessions')} lines={lines} />
}

/** What settles a bulk operation now. Undo and Cancel are one button: both drop what has not left. */
export function BulkAction(notice: BulkNotice) {
  const { run, tally } = notice
  const runtime = useRuntime()
  const items = bulkItemsOf(bulkItemsStore(runtime).getState().rows, run.id)
  const what = bulkTitle(run, tally, { inMs: null, leftMs: null })
  if (run.state === 'running') {
    const isUndo = notice.inMs !== null
    return (
      <Button
        size="small"
        aria-label={t(isUndo ? 'bulk.undoOf' : 'bulk.cancelOf', { what })}
        onClick={() => cancelBulk(runtime, run.id)}
      >
        {t(isUndo ? 'pending.undo' : 'action.cancel')}
      </Button>
    )
  }
  if (run.state === 'canceled') return null
  const dismiss = <DismissButton message={what} onClick={() => forgetBulk(runtime, run.id)} />
  if (run.state === 'halted') {
    const count = bulkWaiting(run, items).length
    return (
      <>
        {count > 0 && (
          <Button
            size="small"
            aria-label={t('bulk.continueOf', { count, what })}
            onClick={() => continueBulk(runtime, run.id)}
          >
            {t('bulk.continue', { count })}
          </Button>
        )}
        {dismiss}
      </>
    )
  }
  const count = bulkRetryable(items).length
  return (
    <>
      {count > 0 && (
        <Button
          size="small"
          aria-label={t('bulk.retryOf', { count, what })}
          onClick={() => retryBulk(runtime, run.id)}
        >
          {t('bulk.retry', { count })}
        </Button>
      )}
      {dismiss}
    </>
  )
}
