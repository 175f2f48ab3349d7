import type { ReadyInterval } from '../lease/ready-interval.ts'

/**
 * The life of each session this browser has seen, from list to list. Pure: entries go in, changed
 * entries come out. All times server time, epoch ms, unless said.
 */

/** Why a session is no more. */
export type EndReason = 'stopped-here' | 'stopped-elsewhere' | 'expired' | 'error' | 'unknown'

/** One session's life. Plain JSON, kept for 90 days; no secret in it. */
export type HistoryEntry = {
  /** Account, endpoint, id and start: a session id may be used again. */
  key: string
  /** Key of the session in the fleet (sessions/fleet-model.ts). */
  sessionKey: string
  /** Local id of the account, and its name at that time. */
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
  /** The lease each time it became another one, and who did it. */
  leases: readonly { atMs: number; leaseMs: number; by: 'here' | 'elsewhere' }[]
  lastSeenMs: number
  /** Null while it runs. */
  endedAtMs: number | null
  reason: EndReason | null
  /** The service's own words about an error. */
  message: string | null
}

/** What this browser asked of a session, so that it can be told from what others did. */
export type LocalAction = {
  sessionKey: string
  /** Local clock, epoch ms; null: not asked for. */
  startedAtMs: number | null
  stoppedAtMs: number | null
  /** The last lease asked for. */
  leaseMs: number | null
}

/** What one list or GET tells of a session. */
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

/** Where it was seen. */
export type Place = Pick<
  HistoryEntry,
  'accountId' | 'accountName' | 'endpoint' | 'region' | 'sessionKey'
>

/** What happened between two sightings, for alerts. */
export type HistoryEvent = {
  kind: 'ready' | 'error' | 'expired' | 'lease-changed'
  entry: HistoryEntry
}

/** Key of a life. */
export function entryKey(sessionKey: string, createdAtMs: number | null): string {
  return `${sessionKey} ${createdAtMs ?? 'unknown'}`
}

/**
 * Adds a sighting of a session that runs; the same entry when nothing is new.
 * @param known its entry, if there is one
 * @param mark what this browser asked of it
 */
export function applySighting(
  known: HistoryEntry | undefined,
  place: Place,
  seen: Sighting,
  nowMs: number,
  mark: LocalAction | undefined,
): { entry: HistoryEntry; events: readonly HistoryEvent['kind'][] } {
  if (!known) {
    const by = mark && mark.startedAtMs !== null ? 'here' : 'elsewhere'
    return { entry: opened(place, seen, nowMs, by), events: [] }
  }
  if (
    known.status === seen.status &&
    known.leaseMs === seen.leaseMs &&
    known.endedAtMs === null &&
    (seen.ready === null || isSame(known.ready, seen.ready))
  )
    return { entry: known, events: [] }
  const hasNewLease = seen.leaseMs !== known.leaseMs
  const entry: HistoryEntry = {
    ...known,
    ...place,
    size: seen.size,
    status: seen.status,
    ready: seen.ready ?? known.ready,
    leaseMs: seen.leaseMs,
    leases: hasNewLease
      ? [
          ...known.leases,
          {
            atMs: nowMs,
            leaseMs: seen.leaseMs,
            by: mark?.leaseMs === seen.leaseMs ? 'here' : 'elsewhere',
          },
        ]
      : known.leases,
    lastSeenMs: nowMs,
    // It runs, so a verdict given earlier was wrong.
    endedAtMs: null,
    reason: null,
  }
  const becameReady = known.status === 'Starting' && seen.status === 'Ready'
  return {
    entry,
    events: [
      ...(becameReady ? (['ready'] as const) : []),
      ...(hasNewLease ? (['lease-changed'] as const) : []),
    ],
  }
}

/**
 * Closes the life of a session that left the list.
 * @param found what a GET told of it; null when the service no longer knows it
 * @param mark what this browser asked of it
 */
export function closeEntry(
  known: HistoryEntry,
  found: Sighting | null,
  nowMs: number,
  mark: LocalAction | undefined,
): { entry: HistoryEntry; events: readonly HistoryEvent['kind'][] } {
  const endOfLeaseMs = leaseEndMs(known)
  const hasRunOut = endOfLeaseMs !== null && nowMs >= endOfLeaseMs
  const reason: EndReason =
    found?.status === 'Error'
      ? 'error'
      : found?.status === 'Expired'
        ? 'expired'
        : mark && mark.stoppedAtMs !== null
          ? 'stopped-here'
          : found
            ? 'stopped-elsewhere'
            : hasRunOut
              ? 'expired'
              : 'unknown'
  const entry: HistoryEntry = {
    ...known,
    status: found?.status ?? known.status,
    reason,
    message: found?.message ?? known.message,
    // An end nobody saw lies at the latest here: when its lease was over, or it was missed.
    endedAtMs:
      reason === 'expired' && endOfLeaseMs !== null ? Math.min(endOfLeaseMs, nowMs) : nowMs,
  }
  return {
    entry,
    events: reason === 'error' ? ['error'] : reason === 'expired' ? ['expired'] : [],
  }
}

/**
 * How long sessions of a size usually take from their start to Ready, ms, by own history.
 * @returns null with fewer than three of them
 */
export function usualStartMs(
  entries: readonly HistoryEntry[],
  size: string,
): { p50Ms: number; p90Ms: number; count: number } | null {
  const times = entries
    .filter((entry) => entry.size === size)
    .flatMap(({ startedAtMs, ready }) =>
      // Seen Ready long after the fact, it tells nothing of the start.
      startedAtMs !== null && ready && ready.latestMs - ready.earliestMs <= 62_000
        ? [Math.max(0, ready.latestMs - startedAtMs)]
        : [],
    )
    .toSorted((a, b) => a - b)
  if (times.length < 3) return null
  const at = (share: number) => times[Math.ceil(share * times.length) - 1] ?? 0
  return { p50Ms: at(0.5), p90Ms: at(0.9), count: times.length }
}

function opened(
  place: Place,
  seen: Sighting,
  nowMs: number,
  by: 'here' | 'elsewhere',
): HistoryEntry {
  return {
    ...place,
    key: entryKey(place.sessionKey, seen.createdAtMs),
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

function isSame(a: ReadyInterval | null, b: ReadyInterval): boolean {
  return a?.earliestMs === b.earliestMs && a.latestMs === b.latestMs
}

/** Latest end that the lease allows; null before Ready. */
function leaseEndMs({ ready, leaseMs }: HistoryEntry): number | null {
  return ready ? ready.earliestMs + leaseMs : null
}
