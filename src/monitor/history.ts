import type { ReadyInterval } from '../lease/ready-interval.ts'

/**
 * The history: one entry for each session that this browser saw, updated from list to list. Pure.
 * Times are epoch ms by the server clock unless noted.
 */

/** Why a session ended. */
export type EndReason = 'stopped-here' | 'stopped-elsewhere' | 'expired' | 'error' | 'unknown'

/** The life of one session. Plain JSON, kept for 90 days. Holds no secret. */
export type HistoryEntry = {
  /** See entryKey. */
  key: string
  /** Key of the session in the fleet (sessions/fleet-model.ts). */
  sessionKey: string
  /** Local ID of the account, and its name at that time. */
  accountId: string
  accountName: string
  endpoint: string
  region: string
  sessionId: string
  size: string
  status: string
  startedAtMs: number | null
  startedBy: 'here' | 'elsewhere'
  ready: ReadyInterval | null
  leaseMs: number
  /** Each lease the session had, from when, and who set it. */
  leases: readonly { atMs: number; leaseMs: number; by: 'here' | 'elsewhere' }[]
  lastSeenMs: number
  /** null while it runs. */
  endedAtMs: number | null
  reason: EndReason | null
  /** The words of the service about an error. */
  message: string | null
}

/**
 * Returns the keys of the sessions that are known to have ended. One of the same ID may have been
 * started since.
 */
export function endedSessionKeys(entries: Iterable<HistoryEntry>): ReadonlySet<string> {
  const ended = new Set<string>()
  const running = new Set<string>()
  for (const { sessionKey, endedAtMs } of entries)
    (endedAtMs === null ? running : ended).add(sessionKey)
  return new Set([...ended].filter((sessionKey) => !running.has(sessionKey)))
}

/** What this browser did to a session, to tell it from what others did. */
export type LocalAction = {
  sessionKey: string
  /** Local clock, epoch ms; null for never. */
  startedAtMs: number | null
  stoppedAtMs: number | null
  /** The last lease this browser set. */
  leaseMs: number | null
}

/** What one list or GET shows of a session. */
export type Sighting = {
  sessionId: string
  status: string
  size: string
  createdAtMs: number | null
  leaseMs: number
  elapsedMs: number
  ready: ReadyInterval | null
  message: string | null
}

/** Where a session was seen. */
export type EntryLocation = Pick<
  HistoryEntry,
  'accountId' | 'accountName' | 'endpoint' | 'region' | 'sessionKey'
>

/** Something in the life of a session that raises an alert. */
type HistoryEvent = 'ready' | 'error' | 'expired'

/** An entry after a change, and what happened. */
export type EntryChange = { entry: HistoryEntry; events: readonly HistoryEvent[] }

/** Returns the key of an entry. It names the start, because a session ID may be used again. */
export function entryKey(sessionKey: string, createdAtMs: number | null): string {
  return `${sessionKey} ${createdAtMs ?? 'unknown'}`
}

/**
 * Returns the entry after a sighting of a session that runs; the same object when nothing changed.
 * @param known its entry, if there is one
 * @param action what this browser did to it, if anything
 */
export function applySighting(
  known: HistoryEntry | undefined,
  location: EntryLocation,
  seen: Sighting,
  nowMs: number,
  action: LocalAction | undefined,
): EntryChange {
  if (!known) {
    const by = action && action.startedAtMs !== null ? 'here' : 'elsewhere'
    return { entry: newEntry(location, seen, nowMs, by), events: [] }
  }
  if (
    known.status === seen.status &&
    known.leaseMs === seen.leaseMs &&
    known.endedAtMs === null &&
    (seen.ready === null || !isWorthStoring(known.ready, seen.ready))
  )
    return { entry: known, events: [] }
  const entry: HistoryEntry = {
    ...known,
    ...location,
    size: seen.size,
    status: seen.status,
    ready: seen.ready ?? known.ready,
    leaseMs: seen.leaseMs,
    leases: leasesAfter(known, seen.leaseMs, nowMs, action),
    lastSeenMs: nowMs,
    // The session runs, so an end that was recorded before was wrong.
    endedAtMs: null,
    reason: null,
  }
  const becameReady = known.status === 'Starting' && seen.status === 'Ready'
  return { entry, events: becameReady ? ['ready'] : [] }
}

/**
 * Returns the entry of a session that left the list, closed.
 * @param found what a GET showed of it; null when no answer says how it ended
 * @param action what this browser did to it, if anything
 */
export function closeEntry(
  known: HistoryEntry,
  found: Sighting | null,
  nowMs: number,
  action: LocalAction | undefined,
): EntryChange {
  const endOfLeaseMs = leaseEndMs(known)
  const hasRunOut = endOfLeaseMs !== null && nowMs >= endOfLeaseMs
  const reason = endReason(found, hasRunOut, action)
  const entry: HistoryEntry = {
    ...known,
    status: found?.status ?? known.status,
    reason,
    message: found?.message ?? known.message,
    // Nobody saw the end, so this is the latest it can be: the end of the lease, or now.
    endedAtMs:
      reason === 'expired' && endOfLeaseMs !== null ? Math.min(endOfLeaseMs, nowMs) : nowMs,
  }
  return { entry, events: reason === 'error' || reason === 'expired' ? [reason] : [] }
}

/**
 * Returns how long sessions of a size usually take from start to Ready, ms, in this history; null
 * with fewer than three of them.
 */
export function usualStartMs(
  entries: readonly HistoryEntry[],
  size: string,
): { p50Ms: number; p90Ms: number; count: number } | null {
  const times = entries
    .filter((entry) => entry.size === size)
    .flatMap(({ startedAtMs, ready }) =>
      // A session that was seen Ready long after it was says nothing about the start.
      startedAtMs !== null && ready && ready.latestMs - ready.earliestMs <= 62_000
        ? [Math.max(0, ready.latestMs - startedAtMs)]
        : [],
    )
    .toSorted((a, b) => a - b)
  if (times.length < 3) return null
  const at = (share: number) => times[Math.ceil(share * times.length) - 1] ?? 0
  return { p50Ms: at(0.5), p90Ms: at(0.9), count: times.length }
}

function newEntry(
  location: EntryLocation,
  seen: Sighting,
  nowMs: number,
  by: 'here' | 'elsewhere',
): HistoryEntry {
  return {
    ...location,
    key: entryKey(location.sessionKey, seen.createdAtMs),
    sessionId: seen.sessionId,
    size: seen.size,
    status: seen.status,
    startedAtMs: seen.createdAtMs,
    startedBy: by,
    ready: seen.ready,
    leaseMs: seen.leaseMs,
    leases: [{ atMs: nowMs, leaseMs: seen.leaseMs, by }],
    lastSeenMs: nowMs,
    endedAtMs: null,
    reason: null,
    message: null,
  }
}

/**
 * Whether a ready interval tells enough to store it. Each list narrows thousands of them by a
 * second or two; a row is written only when its interval is half as wide, or another one.
 */
function isWorthStoring(known: ReadyInterval | null, seen: ReadyInterval): boolean {
  if (known === null) return true
  const isWithin = known.earliestMs <= seen.earliestMs && seen.latestMs <= known.latestMs
  return !isWithin || (widthMs(seen) * 2 <= widthMs(known) && widthMs(seen) < widthMs(known))
}

function widthMs({ earliestMs, latestMs }: ReadyInterval): number {
  return latestMs - earliestMs
}

function leasesAfter(
  known: HistoryEntry,
  leaseMs: number,
  nowMs: number,
  action: LocalAction | undefined,
): HistoryEntry['leases'] {
  if (leaseMs === known.leaseMs) return known.leases
  const by = action?.leaseMs === leaseMs ? 'here' : 'elsewhere'
  return [...known.leases, { atMs: nowMs, leaseMs, by }]
}

function endReason(
  found: Sighting | null,
  hasRunOut: boolean,
  action: LocalAction | undefined,
): EndReason {
  if (found?.status === 'Error') return 'error'
  if (found?.status === 'Expired') return 'expired'
  if (action && action.stoppedAtMs !== null) return 'stopped-here'
  if (found) return 'stopped-elsewhere'
  return hasRunOut ? 'expired' : 'unknown'
}

/** Returns the end of the lease, counted from the earliest Ready; null before Ready. */
function leaseEndMs({ ready, leaseMs }: HistoryEntry): number | null {
  return ready ? ready.earliestMs + leaseMs : null
}
