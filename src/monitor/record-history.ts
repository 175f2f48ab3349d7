import { createdAtMsOf } from '../service/session.ts'
import { isTerminal } from '../lease/session-rules.ts'
import type { EndpointRef } from '../accounts/accounts.ts'
import { locationKeyOf } from '../accounts/endpoint-lookup.ts'
import { putEntries, historyStore, localActionsStore } from './history-store.ts'
import { type Alert, newAlert } from './alerts.ts'
import {
  applySighting,
  closeEntry,
  type EntryChange,
  type EntryLocation,
  entryKey,
  type HistoryEntry,
  type Sighting,
} from './history.ts'
import { sessionKey, toRow } from '../sessions/fleet-model.ts'
import { perRuntime } from '../runtime/part.ts'
import type { Runtime } from '../runtime/runtime.ts'
import { detailKey, loadSession, type SessionDetail } from '../sessions/session-detail.ts'
import { type ObservedSession, type SessionList, sessionOf } from '../sessions/session-list.ts'

/** Keeps the history from list to list. Runs in the leading tab only. */

/**
 * Maximum number of sessions to ask about at a time. If more have left a list, for example because
 * the service was reset, the history closes the others without asking.
 */
const MAX_QUESTIONS = 50

/** How many times to ask about a session whose end is not known. */
const MAX_TRIES = 3

/** Raises alerts, of which some may have been raised before. */
export type OnAlerts = (alerts: readonly Alert[]) => Promise<unknown>

/** What the service knows about a session that left its list. */
type EndAnswer =
  | { kind: 'ended'; sighting: Sighting }
  /** No answer says how it ended, and none is expected. */
  | { kind: 'no-trace' }
  /** It runs, or the question failed: the next list leads to another one. */
  | { kind: 'undecided' }

/** The questions about sessions that left their list, by key of the history entry. */
const questionsOf = perRuntime(() => ({
  asking: new Set<string>(),
  tries: new Map<string, number>(),
  /** The last question under way, by location key. */
  last: new Map<string, Promise<unknown>>(),
}))

/** The sessions that are in the history as they were listed. Most of a list is as it was before. */
const recordedOf = perRuntime(() => new WeakSet<ObservedSession>())

/** Adds one list to the history, and asks about the sessions that left it. */
export async function recordList(
  runtime: Runtime,
  ref: EndpointRef,
  list: SessionList,
  onAlerts: OnAlerts,
): Promise<void> {
  const nowMs = runtime.ports.now()
  const serverNowMs = nowMs + (list.clock?.offsetMs ?? 0)
  const recorded = recordedOf(runtime)
  const changes = list.sessions.flatMap((session) => {
    if (recorded.has(session)) return []
    recorded.add(session)
    return changeOf(runtime, ref, session, serverNowMs) ?? []
  })
  if (changes.length > 0)
    putEntries(
      runtime,
      changes.map(({ entry }) => entry),
    )
  void onAlerts(changes.flatMap((change) => alertsOf(change, nowMs)))
  // A session that can't be read, or is missing from the list, may be any of the known ones.
  if (list.unreadable.length > 0 || list.isIncomplete || list.isUnderWay) return
  await Promise.all(
    vanishedEntries(runtime, ref, list).map(async (entry) => {
      const answer = await askForEnd(runtime, ref, entry)
      if (answer.kind === 'undecided') return
      const found = answer.kind === 'ended' ? answer.sighting : null
      const entries = historyStore(runtime).getState().rows
      const known = entries.get(entry.key) ?? entry
      const change = closeEntry(known, found, serverNowMs, actionOf(runtime, entry.sessionKey))
      putEntries(runtime, [change.entry])
      void onAlerts(alertsOf(change, nowMs))
    }),
  )
}

/** Returns how a listed session changes the history; null when it does not. */
function changeOf(
  runtime: Runtime,
  ref: EndpointRef,
  session: ObservedSession,
  serverNowMs: number,
): EntryChange | null {
  const entries = historyStore(runtime).getState().rows
  const location = locationOf(ref, session)
  const seen = sightingOf(session)
  const known = entries.get(entryKey(location.sessionKey, seen.createdAtMs))
  const action = actionOf(runtime, location.sessionKey)
  if (!isTerminal(session.status)) {
    const change = applySighting(known, location, seen, serverNowMs, action)
    return change.entry === known ? null : change
  }
  // Some services list a failed session for a while, which ends its entry once.
  return known && known.endedAtMs === null ? closeEntry(known, seen, serverNowMs, action) : null
}

/** Returns what this browser did to a session. */
function actionOf(runtime: Runtime, key: string) {
  return localActionsStore(runtime).getState().rows.get(key)
}

function locationOf(ref: EndpointRef, session: ObservedSession): EntryLocation {
  return {
    accountId: ref.account.id,
    accountName: ref.account.name,
    endpoint: ref.endpoint,
    region: toRow(ref, session).region,
    sessionKey: sessionKey(ref, session.id),
  }
}

function sightingOf(session: ObservedSession): Sighting {
  return {
    sessionId: session.id,
    status: session.status,
    size: session.size,
    createdAtMs: createdAtMsOf(session),
    leaseMs: session.leaseMs,
    elapsedMs: session.elapsedMs,
    ready: session.ready,
    message: session.error?.message ?? session.message,
  }
}

/** Returns an alert for each event, under an ID that makes it the only one. */
function alertsOf({ entry, events }: EntryChange, nowMs: number): Alert[] {
  return events.map((kind) =>
    newAlert(
      {
        id: `${kind} ${entry.key}`,
        kind,
        sessionKey: entry.sessionKey,
        sessionId: entry.sessionId,
      },
      nowMs,
    ),
  )
}

/** Returns the open entries whose sessions are not in the list and not being asked about. */
function vanishedEntries(
  runtime: Runtime,
  ref: EndpointRef,
  list: SessionList,
): HistoryEntry[] {
  const { asking } = questionsOf(runtime)
  const vanished: HistoryEntry[] = []
  for (const entry of historyStore(runtime).getState().rows.values())
    if (
      entry.endedAtMs === null &&
      entry.accountId === ref.account.id &&
      entry.endpoint === ref.endpoint &&
      !sessionOf(list, entry.sessionId) &&
      !asking.has(entry.key)
    )
      vanished.push(entry)
  return vanished
}

/** Finds out what became of a session that left its list. */
async function askForEnd(
  runtime: Runtime,
  ref: EndpointRef,
  entry: HistoryEntry,
): Promise<EndAnswer> {
  const { asking, tries } = questionsOf(runtime)
  const mayAsk = asking.size < MAX_QUESTIONS
  asking.add(entry.key)
  const answer: EndAnswer = mayAsk
    ? await inTurn(runtime, ref, () => lookUpEnd(runtime, ref, entry))
    : { kind: 'no-trace' }
  asking.delete(entry.key)
  if (answer.kind !== 'undecided') tries.delete(entry.key)
  return answer
}

async function lookUpEnd(
  runtime: Runtime,
  ref: EndpointRef,
  { key, sessionId }: HistoryEntry,
): Promise<EndAnswer> {
  // A stop in this tab has asked already.
  const known = runtime.queryClient.getQueryData<SessionDetail>(detailKey(ref, sessionId))
  if (known && isTerminal(known.session.status)) return endedAs(known.session)
  const { tries } = questionsOf(runtime)
  const count = (tries.get(key) ?? 0) + 1
  tries.set(key, count)
  const found = await loadSession(runtime, ref, sessionId, 'detail')
  if (!found.ok) {
    const isFinal = found.error.kind === 'not-found' || count >= MAX_TRIES
    return { kind: isFinal ? 'no-trace' : 'undecided' }
  }
  runtime.queryClient.setQueryData(detailKey(ref, sessionId), found.data)
  const { session } = found.data
  return isTerminal(session.status) ? endedAs(session) : { kind: 'undecided' }
}

function endedAs(session: ObservedSession): EndAnswer {
  return { kind: 'ended', sighting: sightingOf(session) }
}

/**
 * Runs one question after the other at each endpoint. Many that wait at the gate at once would
 * grow old there and then overtake the lists.
 */
function inTurn<T>(runtime: Runtime, ref: EndpointRef, ask: () => Promise<T>): Promise<T> {
  const { last } = questionsOf(runtime)
  const key = locationKeyOf(ref)
  const turn = (last.get(key) ?? Promise.resolve()).then(ask, ask)
  last.set(key, turn)
  return turn
}
