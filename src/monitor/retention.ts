import type { HistoryEntry, LocalAction } from './history.ts'

/** Limits what the history keeps, and for how long. Pure. */

/** Days an ended session is kept. */
export const KEPT_DAYS = 90
/** Maximum number of ended sessions to keep, the newest: about 3 MB. */
export const MAX_ENTRIES = 5000

const DAY_MS = 86_400_000

/** Returns the keys of the entries to delete. @param nowMs epoch ms */
export function outdatedEntries(entries: readonly HistoryEntry[], nowMs: number): string[] {
  const young = entries.filter((entry) => nowMs - lastMs(entry) <= KEPT_DAYS * DAY_MS)
  const ended = young
    .filter(({ endedAtMs }) => endedAtMs !== null)
    .toSorted((a, b) => lastMs(b) - lastMs(a))
  const kept = new Set([
    ...young.filter(({ endedAtMs }) => endedAtMs === null),
    ...ended.slice(0, MAX_ENTRIES),
  ])
  return entries.filter((entry) => !kept.has(entry)).map(({ key }) => key)
}

/**
 * Returns the session keys of the local actions to delete: those of sessions that do not run, after
 * a day, because a list may not have shown the session yet.
 * @param nowMs epoch ms
 */
export function uselessLocalActions(
  actions: readonly LocalAction[],
  entries: readonly HistoryEntry[],
  nowMs: number,
): string[] {
  const running = new Set(
    entries.filter(({ endedAtMs }) => endedAtMs === null).map(({ sessionKey }) => sessionKey),
  )
  return actions
    .filter(
      ({ sessionKey, startedAtMs, stoppedAtMs }) =>
        !running.has(sessionKey) &&
        nowMs - Math.max(startedAtMs ?? 0, stoppedAtMs ?? 0) > DAY_MS,
    )
    .map(({ sessionKey }) => sessionKey)
}

function lastMs({ endedAtMs, lastSeenMs }: HistoryEntry): number {
  return endedAtMs ?? lastSeenMs
}
