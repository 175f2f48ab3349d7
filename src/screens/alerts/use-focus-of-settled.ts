import { type FocusEvent, type RefObject, useLayoutEffect, useRef } from 'react'
import { isFocusLost } from '../../ui/focus.ts'

/**
 * Keeps the focus in a list when the item that has it is settled or disappears: it goes to the item
 * in its place, and not to that item's button, so that a second press does nothing to another
 * notice.
 * @param items what changes with them, as one text
 * @returns the handler of the list's focus events
 */
export function useFocusOfSettled(
  list: RefObject<HTMLUListElement | null>,
  items: string,
): (event: FocusEvent) => void {
  const focused = useRef<{ item: HTMLElement; index: number } | null>(null)
  useLayoutEffect(() => {
    const known = focused.current
    if (!list.current || !known) return
    if (known.item.isConnected && !known.item.inert) return
    focused.current = null
    // The user, or the dialog that returned the focus, has gone elsewhere since.
    // The browser takes the focus from a settled item only later.
    if (!isFocusLost() && !known.item.contains(document.activeElement)) return
    const children = [...list.current.children]
    const next = children.slice(known.index).find(isActive) ?? children.findLast(isActive)
    ;(next ?? list.current).focus()
  }, [list, items])
  return ({ target }) => {
    const item = target.closest('li')
    const index = item && list.current ? [...list.current.children].indexOf(item) : -1
    focused.current = item && index >= 0 ? { item, index } : null
  }
}

/** Whether an item is an element that can have the focus. */
function isActive(item: Element): item is HTMLElement {
  return item instanceof HTMLElement && !item.inert
}
