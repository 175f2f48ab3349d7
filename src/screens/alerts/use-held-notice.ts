import { type HTMLAttributes, useEffect, useRef, useState } from 'react'
import { isFocusLost } from '../../ui/focus.ts'
import type { Notice } from './notices.ts'

/** After a press the bar keeps its notice this long, because a finger leaves no pointer behind, ms. */
const HELD_AFTER_PRESS_MS = 5000

/**
 * Returns the notice that the bar says. While the mouse or the focus of the keyboard is on the bar's
 * buttons, and a moment after a press, it stays the same notice even when another one becomes more
 * urgent or its own is settled: a second click on "+15" must reach the session of the first.
 * @param isListed whether a session is still in the list, by its key
 * @returns `lead`: null when there is nothing to say; `isActive`: whether its action can be shown,
 *   false while a press could still mean the one before; `holders`: handlers of the element with
 *   the buttons
 */
export function useHeldNotice(
  notices: readonly Notice[],
  isListed: (sessionKey: string) => boolean,
): {
  lead: Notice | null
  isActive: boolean
  holders: HTMLAttributes<HTMLElement>
} {
  /** The element with the buttons while the mouse is on it. */
  const [hovered, setHovered] = useState<Element | null>(null)
  /** The element with the buttons while one of them has the focus, and whether by the keyboard. */
  const [focus, setFocus] = useState<{ holder: Element; isByKeyboard: boolean } | null>(null)
  const [pressCount, setPressCount] = useState(0)
  const [held, setHeld] = useState<Notice | null>(null)
  const isHeld = hovered !== null || focus?.isByKeyboard === true || pressCount > 0
  const first = notices[0] ?? null
  const pressedIn = useRef<Element | null>(null)
  useEffect(() => {
    if (pressCount === 0) return
    const timer = setTimeout(() => setPressCount(0), HELD_AFTER_PRESS_MS)
    // Who acts elsewhere, as in the list of notices, is done with the bar.
    const leave = ({ target }: Event) => {
      if (!(target instanceof Node) || !pressedIn.current?.contains(target)) setPressCount(0)
    }
    document.addEventListener('pointerdown', leave)
    document.addEventListener('keydown', leave)
    return () => {
      clearTimeout(timer)
      document.removeEventListener('pointerdown', leave)
      document.removeEventListener('keydown', leave)
    }
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
  // A session stays after its alert is settled; one that has ended, or a question that was answered,
  // does not. What follows it has no action then, because a press may still mean the one before.
  const isKept = held?.kind === 'ending' && isListed(held.alert.sessionKey ?? '')
  const kept = standing ?? (isKept ? held : null)
  const lead = isHeld && kept ? kept : first
  const isActive = !isHeld || held === null || lead?.key === held.key
  const latest = useRef({ lead, first })
  useEffect(() => {
    latest.current = { lead, first }
  })
  useEffect(() => setHeld(isHeld ? latest.current.lead : null), [isHeld])
  useEffect(() => {
    if (!focus) return
    const { holder } = focus
    // React passes no blur on from a button that it removes itself, so the hold would never end.
    const observer = new MutationObserver(() => {
      if (holder.contains(document.activeElement)) return
      setFocus(null)
      // The focus has left the notice that was answered, so no further key press can mean it.
      if (!hovered && pressCount === 0) setHeld(latest.current.first)
      if (!isFocusLost()) return
      const left = [...holder.querySelectorAll('button')].at(-1)
      // The last notice takes all of these buttons with it. The other buttons of the bar are safe.
      const others = holder.closest('section')?.querySelectorAll('button') ?? []
      ;(left ?? [...others].at(-1))?.focus()
    })
    observer.observe(holder, { childList: true, subtree: true })
    return () => observer.disconnect()
  }, [focus, hovered, pressCount])
  return {
    lead,
    isActive,
    holders: {
      onPointerEnter: ({ pointerType, currentTarget }) => {
        if (pointerType === 'mouse') setHovered(currentTarget)
      },
      onPointerDown: ({ currentTarget }) => {
        pressedIn.current = currentTarget
        setPressCount((count) => count + 1)
      },
      onFocus: ({ target, currentTarget }) =>
        setFocus({ holder: currentTarget, isByKeyboard: target.matches(':focus-visible') }),
      onBlur: () => setFocus(null),
    },
  }
}
