import type { FleetRow } from '../../sessions/fleet-model.ts'
import { useSessionProgress } from '../../sessions/use-session-actions.ts'
import { useNowMs } from '../../util/ticker.ts'
import { actionText } from './pending-text.ts'

/** What the user requested for a session, and its progress; nothing when nothing is pending. */
export function PendingStatus({ row }: { row: FleetRow }) {
  const nowMs = useNowMs()
  const pending = useSessionProgress(row)
  if (!pending) return null
  const text = actionText(pending.kind, pending.progress, nowMs)
  return (
    <span
      role="status"
      title={text}
      className={`min-w-0 truncate text-xs font-medium ${
        pending.kind === 'stop' ? 'text-error' : 'text-accent'
      }`}
    >
      {text}
    </span>
  )
}
