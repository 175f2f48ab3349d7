import type { KeyboardEvent } from 'react'
import { reveal } from './use-row-focus.ts'
import type { TimelineMoves } from './use-timeline-view.ts'

/** What uses these keys itself. */
const OWN_KEYS = 'input, select, textarea, dialog, [popover], [role="menu"]'

/** What the timeline's rows take, px. */
type RowSizes = { count: number; rowPx: number; headPx: number }

/**
 * Returns the handler of the timeline's keys. They work wherever in it the focus is, except in what
 * uses them itself: ←/→, +/−, and 0 for the range; ↑/↓ for the rows.
 * @param scroller of the rows; null until it is mounted
 */
export function timelineKeys(
  scroller: HTMLElement | null,
  moves: TimelineMoves,
  sizes: RowSizes,
): (event: KeyboardEvent) => void {
  const acts: Readonly<Record<string, () => void>> = {
    '+': moves.zoomIn,
    // The key of the plus on most keyboards, without Shift.
    '=': moves.zoomIn,
    '-': moves.zoomOut,
    ArrowLeft: moves.earlier,
    ArrowRight: moves.later,
    '0': moves.reset,
    ArrowDown: () => scroller && focusRow(scroller, 1, sizes),
    ArrowUp: () => scroller && focusRow(scroller, -1, sizes),
  }
  return (event) => {
    const act = acts[event.key]
    const { target } = event
    if (!act || event.altKey || event.ctrlKey || event.metaKey || event.defaultPrevented) return
    if (!(target instanceof Element) || target.closest(OWN_KEYS)) return
    event.preventDefault()
    act()
  }
}

/** Focuses the name of the row after or before the one with the focus; the first in view else. */
function focusRow(scroller: HTMLElement, by: 1 | -1, { count, rowPx, headPx }: RowSizes): void {
  const row = document.activeElement?.closest<HTMLElement>('[data-index]')
  const from = row && scroller.contains(row) ? Number(row.dataset['index']) + by : null
  const index = from ?? Math.ceil(scroller.scrollTop / rowPx)
  if (index < 0 || index >= count) return
  reveal(scroller, index * rowPx, { rowPx, headPx })
  scroller
    .querySelector<HTMLElement>(`[data-index="${index}"] a`)
    ?.focus({ preventScroll: true })
}
