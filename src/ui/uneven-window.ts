import { OVERSCAN, type RowWindow } from './row-window.ts'

/**
 * Returns the rows around the view in a list whose rows have different heights; all lengths in px.
 * @param tops where each row begins, ascending
 */
export function windowAmong(
  tops: readonly number[],
  scrollPx: number,
  viewPx: number,
): RowWindow {
  /** Rows that begin at a length from the top of the list, or above it. */
  const countTo = (px: number) => {
    let [low, high] = [0, tops.length]
    while (low < high) {
      const middle = (low + high) >> 1
      if ((tops[middle] ?? 0) > px) high = middle
      else low = middle + 1
    }
    return low
  }
  return {
    first: Math.max(0, countTo(scrollPx) - 1 - OVERSCAN),
    end: countTo(scrollPx + viewPx) + OVERSCAN,
  }
}
