/** Decides when to poll next. Pure. */

const MOVING_MS = 5000
const CALM_MS = 10_000
const HIDDEN_MS = 30_000
const MAX_MS = 120_000
/** After a refusal polling again changes nothing until somebody enters another key. */
const REFUSED_MS = 120_000
/** Tabs that can't elect a leader each poll for themselves, so each polls less often. */
const ALONE_FACTOR = 3
/** React Query reads 0 as "never", and a call that waits at the gate needs no second one. */
const MIN_MS = 1000

/** What the poll interval depends on. */
export type PollSituation = {
  /** Whether something is starting or stopping. */
  isMoving: boolean
  isHidden: boolean
  /** Whether the last answer was 401 or 403, or there is no token. */
  isRefused: boolean
  /** Whether this tab can't know of others (no Web Locks or no BroadcastChannel). */
  isAlone: boolean
  /** Back-off factor of the gate: 1, 2, 4, … */
  pollFactor: number
}

/**
 * Time from one poll to the next, ms: 5 s while something starts or stops, otherwise 10 s; 30 s
 * in a hidden tab, 120 s after a refusal; three times that without a leader. Back-off stretches
 * it up to 120 s.
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
 * Time left until the next poll, ms, at least 1 s. It is the rest of the interval since the
 * last answer, so that a new leader continues the rhythm, and never ends before the gate opens.
 * A last answer in the future (the clock was set back) counts as received now.
 */
export function untilNextPollMs(
  intervalMs: number,
  known: {
    /** Local clock of the last answer, success or failure, epoch ms; 0: none yet. */
    lastAnswerMs: number
    /** Earliest time of the next call, epoch ms. */
    notBeforeMs: number
    nowMs: number
  },
): number {
  const dueInMs = Math.min(intervalMs, intervalMs - (known.nowMs - known.lastAnswerMs))
  return Math.max(MIN_MS, dueInMs, known.notBeforeMs - known.nowMs)
}
