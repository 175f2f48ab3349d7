/**
 * How far apart two readings of the local clock are, ms, whichever is the later one. For what ends
 * after a while: by a plain difference it would not end before a clock that was set back has come
 * to the same time once more.
 */
export function apartMs(oneMs: number, otherMs: number): number {
  return Math.abs(oneMs - otherMs)
}
