import { useLayoutEffect, useState } from 'react'
import { flushSync } from 'react-dom'

/**
 * Which rows of a long list are in the document: those in view and a few around them. Most lists
 * have rows of one height, so this is arithmetic; a library for it would be a tenth of what a
 * browser fetches before the first session.
 */

/** Rows kept beyond both edges of the view, so that a short scroll finds them drawn. */
export const OVERSCAN = 8

/** Rows drawn before the height of the view is known. */
const FIRST_ROWS = 40

/** From the row `first` up to, but not including, the row `end`. */
export type RowWindow = Readonly<{ first: number; end: number }>

/** Returns the rows around the view; all lengths in px, `scrollPx` from the top of the list. */
export function windowAt(scrollPx: number, viewPx: number, rowPx: number): RowWindow {
  return {
    first: Math.max(0, Math.floor(scrollPx / rowPx) - OVERSCAN),
    end: Math.ceil((scrollPx + viewPx) / rowPx) + OVERSCAN,
  }
}

/**
 * Follows the view of a scrolling element.
 * @param scroller null until it is mounted
 * @param count rows in the list
 * @param rowPx height of each of them, px
 * @param windowOf returns the rows around the view, both in px; null while all have one height
 * @returns the indexes of the rows to draw
 */
export function useRowWindow(
  scroller: HTMLElement | null,
  count: number,
  rowPx: number,
  windowOf: ((scrollPx: number, viewPx: number) => RowWindow) | null = null,
): number[] {
  const [shown, setShown] = useState<RowWindow>({ first: 0, end: FIRST_ROWS })
  useLayoutEffect(() => {
    if (!scroller) return
    const follow = () => {
      const { scrollTop, clientHeight } = scroller
      const next =
        windowOf?.(scrollTop, clientHeight) ?? windowAt(scrollTop, clientHeight, rowPx)
      setShown((known) => (known.first === next.first && known.end === next.end ? known : next))
    }
    follow()
    // At once: rows that come a frame later than the scroll leave a gap.
    const onScroll = () => flushSync(follow)
    scroller.addEventListener('scroll', onScroll, { passive: true })
    const observer = new ResizeObserver(follow)
    observer.observe(scroller)
    return () => {
      scroller.removeEventListener('scroll', onScroll)
      observer.disconnect()
    }
  }, [scroller, rowPx, windowOf])
  const end = Math.min(count, shown.end)
  return Array.from({ length: Math.max(0, end - shown.first) }, (_, at) => shown.first + at)
}
