import type { HistoryEntry, LocalAction } from './history.ts'

/** What the history keeps, and for how long, so that a browser is never filled up. Pure. */

/** Days an ended session is kept. */
export const KEPT_DAYS = 90
/** Ended sessions kept at most, the newest of them: some 3 MB. */
export const MAX_ENTRIES = 5000

const DAY_MS = 86_400_000

/** Keys of the entries that have had their time. @param nowMs epoch ms */
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
 * Keys of the marks that no session that runs has use for any more. A day's grace, because a
 * list may not have told of the session yet.
 * @param nowMs epoch ms
 */
export function uselessLocalActions(
  marks: readonly LocalAction[],
  entries: readonly HistoryEntry[],
  nowMs: number,
): string[] {
  const running = new Set(
    entries.filter(({ endedAtMs }) => endedAtMs === null).map(({ sessionKey }) => sessionKey),
  )
  return marks
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
