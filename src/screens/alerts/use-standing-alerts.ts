import { useMemo } from 'react'
import { locationKeyOf } from '../../accounts/endpoint-lookup.ts'
import { isEndCovered } from '../../monitor/act-on-deadlines.ts'
import { type Alert, standingAlerts } from '../../monitor/alerts.ts'
import { alertsStore } from '../../monitor/alerts-store.ts'
import { autoExtendRulesStore } from '../../monitor/auto-extend-rules.ts'
import { preferencesStore } from '../../runtime/preferences.ts'
import { useRuntimeStore } from '../../runtime/use-runtime-store.ts'
import { unseenIn } from '../../sessions/coverage.ts'
import type { FleetRow } from '../../sessions/fleet-model.ts'
import { useFleet } from '../../sessions/fleet.tsx'
import { leaseView, useEndpointOf } from '../../sessions/time-left.ts'
import { wakeStore } from '../../tabs/page-lifecycle.ts'
import { useNowMs } from '../../util/ticker.ts'

/** Returns the alerts to show, newest first, and the listed sessions by key. */
export function useStandingAlerts(): {
  alerts: readonly Alert[]
  rows: ReadonlyMap<string, FleetRow>
} {
  const known = useRuntimeStore(alertsStore, (state) => state.rows)
  const { rows: listed, endpoints } = useFleet()
  const nowMs = useNowMs()
  const covered = useCoveredEnds(listed, nowMs)
  const rows = useMemo(() => new Map(listed.map((row) => [row.key, row])), [listed])
  const leases = useMemo(
    () => new Map(listed.map(({ key, session }) => [key, session.leaseMs])),
    [listed],
  )
  const isUnseen = useMemo(() => unseenIn(endpoints), [endpoints])
  const alerts = useMemo(() => {
    const places = endpoints.map(({ ref }) => `${locationKeyOf(ref)} `)
    const isRemoved = (key: string) => !places.some((place) => key.startsWith(place))
    return standingAlerts([...known.values()], leases, isUnseen, nowMs, isRemoved).filter(
      ({ kind, sessionKey }) => kind !== 'ending' || !covered.has(sessionKey ?? ''),
    )
  }, [known, leases, isUnseen, nowMs, endpoints, covered])
  return { alerts, rows }
}

/** Returns the keys of the sessions whose rule makes alerts about their end unnecessary. */
function useCoveredEnds(rows: readonly FleetRow[], nowMs: number): ReadonlySet<string> {
  const rules = useRuntimeStore(autoExtendRulesStore, (state) => state.bySession)
  const preferences = useRuntimeStore(preferencesStore, (state) => state)
  const wake = useRuntimeStore(wakeStore, (state) => state)
  const endpointOf = useEndpointOf()
  return useMemo(
    () =>
      new Set(
        rows
          .filter((row) => {
            const rule = rules[row.key]
            const view = rule && leaseView(row, endpointOf(row), nowMs, wake)
            return (
              rule !== undefined &&
              view?.kind === 'counting' &&
              !view.isStale &&
              isEndCovered(rule, { row, view }, preferences, nowMs)
            )
          })
          .map(({ key }) => key),
      ),
    [rows, rules, preferences, wake, endpointOf, nowMs],
  )
}
