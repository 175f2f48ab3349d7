import { useMemo } from 'react'
import { formatTime } from '../../i18n/format.ts'
import { t } from '../../i18n/t.ts'
import { snoozedAlerts } from '../../monitor/alerts.ts'
import { alertsStore } from '../../monitor/alerts-store.ts'
import { useRuntimeStore } from '../../runtime/use-runtime-store.ts'
import { unseenIn } from '../../sessions/coverage.ts'
import { useFleet } from '../../sessions/fleet.tsx'
import { useNowMs } from '../../util/ticker.ts'

/**
 * Says which alerts return, and when; without any, that nothing needs attention while the list of
 * notices is empty.
 */
export function SnoozedNote({ isListEmpty }: { isListEmpty: boolean }) {
  const text = useSnoozedText() ?? (isListEmpty ? t('notice.none') : null)
  return (
    text && (
      <p className={`text-muted px-4 text-center text-sm ${isListEmpty ? 'py-6' : 'py-3'}`}>
        {text}
      </p>
    )
  )
}

function useSnoozedText(): string | null {
  const nowMs = useNowMs()
  const alerts = useRuntimeStore(alertsStore, (state) => state.rows)
  const { rows, endpoints } = useFleet()
  const leases = useMemo(
    () => new Map(rows.map(({ key, session }) => [key, session.leaseMs])),
    [rows],
  )
  const snoozed = snoozedAlerts([...alerts.values()], leases, unseenIn(endpoints), nowMs)
  const [next] = snoozed
  if (!next) return null
  return t('notice.snoozed', {
    count: snoozed.length,
    id: next.sessionId ?? '',
    time: formatTime(Math.ceil(next.snoozedUntilMs / 60_000) * 60_000),
  })
}
