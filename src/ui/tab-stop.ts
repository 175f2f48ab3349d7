import { createContext, use } from 'react'

/**
 * Whether the Tab key stops at the controls inside. In a long table it stops in one row, and the
 * arrow keys move to the others. Controls elsewhere are always stops.
 */
export const TabStop = createContext(true)

/** Returns the tab index of a control, which the pointer and scripts can always focus. */
export function useTabIndex(): 0 | -1 {
  return use(TabStop) ? 0 : -1
}
