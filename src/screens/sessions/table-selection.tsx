import { useEffect, useEffectEvent } from 'react'
import { useRuntime } from '../../runtime/runtime-context.ts'
import type { Runtime } from '../../runtime/runtime.ts'
import type { ShownRow } from './held-order.ts'
import { extendedTo, steppedTo, toggled, withAll } from './selection.ts'
import { isSelecting, NOTHING_SELECTED, select, selectionStore } from './selection-store.ts'
import { isForControl, rowIndexOf, rowLinkAround } from './use-row-focus.ts'
import { isGroup, type TableItem } from './table-items.ts'
import { shownKeys } from './shown-keys.ts'

/** Steps of a range by the keyboard. */
const STEPS: Record<string, number> = { ArrowDown: 1, ArrowUp: -1 }

/** What a click or a key works on. */
type Table = {
  runtime: Runtime
  rows: readonly ShownRow[]
  /** The lines of the table: without the rows of collapsed groups. */
  items: readonly TableItem[]
  focusRow: (index: number) => void
}

/**
 * Selects rows of the table by clicks and keys: Shift-click and Shift+arrows a range, Ctrl-click
 * and Space a row, Ctrl+A all that the filter shows; Escape clears the selection. It draws nothing,
 * and listens beside React, so that the table's own code need not wait for it.
 * @param props `scroller`: the element around the table; `focusRow`: moves the focus to a row
 */
export function TableSelection({
  scroller,
  rows,
  items,
  focusRow,
}: {
  scroller: HTMLElement
  rows: readonly ShownRow[]
  items: readonly TableItem[]
  focusRow: (index: number) => void
}) {
  const runtime = useRuntime()
  const table = { runtime, rows, items, focusRow }
  const onMouseDown = useEffectEvent((event: MouseEvent) => {
    // The browser would select the text between two Shift-clicks.
    if (event.shiftKey && isForRowOrBox(event)) event.preventDefault()
  })
  const onClick = useEffectEvent((event: MouseEvent) => selectByClick(table, event))
  const onKeyDown = useEffectEvent((event: KeyboardEvent) => {
    if (event.defaultPrevented || event.altKey || isForLayer(event.target)) return
    if (selectByKey(table, event)) event.preventDefault()
  })
  useEffect(() => {
    const listeners = new AbortController()
    const { signal } = listeners
    scroller.addEventListener('mousedown', (event) => onMouseDown(event), { signal })
    scroller.addEventListener('click', (event) => onClick(event), { signal })
    scroller.addEventListener('keydown', (event) => onKeyDown(event), { signal })
    return () => listeners.abort()
  }, [scroller])
  return null
}

function selectByClick(table: Table, event: MouseEvent): void {
  const { runtime, items, focusRow } = table
  const hasCommand = event.ctrlKey || event.metaKey
  if ((!event.shiftKey && !hasCommand) || !isForRowOrBox(event)) return
  const index = event.target ? rowIndexOf(event.target) : null
  const key = liveKeyAt(table, index)
  if (key === null || index === null) return
  if (event.shiftKey)
    select(runtime, (selection) => extendedTo(selection, shownKeys(items), key))
  // A box toggles itself.
  if (isBox(event.target)) return
  if (!event.shiftKey) select(runtime, (selection) => toggled(selection, key))
  focusRow(index)
}

/** Selects by a key. @returns whether the key was one for it */
function selectByKey(table: Table, event: KeyboardEvent): boolean {
  const { runtime, rows, items, focusRow } = table
  const { target, key, shiftKey } = event
  if (event.ctrlKey || event.metaKey) {
    if (key.toLowerCase() !== 'a' || shiftKey) return false
    select(runtime, (selection) => withAll(selection, shownKeys(rows)))
    return true
  }
  if (key === 'Escape') return clear(runtime, target)
  const index = target ? rowIndexOf(target) : null
  const from = liveKeyAt(table, index)
  if (from === null || index === null) return false
  if (key === ' ' && target instanceof HTMLAnchorElement) {
    select(runtime, (selection) =>
      shiftKey ? extendedTo(selection, shownKeys(items), from) : toggled(selection, from),
    )
    return true
  }
  const step = shiftKey ? STEPS[key] : undefined
  if (step === undefined) return false
  // Over the heads of groups.
  let at = index + step
  while (at in items && liveKeyAt(table, at) === null) at += step
  const to = liveKeyAt(table, at)
  if (to === null) return false
  select(runtime, (selection) => steppedTo(selection, shownKeys(items), from, to))
  focusRow(at)
  return true
}

/** Clears the selection. @returns whether there was one */
function clear(runtime: Runtime, target: EventTarget | null): boolean {
  if (!isSelecting(selectionStore(runtime).getState())) return false
  select(runtime, () => NOTHING_SELECTED)
  // The box may go out of sight with the selection.
  if (target instanceof Element && isBox(target)) rowLinkAround(target)?.focus()
  return true
}

function liveKeyAt({ items }: Table, index: number | null): string | null {
  const item = index === null ? undefined : items[index]
  return item && !isGroup(item) && item.standing === 'live' ? item.row.key : null
}

function isBox(target: EventTarget | null): boolean {
  return target instanceof Element && target.closest('.select-label') !== null
}

function isForRowOrBox({ target, button }: MouseEvent): boolean {
  return button === 0 && target !== null && (isBox(target) || !isForControl(target))
}

/** Whether a key belongs to a layer over the row: a menu or a dialog. */
function isForLayer(target: EventTarget | null): boolean {
  return (
    target instanceof Element && target.closest('dialog, [popover], [role="menu"]') !== null
  )
}
