import { useCallback, useMemo } from 'react'
import { needsNetwork } from '../../accounts/accounts.ts'
import { sessionKeyAt } from '../../accounts/endpoint-key.ts'
import { leastReachability, useReachability } from '../../accounts/endpoint-lookup.ts'
import { simulatorStore } from '../../accounts/simulated-account.ts'
import type { Alert } from '../../monitor/alerts.ts'
import { useRuntimeStore } from '../../runtime/use-runtime-store.ts'
import { storageHealthStore } from '../../runtime/storage-health.ts'
import type { EndpointState, FleetRow } from '../../sessions/fleet-model.ts'
import { useFleet } from '../../sessions/fleet.tsx'
import { leaseView, useEndpointOf } from '../../sessions/time-left.ts'
import { isUnreadUnsentAction, repeatOf } from '../../sessions/unsent-action.ts'
import { unsentActionsStore } from '../../sessions/unsent-actions-table.ts'
import { type CreateIntent, leftNothing, undoLeftMs } from '../../starts/create-intent.ts'
import { createIntentsStore, reportedInFormStore } from '../../starts/create-intents-table.ts'
import { currentCandidate, isUnreadStartPlan } from '../../starts/start-plan.ts'
import { startPlansStore } from '../../starts/start-plans-table.ts'
import { wakeStore } from '../../tabs/page-lifecycle.ts'
import { useCoarseNowMs, useNowMs } from '../../util/ticker.ts'
import { useIsOffline } from '../../util/use-is-offline.ts'
import { useBulks } from '../sessions/bulk/use-bulks.ts'
import { hasTrouble, isCreateShown, isStartedUnlisted } from '../starts/create-text.ts'
import {
  MAX_SINGLE,
  type Notice,
  type NoticeEnding,
  noticesOf,
  recalledLeftMs,
  type UnsentNotice,
} from './notices.ts'
import { noticesStore } from './notices-store.ts'
import { useStandingAlerts } from './use-standing-alerts.ts'

/** Returns all notices, the most urgent first, and the standing alerts among them. */
export function useNotices(): { notices: readonly Notice[]; alerts: readonly Alert[] } {
  const { alerts, rows, recalled, keyNow } = useStandingAlerts()
  const { endpoints } = useFleet()
  const isOffline = useIsOffline() && endpoints.some(({ ref }) => needsNetwork(ref.account))
  const storage = useRuntimeStore(storageHealthStore, (state) => state)
  const isAsked = useRuntimeStore(simulatorStore, ({ asked }) => asked !== null)
  const { dismissed, simulatorFailure } = useRuntimeStore(noticesStore, (state) => state)
  const endings = useEndings(alerts, rows, recalled)
  const plans = usePlans()
  const creates = useCreates(endpoints)
  const unsent = useUnsent(rows, keyNow)
  const bulks = useBulks()
  const notices = noticesOf({
    isOffline,
    storage,
    simulator: { isAsked, failure: simulatorFailure },
    endpoints,
    endings,
    alerts: alerts.filter(({ kind }) => kind !== 'ending'),
    plans,
    creates,
    unsent,
    bulks,
    dismissed,
  })
  return { notices, alerts }
}

/** Many ends are put in order this often, ms. */
const MANY_EVERY_MS = 5000

/** Returns the ends that standing alerts are about, the nearest first, live. */
function useEndings(
  alerts: readonly Alert[],
  rows: ReadonlyMap<string, FleetRow>,
  recalled: ReadonlyMap<string, FleetRow>,
): readonly NoticeEnding[] {
  const endpointOf = useEndpointOf()
  const wake = useRuntimeStore(wakeStore, (state) => state)
  const endingAt = useCallback(
    (alert: Alert, nowMs: number): NoticeEnding => {
      const row = rows.get(alert.sessionKey ?? '') ?? null
      const view = row && leaseView(row, endpointOf(row), nowMs, wake)
      const leftMs =
        view?.kind === 'counting'
          ? view.leftMs
          : recalledLeftMs(recalled.get(alert.sessionKey ?? ''), nowMs)
      return { alert, row, leftMs, isStale: view?.kind === 'counting' && view.isStale }
    },
    [rows, recalled, endpointOf, wake],
  )
  const aboutNowMs = useCoarseNowMs(MANY_EVERY_MS)
  const inOrder = useMemo(
    () =>
      alerts
        .filter(({ kind }) => kind === 'ending')
        .map((alert) => endingAt(alert, aboutNowMs))
        .toSorted((a, b) => (a.leftMs ?? Infinity) - (b.leftMs ?? Infinity)),
    [alerts, endingAt, aboutNowMs],
  )
  const nowMs = useNowMs()
  // Of many only the first one's countdown is on screen.
  const liveCount = inOrder.length > MAX_SINGLE ? 1 : MAX_SINGLE
  return inOrder.map((ending, index) =>
    index < liveCount ? endingAt(ending.alert, nowMs) : ending,
  )
}

function usePlans() {
  const plans = useRuntimeStore(startPlansStore, (state) => state.rows)
  const reachabilityOf = useReachability()
  return [...plans.values()]
    .filter((plan) => plan.end === null || isUnreadStartPlan(plan))
    .map((plan) => ({
      plan,
      reachability: leastReachability(
        [currentCandidate(plan), plan.replaces].map((each) =>
          each ? reachabilityOf(each) : 'available',
        ),
      ),
    }))
}

/**
 * Returns the creates that are under way, those whose session no list has shown yet, and those
 * that ended in a way that the user has yet to read.
 */
function useCreates(endpoints: readonly EndpointState[]) {
  const intents = useRuntimeStore(createIntentsStore, (state) => state.rows)
  const reported = useRuntimeStore(reportedInFormStore, (state) => state)
  const plans = useRuntimeStore(startPlansStore, (state) => state.rows)
  const reachabilityOf = useReachability()
  const nowMs = useNowMs()
  return [...intents.values()]
    .map((intent) => ({
      intent,
      reachability: reachabilityOf(intent),
      undoLeftMs: undoLeftMs(intent, nowMs),
    }))
    .filter(
      ({ intent, reachability }) =>
        isCreateShown(intent, reachability, plans) ||
        isStartedUnlisted(intent, endpointAt(endpoints, intent), nowMs),
    )
    .filter(({ intent }) => !reported.has(intent.id) || !isReportedInForm(intent))
}

function endpointAt(
  endpoints: readonly EndpointState[],
  { accountId, endpoint }: CreateIntent,
): EndpointState | undefined {
  return endpoints.find(({ ref }) => ref.account.id === accountId && ref.endpoint === endpoint)
}

/** Returns the actions that were cut off, with what can be asked for again. */
function useUnsent(
  rows: ReadonlyMap<string, FleetRow>,
  keyNow: (sessionKey: string) => string,
): readonly UnsentNotice[] {
  const actions = useRuntimeStore(unsentActionsStore, (state) => state.rows)
  const endpointOf = useEndpointOf()
  return [...actions.values()].filter(isUnreadUnsentAction).map((action) => {
    const row = rows.get(keyNow(sessionKeyAt(action, action.sessionId))) ?? null
    const clockOffsetMs = (row && endpointOf(row)?.clock?.offsetMs) ?? 0
    return { action, repeat: repeatOf(action, row, clockOffsetMs) }
  })
}

/** Whether an open form shows by itself what there is to say of its create. */
function isReportedInForm(intent: CreateIntent): boolean {
  return (
    leftNothing(intent) ||
    intent.end === 'adopted' ||
    (intent.end === null && !hasTrouble(intent))
  )
}
