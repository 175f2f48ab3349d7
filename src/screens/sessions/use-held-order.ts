import { type FocusEvent, type PointerEvent, useMemo, useState } from 'react'
import { holdOrder, isSameOrder, isUnchanged, type ShownRow } from './held-order.ts'

/** Handlers for the elements that hold the order while the focus, or the pointer on a row, is in them. */
export type HoldHandlers = {
  'data-holds-order': true
  onPointerOver: (event: PointerEvent) => void
  onPointerLeave: () => void
  onFocus: () => void
  onBlur: (event: FocusEvent) => void
}

/** The order on screen, and a way to apply the one that was asked for. */
export type HeldOrder = {
  rows: readonly ShownRow[]
  /** The order that was asked for is another one. */
  isChanged: boolean
  apply: () => void
  handlers: HoldHandlers
}

/** What holds the order beneath the pointer: a row, and the offer to apply it. Empty space doesn't. */
const HOLDING = '[data-standing], [data-group], li, [role="status"]'

/** What shows the rows. */
export type ListView = 'table' | 'timeline'

/**
 * Holds the order of the rows while the pointer or the focus is in them, so that no row moves under
 * a click.
 * @param wanted what the filter and order ask for now
 * @param listed every row that there is, by key
 * @param asked a text that changes when the user asks for something else, which applies at once
 * @param view what shows them, unless there are none
 */
export function useHeldOrder(
  wanted: readonly ShownRow[],
  listed: ReadonlyMap<string, ShownRow>,
  asked: string,
  view: ListView,
): HeldOrder {
  const [hasPointer, setHasPointer] = useState(false)
  const [hasFocus, setHasFocus] = useState(false)
  const [known, setKnown] = useState({ asked, view, rows: wanted })
  const isSameView = known.view === view
  const isHeld = (hasPointer || hasFocus) && known.asked === asked && isSameView
  const held = useMemo(
    () => (isHeld ? holdOrder(known.rows, wanted, listed) : wanted),
    [isHeld, known.rows, wanted, listed],
  )
  const rows = isUnchanged(known.rows, held) ? known.rows : held
  if (rows !== known.rows || asked !== known.asked || !isSameView)
    setKnown({ asked, view, rows })
  // What is taken off the page is left by the pointer and the focus without an event.
  if ((hasPointer || hasFocus) && (!isSameView || rows.length === 0)) {
    setHasPointer(false)
    setHasFocus(false)
  }
  const isChanged = useMemo(() => !isSameOrder(rows, wanted), [rows, wanted])
  return {
    rows,
    isChanged,
    apply: () => setKnown({ asked, view, rows: wanted }),
    handlers: {
      'data-holds-order': true,
      onPointerOver: ({ target }) =>
        setHasPointer(target instanceof Element && target.closest(HOLDING) !== null),
      onPointerLeave: () => setHasPointer(false),
      onFocus: () => setHasFocus(true),
      onBlur: ({ relatedTarget }) => {
        // Between two of these elements the order stays held.
        if (!relatedTarget?.closest('[data-holds-order]')) setHasFocus(false)
      },
    },
  }
}
