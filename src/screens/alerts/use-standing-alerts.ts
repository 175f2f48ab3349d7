import { useMemo } from 'react'
import { accountsStore, endpointRefs } from '../../accounts/accounts.ts'
import { sessionKeyPrefix } from '../../accounts/endpoint-lookup.ts'
import { keyAsAsked } from '../../accounts/twins.ts'
import { isEndCovered } from '../../monitor/act-on-deadlines.ts'
import { type Alert, latestPassedMs, momentsOf, standingAlerts } from '../../monitor/alerts.ts'
import { alertsStore } from '../../monitor/alerts-store.ts'
import type { AutoExtendRule } from '../../monitor/auto-extend.ts'
import { autoExtendRulesStore } from '../../monitor/auto-extend-rules.ts'
import { endedSessionKeys } from '../../monitor/history.ts'
import { historyStore } from '../../monitor/history-store.ts'
import { preferencesStore } from '../../runtime/preferences.ts'
import { useRuntimeStore } from '../../runtime/use-runtime-store.ts'
import { unseenIn } from '../../sessions/coverage.ts'
import type { FleetRow } from '../../sessions/fleet-model.ts'
import { useFleet } from '../../sessions/fleet.tsx'
import { leaseView, useEndpointOf } from '../../sessions/time-left.ts'
import { wakeStore } from '../../tabs/page-lifecycle.ts'
import { useTicked } from '../../util/ticker.ts'

/**
 * Returns the alerts to show, newest first, and by key the listed sessions, and those that an earlier
 * visit knew in regions that have not answered.
 */
export function useStandingAlerts(): {
  alerts: readonly Alert[]
  rows: ReadonlyMap<string, FleetRow>
  recalled: ReadonlyMap<string, FleetRow>
  /** How a session's stored key reads now. */
  keyNow: (sessionKey: string) => string
} {
  const raised = useRuntimeStore(alertsStore, (state) => state.rows)
  const accounts = useRuntimeStore(accountsStore, (state) => state.accounts)
  const { rows: listed, recalled: known, endpoints } = useFleet()
  const rows = useMemo(() => new Map(listed.map((row) => [row.key, row])), [listed])
  const covered = useCoveredEnds(rows)
  const recalled = useMemo(() => new Map(known.map((row) => [row.key, row])), [known])
  const refs = useMemo(() => endpoints.map(({ ref }) => ref), [endpoints])
  const keyNow = useMemo(() => keyAsAsked(endpointRefs(accounts), refs), [accounts, refs])
  const entries = useRuntimeStore(historyStore, (state) => state.rows)
  const ended = useMemo(
    () => new Set([...endedSessionKeys(entries.values())].map(keyNow)),
    [entries, keyNow],
  )
  const isUnseen = useMemo(() => {
    const isInUnseen = unseenIn(endpoints)
    return (sessionKey: string) => isInUnseen(sessionKey) && !ended.has(sessionKey)
  }, [endpoints, ended])
  const alertsNow = useMemo(
    () => [...raised.values()].map((alert) => alertAs(alert, keyNow)),
    [raised, keyNow],
  )
  const momentsMs = useMemo(() => momentsOf(alertsNow), [alertsNow])
  // Of the time nothing else counts, so thousands of alerts are not looked through each second.
  const momentMs = useTicked((nowMs) => latestPassedMs(momentsMs, nowMs))
  const alerts = useMemo(() => {
    const leases = { get: (key: string) => rows.get(key)?.session.leaseMs }
    const prefixes = refs.map(sessionKeyPrefix)
    const isRemoved = (key: string) => !prefixes.some((prefix) => key.startsWith(prefix))
    return standingAlerts(alertsNow, leases, isUnseen, momentMs, isRemoved).filter(
      ({ kind, sessionKey, leaseMs }) =>
        kind !== 'ending' ||
        (!covered.has(sessionKey ?? '') &&
          (recalled.get(sessionKey ?? '')?.session.leaseMs ?? leaseMs) === leaseMs),
    )
  }, [alertsNow, recalled, rows, isUnseen, momentMs, refs, covered])
  return { alerts, rows, recalled, keyNow }
}

/** Returns an alert with the key that its session has now: it may be about the one of a twin. */
function alertAs(alert: Alert, keyNow: (sessionKey: string) => string): Alert {
  if (alert.sessionKey === null) return alert
  const sessionKey = keyNow(alert.sessionKey)
  return sessionKey === alert.sessionKey ? alert : { ...alert, sessionKey }
}

/** Returns the keys of the sessions whose rule makes alerts about their end unnecessary. */
function useCoveredEnds(rows: ReadonlyMap<string, FleetRow>): ReadonlySet<string> {
  const rules = useRuntimeStore(autoExtendRulesStore, (state) => state.bySession)
  const preferences = useRuntimeStore(preferencesStore, (state) => state)
  const wake = useRuntimeStore(wakeStore, (state) => state)
  const endpointOf = useEndpointOf()
  const coveredKeys = useTicked((nowMs) => {
    const isCovered = ([key, rule]: [string, AutoExtendRule]) => {
      const row = rows.get(key)
      if (!row) return false
      const view = leaseView(row, endpointOf(row), nowMs, wake)
      return (
        view.kind === 'counting' &&
        !view.isStale &&
        isEndCovered(rule, { row, view }, preferences, nowMs)
      )
    }
    return Object.entries(rules)
      .filter(isCovered)
      .map(([key]) => key)
      .join('\n')
  })
  return useMemo(() => new Set(coveredKeys.split('\n').filter(Boolean)), [coveredKeys])
}
