import type { FleetRow } from '../../sessions/fleet-model.ts'
import { useSessionProgress } from '../../sessions/use-session-actions.ts'
import { LiveText } from '../../ui/live-text.tsx'
import { useNowMs } from '../../util/ticker.ts'
import { actionText, spokenActionText } from './pending-text.ts'

/** What the user requested for a session, and its progress; nothing when nothing is pending. */
export function PendingStatus({ row }: { row: FleetRow }) {
  const nowMs = useNowMs()
  const pending = useSessionProgress(row)
  if (!pending) return null
  return (
    <LiveText
      text={actionText(pending.kind, pending.progress, nowMs)}
      spoken={spokenActionText(pending.kind, pending.progress, nowMs)}
      className={`block min-w-0 truncate text-xs font-medium ${
        pending.kind === 'stop' ? 'text-error' : 'text-accent'
      }`}
    />
  )
}
