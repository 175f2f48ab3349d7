import { MAX_LEASE_MS } from '../lease/limits.ts'
import { UNREPORTED } from '../service/unreported.ts'
import type { RecalledList } from '../sessions/recalled.ts'
import type { ObservedSession } from '../sessions/session-list.ts'
import { locationKey } from '../accounts/endpoint-key.ts'
import type { HistoryEntry } from './history.ts'

/** What the history knows of sessions that may still run. Pure. */

/**
 * Returns the sessions that ran when they were last seen and may still run, by location key. What
 * must have ended since isn't recalled.
 * @param lastListedMs when each endpoint was last listed, by location key, epoch ms
 * @param nowMs local clock, epoch ms
 */
export function recalledLists(
  entries: Iterable<HistoryEntry>,
  lastListedMs: Readonly<Record<string, number>>,
  nowMs: number,
): Map<string, RecalledList> {
  const newest = new Map<string, HistoryEntry>()
  for (const entry of entries) {
    if (!mayStillRun(entry, nowMs)) continue
    const known = newest.get(entry.sessionKey)
    // An ID may be used again.
    if (!known || known.lastSeenMs < entry.lastSeenMs) newest.set(entry.sessionKey, entry)
  }
  const lists = new Map<string, { sessions: ObservedSession[]; listedAtMs: number | null }>()
  for (const entry of newest.values()) {
    const key = locationKey(entry)
    const list = lists.get(key) ?? { sessions: [], listedAtMs: lastListedMs[key] ?? null }
    list.sessions.push(sessionOf(entry))
    lists.set(key, list)
  }
  return lists
}

/**
 * Whether a session can still be running: no lease is longer than a day, counted from Ready
 * (docs/protocol.md#leases).
 */
function mayStillRun({ endedAtMs, ready, lastSeenMs }: HistoryEntry, nowMs: number): boolean {
  return endedAtMs === null && nowMs < (ready?.latestMs ?? lastSeenMs) + MAX_LEASE_MS
}

function sessionOf(entry: HistoryEntry): ObservedSession {
  return {
    ...UNREPORTED,
    id: entry.sessionId,
    status: entry.status,
    size: entry.size,
    createdAt: entry.startedAtMs === null ? null : new Date(entry.startedAtMs).toISOString(),
    leaseMs: entry.leaseMs,
    ready: entry.ready,
  }
}
