/** When to ask again, as a pure function of what is known (product decision: one poller). */

const MOVING_MS = 5000
const CALM_MS = 10_000
const HIDDEN_MS = 30_000
const MAX_MS = 120_000
/** After a refusal: asking again changes nothing until somebody enters another key. */
const REFUSED_MS = 120_000

/**
 * Time until the next poll, ms: 5 s while something starts or stops, else 10 s, 30 s in a hidden
 * tab, 120 s after a refusal, stretched by back-off up to 120 s, and never before the gate opens. Never below 1 s: React
 * Query takes 0 for "never".
 */
export const nextPollMs = (known: {
  isMoving: boolean
  isHidden: boolean
  /** The last answer was 401 or 403, or no token was given. */
  isRefused: boolean
  pollFactor: number
  /** Earliest time of the next call, epoch ms. */
  notBeforeMs: number
  nowMs: number
}): number => {
  const base = known.isRefused
    ? REFUSED_MS
    : known.isHidden
      ? HIDDEN_MS
      : known.isMoving
        ? MOVING_MS
        : CALM_MS
  const stretched = Math.min(MAX_MS, base * Math.max(1, known.pollFactor || 1))
  return Math.max(1000, stretched, known.notBeforeMs - known.nowMs)
}
