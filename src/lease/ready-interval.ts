/**
 * When a session became Ready. No answer states it, but each observation narrows it down.
 * Server time, epoch ms, both ends inclusive.
 */
export type ReadyInterval = { earliestMs: number; latestMs: number }

/** The Date header has whole seconds, rounded down. */
const DATE_PRECISION_MS = 1000

/**
 * Adds one observation. At server time D the session had been Ready for e, rounded down to p,
 * so it became Ready in (D-(e+p), D+1s-e] (docs/protocol.md#leases).
 * @param previous what was known. After a contradiction (the service restarted its count, its
 *   clock jumped) the new observation stands alone
 */
export function observeReady(
  previous: ReadyInterval | null,
  observed: { elapsedMs: number; precisionMs: number; serverDateMs: number },
): ReadyInterval {
  const fresh = {
    earliestMs: observed.serverDateMs - observed.elapsedMs - observed.precisionMs,
    latestMs: observed.serverDateMs + DATE_PRECISION_MS - observed.elapsedMs,
  }
  return (previous && narrowReady(previous, fresh)) ?? fresh
}

/** Returns what two observations of one session have in common; null when they contradict. */
export function narrowReady(one: ReadyInterval, other: ReadyInterval): ReadyInterval | null {
  const both = {
    earliestMs: Math.max(one.earliestMs, other.earliestMs),
    latestMs: Math.min(one.latestMs, other.latestMs),
  }
  return both.earliestMs <= both.latestMs ? both : null
}
