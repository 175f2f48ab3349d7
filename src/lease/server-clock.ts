/** What is known of the service's clock from the Date headers of its answers. */
export type ServerClock = {
  /**
   * Latest possible server time minus local time, ms, so that countdowns are never too long.
   */
  offsetMs: number
  /** Round trip of the observation, ms. */
  roundTripMs: number
  /** Local clock at the observation, epoch ms. */
  observedAtMs: number
}

/** A Date header has whole seconds, rounded down. */
const DATE_PRECISION_MS = 1000
/** An observation this old is replaced by any newer one, because clocks drift. */
const KEEP_FOR_MS = 10 * 60_000

/**
 * Adds one answer to what is known of the server's clock. The shortest round trip wins, unless
 * it is old or the two can't both be true (a clock was set or runs at another speed). All in
 * epoch ms; `serverDateMs` is the Date header.
 */
export function observeServerClock(
  previous: ServerClock | null,
  seen: { serverDateMs: number; sentAtMs: number; receivedAtMs: number },
): ServerClock {
  const fresh: ServerClock = {
    offsetMs: seen.serverDateMs + DATE_PRECISION_MS - seen.sentAtMs,
    roundTripMs: seen.receivedAtMs - seen.sentAtMs,
    observedAtMs: seen.receivedAtMs,
  }
  if (!previous) return fresh
  const isOld = Math.abs(seen.receivedAtMs - previous.observedAtMs) > KEEP_FOR_MS
  // Server minus local lies between these two if both clocks run at the same speed.
  const lowest = seen.serverDateMs - seen.receivedAtMs
  const contradicts =
    previous.offsetMs < lowest ||
    previous.offsetMs - previous.roundTripMs - DATE_PRECISION_MS > fresh.offsetMs
  return isOld || contradicts || fresh.roundTripMs <= previous.roundTripMs ? fresh : previous
}

/** Server time, epoch ms. The local clock is used until the first answer. */
export function serverNow(clock: ServerClock | null, localNowMs: number): number {
  return localNowMs + (clock?.offsetMs ?? 0)
}
