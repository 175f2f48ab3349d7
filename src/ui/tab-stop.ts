import { createContext, type KeyboardEvent, use } from 'react'

/**
 * Whether the Tab key stops at the controls inside. In a long table it stops in one row, and the
 * arrow keys move to the others. Controls elsewhere are always stops.
 */
export const TabStop = createContext(true)

/** Returns the tab index of a control, which the pointer and scripts can always focus. */
export function useTabIndex(): 0 | -1 {
  return use(TabStop) ? 0 : -1
}

/**
 * Moves the focus between the buttons of a line, which is a single stop of the Tab key. An arrow
 * key with a modifier is the browser's, such as Alt+Left for Back.
 */
export function moveByArrows(event: KeyboardEvent<HTMLElement>): void {
  const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key]
  if (step === undefined || event.altKey || event.ctrlKey || event.metaKey) return
  // What doesn't fit is not drawn.
  const buttons = [...event.currentTarget.querySelectorAll('button')].filter(
    (button) => button.offsetParent !== null,
  )
  buttons[buttons.findIndex((button) => button === event.target) + step]?.focus()
  event.preventDefault()
}
