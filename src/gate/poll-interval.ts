/** When to ask again, as a pure function of what is known (product decision: one poller). */

const MOVING_MS = 5000
const CALM_MS = 10_000
const HIDDEN_MS = 30_000
const MAX_MS = 120_000
/** After a refusal: asking again changes nothing until somebody enters another key. */
const REFUSED_MS = 120_000
/** Tabs that can't agree on a leader each ask for themselves, so each asks less often. */
const ALONE_FACTOR = 3
/** React Query takes 0 for "never", and a call that waits at the gate must not be urged. */
const MIN_MS = 1000

/** What the interval depends on. */
export type PollSituation = {
  /** Something starts or stops. */
  isMoving: boolean
  isHidden: boolean
  /** The last answer was 401 or 403, or no token was given. */
  isRefused: boolean
  /** This tab can't know of others (no Web Locks or no BroadcastChannel). */
  isAlone: boolean
  /** Back-off of the gate: 1, 2, 4, … */
  pollFactor: number
}

/**
 * Time from one poll to the next, ms: 5 s while something starts or stops, else 10 s, 30 s in a
 * hidden tab, 120 s after a refusal; three times that without a leader; stretched by back-off
 * up to 120 s.
 */
export function pollIntervalMs(known: PollSituation): number {
  const base = known.isRefused
    ? REFUSED_MS
    : known.isHidden
      ? HIDDEN_MS
      : known.isMoving
        ? MOVING_MS
        : CALM_MS
  const factor = Math.max(1, known.pollFactor || 1) * (known.isAlone ? ALONE_FACTOR : 1)
  return Math.min(MAX_MS, base * factor)
}

/**
 * Time left until the next poll, ms, at least 1 s: the rest of the interval since the last
 * answer, so that a new leader goes on where the last one ended, and never before the gate
 * opens. A last answer in the future (the clock was set back) counts as of now.
 */
export function untilNextPollMs(
  intervalMs: number,
  known: {
    /** Local clock of the last answer, good or bad, epoch ms; 0: none yet. */
    lastAnswerMs: number
    /** Earliest time of the next call, epoch ms. */
    notBeforeMs: number
    nowMs: number
  },
): number {
  const dueInMs = Math.min(intervalMs, intervalMs - (known.nowMs - known.lastAnswerMs))
  return Math.max(MIN_MS, dueInMs, known.notBeforeMs - known.nowMs)
}
