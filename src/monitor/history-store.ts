import * as v from 'valibot'
import type { Runtime } from '../runtime/runtime.ts'
import { defineSharedTable } from '../tabs/shared-table.ts'
import type { Revised } from '../util/database.ts'
import { count, finite, origin, type Schema } from '../util/parse-stored.ts'
import type { HistoryEntry, LocalAction } from './history.ts'
import { outdatedEntries, uselessLocalActions } from './retention.ts'

/** Stores the history, and what this browser did to sessions, which explains how they ended. */

const by = v.picklist(['here', 'elsewhere'])

const entrySchema: Schema<HistoryEntry & Revised> = v.looseObject({
  key: v.string(),
  sessionKey: v.string(),
  accountId: v.string(),
  accountName: v.string(),
  endpoint: origin,
  region: v.string(),
  sessionId: v.string(),
  size: v.string(),
  status: v.string(),
  startedAtMs: v.nullable(finite),
  startedBy: by,
  ready: v.nullable(v.object({ earliestMs: finite, latestMs: finite })),
  leaseMs: finite,
  leases: v.array(v.object({ atMs: finite, leaseMs: finite, by })),
  lastSeenMs: finite,
  endedAtMs: v.nullable(finite),
  reason: v.nullable(
    v.picklist(['stopped-here', 'stopped-elsewhere', 'expired', 'error', 'unknown']),
  ),
  message: v.nullable(v.string()),
  revision: v.exactOptional(count),
})

const localActionSchema: Schema<LocalAction & Revised> = v.looseObject({
  sessionKey: v.string(),
  startedAtMs: v.nullable(finite),
  stoppedAtMs: v.nullable(finite),
  leaseMs: v.nullable(finite),
  revision: v.exactOptional(count),
})

/** One entry for each session that this browser has seen. */
export const historyEntries = defineSharedTable({
  name: 'entries',
  schema: entrySchema,
  keyOf: ({ key }) => key,
  expired: (entries: readonly HistoryEntry[], nowMs) => outdatedEntries(entries, nowMs),
})

/** What this tab knows of them. */
export function historyStore(runtime: Runtime) {
  return historyEntries(runtime).store
}

/** What this browser did to sessions. */
export const recordedActions = defineSharedTable({
  name: 'localActions',
  schema: localActionSchema,
  keyOf: ({ sessionKey }) => sessionKey,
  expired: (actions: readonly LocalAction[], nowMs, runtime) =>
    uselessLocalActions(actions, [...historyStore(runtime).getState().rows.values()], nowMs),
})

/** What this tab knows of them. */
export function localActionsStore(runtime: Runtime) {
  return recordedActions(runtime).store
}

/** Stores changed entries of the history. */
export function putEntries(runtime: Runtime, entries: readonly HistoryEntry[]): void {
  historyEntries(runtime).put(entries)
}

/** Deletes the ended sessions from the history. Running ones stay. */
export function clearHistory(runtime: Runtime): void {
  const ended = [...historyStore(runtime).getState().rows.values()]
    .filter(({ endedAtMs }) => endedAtMs !== null)
    .map(({ key }) => key)
  historyEntries(runtime).remove(ended)
}

/** Records what this browser did to a session. */
export function recordLocalAction(
  runtime: Runtime,
  sessionKey: string,
  change: Partial<Omit<LocalAction, 'sessionKey'>>,
): void {
  const known = localActionsStore(runtime).getState().rows.get(sessionKey) ?? {
    sessionKey,
    startedAtMs: null,
    stoppedAtMs: null,
    leaseMs: null,
  }
  recordedActions(runtime).put([{ ...known, ...change }])
}
