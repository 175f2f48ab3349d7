import { formatDuration } from '../i18n/format.ts'
import { t } from '../i18n/t.ts'
import type { FleetRow } from '../queries/fleet-model.ts'
import { useGateView } from '../queries/gate-view.ts'
import { useRuntime } from '../queries/runtime-context.ts'
import type { SessionAction } from '../queries/session-actions.ts'
import { Button } from '../ui/button.tsx'
import { Icon } from '../ui/icon.tsx'
import { useNowMs } from '../util/ticker.ts'
import { ExtendButtons } from './extend-buttons.tsx'

const actionText = (action: SessionAction, waitSeconds: number): string => {
  const what =
    action.kind === 'stop'
      ? t('pending.stop')
      : action.addMs === null
        ? t('pending.extend')
        : t('pending.extendBy', { duration: formatDuration(action.addMs) })
  switch (action.phase) {
    case 'waiting':
      return waitSeconds > 0
        ? t('pending.waiting', { what, seconds: waitSeconds })
        : t('pending.leaving', { what })
    case 'sent':
      return t('pending.sent', { what })
    case 'verifying':
      return action.kind === 'stop' ? t('pending.verifying') : t('pending.checking', { what })
  }
}

/** What the user asked of a session and where it stands; undone by a click until it left. */
export const PendingAction = ({ row, action }: { row: FleetRow; action: SessionAction }) => {
  const runtime = useRuntime()
  const nowMs = useNowMs()
  const gate = useGateView(row.ref)
  const waiting = gate.waiting.find(
    ({ kind, subject }) => kind === action.kind && subject === row.session.id,
  )
  const waitSeconds = waiting ? Math.max(0, Math.ceil((waiting.leavesAtMs - nowMs) / 1000)) : 0
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
          onClick={() => runtime.gates.of(row.ref).cancel(waiting.id)}
          aria-label={t('pending.undoOf', { id: row.session.id })}
        >
          <Icon name="undo" className="size-3.5" />
          {t('pending.undo')}
        </Button>
      )}
    </>
  )
}
