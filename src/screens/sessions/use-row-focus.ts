import { type KeyboardEvent, useLayoutEffect, useRef, useState } from 'react'
import { isFocusLost } from '../../ui/focus.ts'
import { keyOfItem, type TableItem } from './table-items.ts'

/** Keys that move from row to row, without a modifier. */
const MOVES: Record<string, (index: number, last: number) => number> = {
  ArrowDown: (index, last) => Math.min(last, index + 1),
  ArrowUp: (index) => Math.max(0, index - 1),
  Home: () => 0,
  End: (_index, last) => last,
}

/** A line of the table: a session, or the head of a group. */
const ROW = '[data-standing], [data-group]'

/** What has the focus in each of them. */
const ROW_FOCUS = '[data-standing] .col-id a, .group-button'

/** The focus in the table: which row has it, and how it moves. */
export type RowFocus = ReturnType<typeof useRowFocus>

/** What uses the arrow keys itself. */
const OWN_KEYS =
  'input:not([type="checkbox"]), select, textarea, dialog, [popover], [role="menu"]'

/**
 * Moves the focus between the rows of the table by the arrow keys, Home, and End. The Tab key stops
 * in one row only: the one that had the focus last, else the selected one, else the first.
 * @param scroller null until it is mounted
 * @param rowPx height of a row, px
 * @param topPxOf where a row begins, px
 * @param headPx height of what covers the top of the scroller, px
 */
export function useRowFocus(
  scroller: HTMLElement | null,
  items: readonly TableItem[],
  {
    rowPx,
    topPxOf,
    headPx,
    selectedKey,
  }: {
    rowPx: number
    topPxOf: (index: number) => number
    headPx: number
    selectedKey: string | null
  },
) {
  const [lastKey, setLastKey] = useState<string | null>(null)
  /** The row that gets the focus once it is drawn. */
  const awaited = useRef<string | null>(null)
  /** The row that has the focus now. */
  const focused = useRef<string | null>(null)
  const indexOf = (key: string | null) =>
    key === null ? -1 : items.findIndex((item) => keyOfItem(item) === key)
  const keyAt = (at: number) => {
    const item = items[at]
    return item ? keyOfItem(item) : null
  }
  const index = Math.max(0, [lastKey, selectedKey].map(indexOf).find((at) => at >= 0) ?? 0)

  useLayoutEffect(() => {
    if (!scroller) return
    const wanted = awaited.current ?? (isFocusLost() ? focused.current : null)
    const at = wanted === null ? -1 : items.findIndex((item) => keyOfItem(item) === wanted)
    if (at < 0) return
    const link = linkAt(scroller, at)
    if (!link) return
    awaited.current = null
    link.focus({ preventScroll: true })
  })

  const focusRow = (at: number) => {
    const key = keyAt(at)
    if (key === null || !scroller) return
    setLastKey(key)
    awaited.current = key
    reveal(scroller, topPxOf(at), { rowPx, headPx })
    linkAt(scroller, at)?.focus({ preventScroll: true })
  }
  return {
    /** The row in which the Tab key stops. */
    tabStop: index,
    /** Focuses the link of a row, and scrolls it into view. */
    focusRow,
    onFocus: (target: EventTarget) => {
      awaited.current = null
      const at = rowIndexOf(target)
      const key = at === null ? null : keyAt(at)
      focused.current = key
      if (key !== null) setLastKey(key)
    },
    onBlur: () => {
      focused.current = null
    },
    onKeyDown: (event: KeyboardEvent) => {
      const { target, key } = event
      const move = MOVES[key]
      const hasModifier = event.altKey || event.ctrlKey || event.metaKey || event.shiftKey
      if (!move || hasModifier || event.defaultPrevented || !(target instanceof Element)) return
      const at = rowIndexOf(target)
      if (at === null || target.closest(OWN_KEYS)) return
      event.preventDefault()
      focusRow(move(at, items.length - 1))
    },
  }
}

/** Returns the index of the row around an element; null outside the rows. */
export function rowIndexOf(target: EventTarget): number | null {
  if (!(target instanceof Element)) return null
  const index = Number(target.closest(ROW)?.getAttribute('aria-rowindex'))
  // Row 1 is the heading.
  return index >= 2 ? index - 2 : null
}

/** What a click is meant for when it is in a row but not for the row. */
const CONTROLS = 'a, button, input, select, textarea, label, summary, dialog, [popover]'

/** Whether a click in a row is meant for a control in it. */
export function isForControl(target: EventTarget): boolean {
  return target instanceof Element && target.closest(CONTROLS) !== null
}

/** Returns the link of the row around an element; null outside the rows. */
export function rowLinkAround(element: Element): HTMLElement | null {
  return element.closest('[data-standing]')?.querySelector<HTMLElement>('.col-id a') ?? null
}

/**
 * Focuses the row in which the Tab key stops, or the timeline as a whole.
 * @param around an element around the table or the timeline
 * @returns whether there is one of them
 */
export function focusRows(around: ParentNode | null): boolean {
  const links = [...(around?.querySelectorAll<HTMLElement>(ROW_FOCUS) ?? [])]
  const link = links.find(({ tabIndex }) => tabIndex === 0) ?? links[0]
  const area = around?.querySelector<HTMLElement>('.timeline [data-holds-order]')
  const target = link ?? area
  target?.focus({ preventScroll: true })
  return target !== null && target !== undefined
}

function linkAt(scroller: HTMLElement, index: number): HTMLElement | null {
  const row = `[aria-rowindex="${index + 2}"]`
  return scroller.querySelector(`${row} .col-id a, ${row} .group-button`)
}

/** Scrolls a row into view, no further than needed; lengths in px. */
export function reveal(
  scroller: HTMLElement,
  topPx: number,
  { rowPx, headPx }: { rowPx: number; headPx: number },
): void {
  const lowestPx = topPx + headPx + rowPx - scroller.clientHeight
  if (scroller.scrollTop > topPx) scroller.scrollTop = topPx
  else if (scroller.scrollTop < lowestPx) scroller.scrollTop = lowestPx
}
