import { accountsStore, type EndpointRef, endpointRefs } from '../accounts/accounts.ts'
import { credentialsStore, idsByUnlock, isUnlocked } from '../accounts/credentials.ts'
import { preferencesStore } from '../runtime/preferences.ts'
import { readRemainingTables } from './console-tables.ts'
import { historyStore } from './history-store.ts'
import { type Alert, newAlert } from './alerts.ts'
import { projectedToday } from './costs.ts'
import { type FleetRow, toRow } from '../sessions/fleet-model.ts'
import { keyAsAsked, onePerLocation } from '../accounts/twins.ts'
import { moveAutoExtendRules } from './auto-extend-rules.ts'
import { resumeCreates } from '../starts/run-create.ts'
import { resumeStartPlans } from '../starts/run-start-plan.ts'
import { leadershipStore } from '../tabs/leadership.ts'
import { endingsToWarnOf, endingsWithRule, type WatchedList } from './near-endings.ts'
import type { Runtime } from '../runtime/runtime.ts'
import { listOf, type SessionList } from '../sessions/session-list.ts'
import { setRecalled } from '../sessions/recalled.ts'
import { PRUNE_EVERY_MS, prune } from './prune.ts'
import { lastListedStore, noteListed } from './last-listed.ts'
import { recalledLists } from './recalled-lists.ts'
import { autoExtendLeases, noteLeases, warnOfEnds } from './act-on-deadlines.ts'
import { type OnAlerts, recordList } from './record-history.ts'
import { recordLocalActions } from './record-local-actions.ts'
import { nameLeftBehindBulks } from '../sessions/run-bulk.ts'
import { nameLeftBehind } from '../sessions/track-unsent.ts'
import { apartMs } from '../util/apart.ts'
import { raiseAlerts } from './alerts-store.ts'
import { recallReadyFromHistory } from './recall-ready-from-history.ts'

/**
 * Follows the fleet over time: history, alerts, automatic extensions, open starts. Runs in every
 * tab and acts in the leading one.
 */

const LOOK_EVERY_MS = 1000
/** The time between two tries to read tables that the database refused. */
const READ_AGAIN_EVERY_MS = 30_000
/** How often what an earlier visit knew is looked up again, because sessions end meanwhile. */
const RECALL_EVERY_MS = 10_000
/** How often the cost of the day is added up, which takes every session into account. */
const BUDGET_EVERY_MS = 10_000

/**
 * Starts the monitor.
 * @param onNew called with new alerts to announce, in one tab only
 * @returns a function that stops it
 */
export function startMonitor(
  runtime: Runtime,
  onNew: (alerts: readonly Alert[]) => void,
): () => void {
  const { ports, queryClient } = runtime
  const onAlerts = async (alerts: readonly Alert[]) => {
    const raised = (await raiseAlerts(runtime, alerts)).filter(
      ({ isDismissed }) => !isDismissed,
    )
    if (raised.length > 0) onNew(raised)
  }
  const recorded = new WeakSet<SessionList>()
  const noted = new WeakSet<SessionList>()
  const record = () => {
    if (!leadershipStore(runtime).getState().isLeader) return
    for (const ref of watchedRefs(runtime)) {
      const list = listOf(runtime, ref)
      if (!list || recorded.has(list)) continue
      recorded.add(list)
      if (!list.isUnderWay) noteListed(runtime, ref, list.receivedAtMs)
      void recordList(runtime, ref, list, onAlerts)
    }
  }
  const actOnDeadlines = () => {
    if (!leadershipStore(runtime).getState().isLeader) return
    const nowMs = ports.now()
    const preferences = preferencesStore(runtime).getState()
    const refs = watchedRefs(runtime)
    const lists = listsOf(runtime, refs)
    // A rule may have been set when the account's twin was asked.
    moveAutoExtendRules(runtime, keyAsAsked(allRefs(runtime), refs))
    const ruled = endingsWithRule(runtime, lists, nowMs)
    // Whether a rule covers an end changes with time, not only at a threshold.
    const near = [...endingsToWarnOf(runtime, lists, preferences, nowMs), ...ruled.values()]
    warnOfEnds(runtime, near, preferences, nowMs, onAlerts)
    for (const { ref, list } of lists)
      if (!noted.has(list)) {
        noted.add(list)
        noteLeases(runtime, rowsOf(ref, list))
      }
    autoExtendLeases(runtime, ruled, preferences, nowMs, onAlerts)
    if (isBudgetDue(nowMs)) warnOfBudget(runtime, lists, nowMs, onAlerts)
  }
  const isBudgetDue = every(BUDGET_EVERY_MS, -Infinity)
  const isPruneDue = every(PRUNE_EVERY_MS, ports.now())
  const isReadDue = every(READ_AGAIN_EVERY_MS, ports.now())
  const isRecallDue = every(RECALL_EVERY_MS, ports.now())
  let wasMissing = false
  const recall = (nowMs: number) => {
    const isMissing = hasMissingList(runtime)
    if (!isMissing) setRecalled(runtime, new Map())
    else if (!wasMissing || isRecallDue(nowMs)) recallLists(runtime)
    wasMissing = isMissing
  }
  const look = () => {
    const nowMs = ports.now()
    record()
    actOnDeadlines()
    if (isPruneDue(nowMs)) void prune(runtime, nowMs)
    if (isReadDue(nowMs)) void readRemainingTables(runtime)
    recall(nowMs)
    if (leadershipStore(runtime).getState().isLeader) {
      void resumeCreates(runtime)
      void resumeStartPlans(runtime)
      void nameLeftBehind(runtime)
      void nameLeftBehindBulks(runtime)
    }
    timer = ports.setTimer(look, LOOK_EVERY_MS)
  }
  let timer = ports.setTimer(look, LOOK_EVERY_MS)
  recallReadyFromHistory(runtime)
  recallLists(runtime)
  const stopRecording = recordLocalActions(runtime)
  const stopFollowing = queryClient.getQueryCache().subscribe((event) => {
    if (event.type !== 'updated' || event.action.type !== 'success') return
    record()
    // The timer alone is not enough: one that fires once a minute finds every list stale.
    if (event.query.queryKey[0] === 'sessions') actOnDeadlines()
  })
  return () => {
    ports.clearTimer(timer)
    stopFollowing()
    stopRecording()
  }
}

/**
 * Returns a function that says whether it is time again.
 * @param sinceMs when the first wait begins
 */
function every(everyMs: number, sinceMs: number): (nowMs: number) => boolean {
  let lastMs = sinceMs
  return (nowMs) => {
    if (apartMs(nowMs, lastMs) < everyMs) return false
    lastMs = nowMs
    return true
  }
}

/** Returns the endpoints whose lists count, each location of the service once. */
function watchedRefs(runtime: Runtime): EndpointRef[] {
  return askedRefs(runtime).filter(({ account }) => isUnlocked(runtime, account.id))
}

function askedRefs(runtime: Runtime): EndpointRef[] {
  const { byAccount } = credentialsStore(runtime).getState()
  return onePerLocation(allRefs(runtime), idsByUnlock(byAccount))
}

function allRefs(runtime: Runtime): EndpointRef[] {
  return endpointRefs(accountsStore(runtime).getState().accounts)
}

function listsOf(runtime: Runtime, refs: readonly EndpointRef[]): WatchedList[] {
  return refs.flatMap((ref) => {
    const list = listOf(runtime, ref)
    return list ? [{ ref, list }] : []
  })
}

function rowsOf(ref: EndpointRef, { sessions }: SessionList): FleetRow[] {
  return sessions.map((session) => toRow(ref, session))
}

/** Whether an endpoint has not been listed in full, so that what an earlier visit knew counts. */
function hasMissingList(runtime: Runtime): boolean {
  return askedRefs(runtime).some((ref) => listOf(runtime, ref)?.isUnderWay !== false)
}

/** Gives the list what an earlier visit knew, until its endpoints answer. */
function recallLists(runtime: Runtime): void {
  const { rows } = historyStore(runtime).getState()
  const { atMs } = lastListedStore(runtime).getState()
  setRecalled(runtime, recalledLists(rows.values(), atMs, runtime.ports.now()))
}

/** Raises an alert when today is going to exceed the budget. */
function warnOfBudget(
  runtime: Runtime,
  lists: readonly WatchedList[],
  nowMs: number,
  onAlerts: OnAlerts,
) {
  const preferences = preferencesStore(runtime).getState()
  const { budgetPerDay } = preferences
  if (budgetPerDay === null) return
  const rows = lists.flatMap(({ ref, list }) => rowsOf(ref, list))
  const projected = projectedToday(
    historyStore(runtime).getState().rows,
    rows,
    preferences,
    nowMs,
  )
  if (projected === null || projected <= budgetPerDay) return
  const day = new Date(nowMs).toLocaleDateString('sv')
  void onAlerts([newAlert({ id: `budget ${day} ${budgetPerDay}`, kind: 'budget' }, nowMs)])
}
