import { accountsStore, type EndpointRef, endpointRefs } from '../accounts/accounts.ts'
import { credentialsStore, idsByUnlock, isUnlocked } from '../accounts/credentials.ts'
import { preferencesStore } from '../runtime/preferences.ts'
import { readRemainingTables } from './console-tables.ts'
import { historyStore } from './history-store.ts'
import { type Alert, newAlert } from './alerts.ts'
import { projectedToday } from './costs.ts'
import { endpointState, toRow } from '../sessions/fleet-model.ts'
import { keyAsAsked, onePerLocation } from '../accounts/twins.ts'
import { moveAutoExtendRules } from './auto-extend-rules.ts'
import { resumeCreates } from '../starts/run-create.ts'
import { resumeStartPlans } from '../starts/run-start-plan.ts'
import { leadershipStore } from '../tabs/leadership.ts'
import { leaseView } from '../sessions/time-left.ts'
import type { Runtime } from '../runtime/runtime.ts'
import { listOf, type SessionList } from '../sessions/session-list.ts'
import { setRecalled } from '../sessions/recalled.ts'
import { PRUNE_EVERY_MS, prune } from './prune.ts'
import { lastListedStore, noteListed } from './last-listed.ts'
import { recalledLists } from './recalled-lists.ts'
import { wakeStore } from '../tabs/page-lifecycle.ts'
import { type Ending, autoExtendLeases, warnOfEnds } from './act-on-deadlines.ts'
import { recordList } from './record-history.ts'
import { recordLocalActions } from './record-local-actions.ts'
import { nameLeftBehind } from '../sessions/track-unsent.ts'
import { raiseAlert } from './alerts-store.ts'
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

/**
 * Starts the monitor.
 * @param onNew called with each new alert, in one tab only
 * @returns a function that stops it
 */
export function startMonitor(runtime: Runtime, onNew: (alert: Alert) => void): () => void {
  const { ports, queryClient } = runtime
  const onAlert = async (alert: Alert) => {
    if ((await raiseAlert(runtime, alert)) && !alert.isDismissed) onNew(alert)
  }
  const recorded = new WeakSet<SessionList>()
  const record = () => {
    if (!leadershipStore(runtime).getState().isLeader) return
    for (const ref of watchedRefs(runtime)) {
      const list = listOf(runtime, ref)
      if (!list || recorded.has(list)) continue
      recorded.add(list)
      if (!list.isUnderWay) noteListed(runtime, ref, list.receivedAtMs)
      void recordList(runtime, ref, list, onAlert)
    }
  }
  const actOnDeadlines = () => {
    if (!leadershipStore(runtime).getState().isLeader) return
    // A rule may have been set when the account's twin was asked.
    moveAutoExtendRules(runtime, keyAsAsked(allRefs(runtime), watchedRefs(runtime)))
    const nowMs = ports.now()
    const endings = endingsOf(runtime, nowMs)
    const preferences = preferencesStore(runtime).getState()
    warnOfEnds(runtime, [...endings.values()], preferences, nowMs, onAlert)
    autoExtendLeases(runtime, endings, preferences, nowMs, onAlert)
    warnOfBudget(runtime, nowMs, onAlert)
  }
  let prunedAtMs = ports.now()
  let readAtMs = ports.now()
  let recalledAtMs = ports.now()
  const look = () => {
    record()
    actOnDeadlines()
    // The absolute difference, because the clock may have been set back.
    if (Math.abs(ports.now() - prunedAtMs) >= PRUNE_EVERY_MS) {
      prunedAtMs = ports.now()
      void prune(runtime, prunedAtMs)
    }
    if (Math.abs(ports.now() - readAtMs) >= READ_AGAIN_EVERY_MS) {
      readAtMs = ports.now()
      void readRemainingTables(runtime)
    }
    if (Math.abs(ports.now() - recalledAtMs) >= RECALL_EVERY_MS) {
      recalledAtMs = ports.now()
      recallLists(runtime)
    }
    if (leadershipStore(runtime).getState().isLeader) {
      void resumeCreates(runtime)
      void resumeStartPlans(runtime)
      void nameLeftBehind(runtime)
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

/** Returns the endpoints whose lists count, each location of the service once. */
function watchedRefs(runtime: Runtime): EndpointRef[] {
  const { byAccount } = credentialsStore(runtime).getState()
  return onePerLocation(allRefs(runtime), idsByUnlock(byAccount)).filter(({ account }) =>
    isUnlocked(runtime, account.id),
  )
}

function allRefs(runtime: Runtime): EndpointRef[] {
  return endpointRefs(accountsStore(runtime).getState().accounts)
}

/** Gives the list what an earlier visit knew, until its endpoints answer. */
function recallLists(runtime: Runtime): void {
  const { rows } = historyStore(runtime).getState()
  const { atMs } = lastListedStore(runtime).getState()
  setRecalled(runtime, recalledLists(rows.values(), atMs, runtime.ports.now()))
}

/** Returns the sessions whose leases are running, by key. */
function endingsOf(runtime: Runtime, nowMs: number): Map<string, Ending> {
  const wake = wakeStore(runtime).getState()
  return new Map(
    watchedRefs(runtime).flatMap((ref) => {
      const list = listOf(runtime, ref)
      if (!list) return []
      const state = endpointState(ref, true, list, null)
      return list.sessions.flatMap((session) => {
        const row = toRow(ref, session)
        const view = leaseView(row, state, nowMs, wake)
        return view.kind === 'counting' ? [[row.key, { row, view }] as const] : []
      })
    }),
  )
}

/** Raises an alert when today is going to exceed the budget. */
function warnOfBudget(runtime: Runtime, nowMs: number, onAlert: (alert: Alert) => unknown) {
  const preferences = preferencesStore(runtime).getState()
  const { budgetPerDay } = preferences
  if (budgetPerDay === null) return
  const lists = watchedRefs(runtime).flatMap((ref) =>
    (listOf(runtime, ref)?.sessions ?? []).map((session) => toRow(ref, session)),
  )
  const projected = projectedToday(
    historyStore(runtime).getState().rows,
    lists,
    preferences,
    nowMs,
  )
  if (projected === null || projected <= budgetPerDay) return
  const day = new Date(nowMs).toLocaleDateString('sv')
  onAlert(newAlert({ id: `budget ${day} ${budgetPerDay}`, kind: 'budget' }, nowMs))
}
