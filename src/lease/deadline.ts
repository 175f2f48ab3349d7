import type { ReadyInterval } from './ready-interval.ts'

/** How near an end is: soon under 10 minutes, urgent under 2, over when it has passed. */
export type Urgency = 'calm' | 'soon' | 'urgent' | 'over'

/** Time left of a lease, by the earliest possible end. */
export type Deadline = {
  /** Earliest possible end, server time, epoch ms. The true end is never before it. */
  earliestMs: number
  /** Until then; negative once it has passed. */
  leftMs: number
  /** When the true end may be this much later than the one shown, the time gets a "≈". */
  isApproximate: boolean
  urgency: Urgency
  /**
   * The part of the next hour that is left, 0 to 1: the same scale for all leases, so that 7 min of
   * 8 h look as urgent as 7 min of 10 min.
   */
  leftShare: number
}

const SOON_MS = 10 * 60_000
const URGENT_MS = 2 * 60_000
const HOUR_MS = 60 * 60_000
const EXACT_WITHIN_MS = 10_000

/** How near an end is. @param leftMs time until then */
export function urgencyOf(leftMs: number): Urgency {
  if (leftMs <= 0) return 'over'
  if (leftMs < URGENT_MS) return 'urgent'
  return leftMs < SOON_MS ? 'soon' : 'calm'
}

/**
 * The end of a lease that runs from Ready (docs/protocol.md#leases).
 * @param leaseMs absolute lease
 * @param serverNowMs server time, epoch ms
 */
export function deadlineOf(
  ready: ReadyInterval,
  leaseMs: number,
  serverNowMs: number,
): Deadline {
  const earliestMs = ready.earliestMs + leaseMs
  const leftMs = earliestMs - serverNowMs
  return {
    earliestMs,
    leftMs,
    isApproximate: ready.latestMs - ready.earliestMs >= EXACT_WITHIN_MS,
    urgency: urgencyOf(leftMs),
    leftShare: Math.min(1, Math.max(0, leftMs / HOUR_MS)),
  }
}
