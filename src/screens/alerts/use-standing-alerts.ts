import { useMemo } from 'react'
import { unseenIn } from '../../sessions/coverage.ts'
import type { FleetRow } from '../../sessions/fleet-model.ts'
import { useFleet } from '../../sessions/fleet.tsx'
import { useNowMs } from '../../util/ticker.ts'
import { type Alert, standingAlerts } from '../../monitor/alerts.ts'
import { useRuntimeStore } from '../../runtime/use-runtime-store.ts'
import { alertsStore } from '../../monitor/alerts-store.ts'

/** Returns the alerts to show, newest first, and the listed sessions by key. */
export function useStandingAlerts(): {
  alerts: readonly Alert[]
  rows: ReadonlyMap<string, FleetRow>
} {
  const known = useRuntimeStore(alertsStore, (state) => state.rows)
  const { rows: listed, endpoints } = useFleet()
  const nowMs = useNowMs()
  const rows = useMemo(() => new Map(listed.map((row) => [row.key, row])), [listed])
  const leases = useMemo(
    () => new Map(listed.map(({ key, session }) => [key, session.leaseMs])),
    [listed],
  )
  const all = useMemo(() => [...known.values()], [known])
  const isUnseen = useMemo(() => unseenIn(endpoints), [endpoints])
  const alerts = useMemo(
    () => standingAlerts(all, leases, isUnseen, nowMs),
    [all, leases, isUnseen, nowMs],
  )
  return { alerts, rows }
}
