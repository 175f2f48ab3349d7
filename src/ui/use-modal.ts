import { type RefObject, useEffect, useRef } from 'react'
import { isFocusLost, rememberFocus, returnFocusNearby } from './focus.ts'

/**
 * Opens a dialog of the platform over the page, which traps the focus, returns it, and closes on
 * Escape. When the control that it came from is gone by then, the focus goes to one nearby.
 * @returns the ref of the dialog
 */
export function useModal(): RefObject<HTMLDialogElement | null> {
  const ref = useRef<HTMLDialogElement>(null)
  useEffect(() => {
    const memory = rememberFocus()
    ref.current?.showModal()
    return () => {
      // A frame later, when what the answer changes is drawn.
      requestAnimationFrame(() => {
        if (memory && isFocusLost()) returnFocusNearby(memory)
      })
    }
  }, [])
  return ref
}
