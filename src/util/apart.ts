/**
 * How far apart two readings of the local clock are, ms, whichever is later. Use it for
 * timeouts: with a plain difference, a clock that was set back would prolong them.
 */
export function apartMs(oneMs: number, otherMs: number): number {
  return Math.abs(oneMs - otherMs)
}
