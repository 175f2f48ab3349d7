import { t } from '../../i18n/t.ts'
import type { FleetRow } from '../../sessions/fleet-model.ts'
import { useGateView } from '../../calls/use-gate-view.ts'
import { useRuntime } from '../../runtime/runtime-context.ts'
import type { SessionAction } from '../../sessions/pending-actions.ts'
import { Button } from '../../ui/button.tsx'
import { Icon } from '../../ui/icon.tsx'
import { useNowMs } from '../../util/ticker.ts'
import { ExtendButtons } from './extend-buttons.tsx'
import { secondsUntil } from '../calls/gate-text.ts'
import { actionText } from './pending-text.ts'
import { gatesOf } from '../../calls/gates.ts'

/** What the user asked of a session and where it stands; undone by a click until it left. */
export const PendingAction = ({ row, action }: { row: FleetRow; action: SessionAction }) => {
  const runtime = useRuntime()
  const nowMs = useNowMs()
  const gate = useGateView(row.ref)
  const waiting = gate.waiting.find(
    ({ kind, subject }) => kind === action.kind && subject === row.session.id,
  )
  const leavesAtMs = waiting ? waiting.leavesAtMs : nowMs
  const waitSeconds = leavesAtMs === null ? null : secondsUntil(leavesAtMs, nowMs)
  return (
    <>
      <span role="status" className="text-muted min-w-0 truncate text-xs">
        {actionText(action, waitSeconds)}
      </span>
      {waiting && action.kind === 'extend' && action.addMs !== null && (
        <ExtendButtons row={row} isFirstOnly />
      )}
      {waiting && (
        <Button
          size="small"
          onClick={() => gatesOf(runtime).of(row.ref).cancel(waiting.id)}
          aria-label={t('pending.undoOf', { id: row.session.id })}
        >
          <Icon name="undo" className="size-3.5" />
          {t('pending.undo')}
        </Button>
      )}
    </>
  )
}
