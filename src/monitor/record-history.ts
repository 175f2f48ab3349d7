import { createdAtMsOf } from '../service/session.ts'
import { isTerminal } from '../lease/session-rules.ts'
import type { EndpointRef } from '../accounts/accounts.ts'
import { putEntries, useHistoryStore } from './history-store.ts'
import { type Alert, type AlertKind, newAlert } from './alerts.ts'
import {
  closeEntry,
  entryKey,
  type HistoryEntry,
  type HistoryEvent,
  applySighting,
  type Sighting,
} from './history.ts'
import { sessionKey, toRow } from '../sessions/fleet-model.ts'
import { perRuntime } from '../runtime/part.ts'
import type { Runtime } from '../runtime/runtime.ts'
import { detailKey, loadSession, type SessionDetail } from '../sessions/session-detail.ts'
import type { ObservedSession, SessionList } from '../sessions/session-list.ts'

/** The history, written from list to list by the tab that leads. */

/**
 * Of more sessions than this that wait to be asked for, nobody asks for each: a service was
 * reset, or is busier than questions may leave.
 */
const MAX_QUESTIONS = 50

const alertOf: Partial<Record<HistoryEvent['kind'], AlertKind>> = {
  ready: 'ready',
  error: 'error',
  expired: 'expired',
}

/** Called with an alert that may have been raised before. */
export type OnAlert = (alert: Alert) => Promise<unknown>

/** A question that failed is asked again with the next list, twice. */
const MAX_TRIES = 3

/** The questions about sessions that left their list, by key of the history entry. */
const questionsOf = perRuntime(() => ({
  asking: new Set<string>(),
  tries: new Map<string, number>(),
  /** The last one under way, by endpoint. */
  last: new Map<string, Promise<unknown>>(),
}))

/** Adds one list to the history, and asks for what left it. */
export async function recordList(
  runtime: Runtime,
  ref: EndpointRef,
  list: SessionList,
  onAlert: OnAlert,
): Promise<void> {
  const { asking, tries } = questionsOf(runtime)
  const nowMs = runtime.ports.now()
  const serverNowMs = nowMs + (list.clock?.offsetMs ?? 0)
  const { entries, marks } = useHistoryStore.getState()
  const listedKeys = new Set<string>()
  const changed: HistoryEntry[] = []
  for (const session of list.sessions) {
    const place = placeOf(ref, session)
    const seen = sightingOf(session)
    const key = entryKey(place.sessionKey, seen.createdAtMs)
    listedKeys.add(place.sessionKey)
    const known = entries.get(key)
    const mark = marks.get(place.sessionKey)
    const isOver = isTerminal(session.status)
    // Some services list a failed session for a while: that is its end all the same.
    if (isOver && (!known || known.endedAtMs !== null)) continue
    const { entry, events } =
      isOver && known
        ? closeEntry(known, seen, serverNowMs, mark)
        : applySighting(known, place, seen, serverNowMs, mark)
    if (entry !== known) changed.push(entry)
    tell(entry, events, nowMs, onAlert)
  }
  if (changed.length > 0) putEntries(changed)

  // A record that can't be read, or did not come, may be any of them.
  if (list.unreadable.length > 0 || list.isIncomplete) return
  const vanished = [...entries.values()].filter(
    (entry) =>
      entry.endedAtMs === null &&
      entry.accountId === ref.account.id &&
      entry.endpoint === ref.endpoint &&
      !listedKeys.has(entry.sessionKey) &&
      !asking.has(entry.key),
  )
  const place = `${ref.account.id} ${ref.endpoint}`
  await Promise.all(
    vanished.map(async (entry) => {
      const isAsked = asking.size < MAX_QUESTIONS
      asking.add(entry.key)
      const found = isAsked
        ? await inTurn(runtime, place, () => askForEnd(runtime, ref, entry))
        : null
      asking.delete(entry.key)
      if (found === undefined) return
      tries.delete(entry.key)
      const known = useHistoryStore.getState().entries.get(entry.key) ?? entry
      const mark = useHistoryStore.getState().marks.get(entry.sessionKey)
      const end = closeEntry(known, found, serverNowMs, mark)
      putEntries([end.entry])
      tell(end.entry, end.events, nowMs, onAlert)
    }),
  )
}

function placeOf(ref: EndpointRef, session: ObservedSession) {
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

/** Tells of what happened in a session's life, once. @param nowMs local clock, epoch ms */
function tell(
  entry: HistoryEntry,
  events: readonly HistoryEvent['kind'][],
  nowMs: number,
  onAlert: OnAlert,
) {
  for (const event of events) {
    const kind = alertOf[event]
    if (kind)
      void onAlert(
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
}

/**
 * Questions leave one after the other: many that wait at the gate would starve there, and then
 * go before the lists.
 */
function inTurn<T>(runtime: Runtime, place: string, ask: () => Promise<T>): Promise<T> {
  const { last } = questionsOf(runtime)
  const turn = (last.get(place) ?? Promise.resolve()).then(ask, ask)
  last.set(place, turn)
  return turn
}

/** What became of a session that left the list; undefined while that is not known. */
async function askForEnd(
  runtime: Runtime,
  ref: EndpointRef,
  entry: HistoryEntry,
): Promise<Sighting | null | undefined> {
  // A stop of this tab has asked already.
  const known = runtime.queryClient.getQueryData<SessionDetail>(detailKey(ref, entry.sessionId))
  if (known && isTerminal(known.session.status)) return sightingOf(known.session)
  const { tries } = questionsOf(runtime)
  const count = (tries.get(entry.key) ?? 0) + 1
  tries.set(entry.key, count)
  const found = await loadSession(runtime, ref, entry.sessionId, 'detail')
  if (found.ok) {
    runtime.queryClient.setQueryData(detailKey(ref, entry.sessionId), found.data)
    return isTerminal(found.data.session.status) ? sightingOf(found.data.session) : undefined
  }
  return found.error.kind === 'not-found' || count >= MAX_TRIES ? null : undefined
}
