import { type HTMLAttributes, useEffect, useLayoutEffect, useRef, useState } from 'react'
import { isFocusLost } from '../../ui/focus.ts'
import type { Notice } from './notices.ts'

/** After a press the bar keeps its notice this long, because a finger leaves no pointer behind, ms. */
const HELD_AFTER_PRESS_MS = 5000

/**
 * Returns the notice that the bar says. While the mouse or the focus of the keyboard is on the bar's
 * buttons, and a moment after a press, it stays the same notice even when another one becomes more
 * urgent or its own is settled: a second click on "+15" must reach the session of the first.
 * @returns `lead`: null when there is nothing to say; `isActive`: whether its action can be shown,
 *   false while a press could still mean the one before; `holders`: handlers of the element with
 *   the buttons
 */
export function useHeldNotice(notices: readonly Notice[]): {
  lead: Notice | null
  isHeld: boolean
  isActive: boolean
  holders: HTMLAttributes<HTMLElement>
} {
  /** The element with the buttons while the mouse is on it. */
  const [hovered, setHovered] = useState<Element | null>(null)
  const [hasFocus, setHasFocus] = useState(false)
  const [pressCount, setPressCount] = useState(0)
  const [held, setHeld] = useState<Notice | null>(null)
  const isHeld = hovered !== null || hasFocus || pressCount > 0
  const first = notices[0] ?? null
  useEffect(() => {
    if (pressCount === 0) return
    const timer = setTimeout(() => setPressCount(0), HELD_AFTER_PRESS_MS)
    return () => clearTimeout(timer)
  }, [pressCount])
  useEffect(() => {
    if (!hovered) return
    // Not the element's own leave: it does not come when the button beneath the mouse is removed.
    const follow = ({ target }: PointerEvent) => {
      if (!(target instanceof Node) || !hovered.contains(target)) setHovered(null)
    }
    const release = () => setHovered(null)
    document.addEventListener('pointermove', follow)
    document.documentElement.addEventListener('pointerleave', release)
    return () => {
      document.removeEventListener('pointermove', follow)
      document.documentElement.removeEventListener('pointerleave', release)
    }
  }, [hovered])
  const standing = held && notices.find(({ key }) => key === held.key)
  // A session stays after its alert is settled; a question that was answered does not.
  const kept = standing ?? (held?.kind === 'ending' ? held : null)
  const lead = isHeld && kept ? kept : first
  const isActive = !isHeld || held === null || lead?.key === held.key
  const latest = useRef(lead)
  useEffect(() => {
    latest.current = lead
  })
  useEffect(() => setHeld(isHeld ? latest.current : null), [isHeld])
  /** The element with the buttons while one of them has the focus. */
  const focusedHolder = useRef<Element | null>(null)
  useLayoutEffect(() => {
    const holder = focusedHolder.current
    if (!holder || holder.contains(document.activeElement)) return
    // React passes no blur on from a button that it removes itself, so the hold would never end.
    focusedHolder.current = null
    setHasFocus(false)
    // The focus has left the notice that was answered, so no further press of a key can mean it.
    if (hovered === null && pressCount === 0) setHeld(first)
    if (isFocusLost()) [...holder.querySelectorAll('button')].at(-1)?.focus()
  })
  return {
    lead,
    isHeld,
    isActive,
    holders: {
      onPointerEnter: ({ pointerType, currentTarget }) => {
        if (pointerType === 'mouse') setHovered(currentTarget)
      },
      onPointerDown: () => setPressCount((count) => count + 1),
      onFocus: ({ target, currentTarget }) => {
        focusedHolder.current = currentTarget
        setHasFocus(target.matches(':focus-visible'))
      },
      onBlur: () => {
        focusedHolder.current = null
        setHasFocus(false)
      },
    },
  }
}
