import { gatesOf } from '../../calls/gates.ts'
import { t } from '../../i18n/t.ts'
import { useRuntime } from '../../runtime/runtime-context.ts'
import type { FleetRow } from '../../sessions/fleet-model.ts'
import type { PendingAction as Action } from '../../sessions/pending-actions.ts'
import { useActionProgress } from '../../sessions/use-session-actions.ts'
import { Button } from '../../ui/button.tsx'
import { Icon } from '../../ui/icon.tsx'
import { useNowMs } from '../../util/ticker.ts'
import { ExtendButtons } from './extend-buttons.tsx'
import { actionText } from './pending-text.ts'

/** What the user requested for a session, and its progress. It can be undone until it is sent. */
export function PendingAction({ row, action }: { row: FleetRow; action: Action }) {
  const runtime = useRuntime()
  const nowMs = useNowMs()
  const progress = useActionProgress(action)
  if (!progress) return null
  const waiting = progress.phase === 'waiting' ? progress : null
  return (
    <>
      <span role="status" className="text-muted min-w-0 truncate text-xs">
        {actionText(action.kind, progress, nowMs)}
      </span>
      {waiting && action.kind === 'extend' && waiting.addMs !== null && (
        <ExtendButtons row={row} isFirstOnly />
      )}
      {waiting && (
        <Button
          size="small"
          onClick={() => gatesOf(runtime).of(row.ref).cancel(waiting.callId)}
          aria-label={t('pending.undoOf', { id: row.session.id })}
        >
          <Icon name="undo" className="size-3.5" />
          {t('pending.undo')}
        </Button>
      )}
    </>
  )
}
