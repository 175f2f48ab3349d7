import { type PointerEvent, useEffect, useState } from 'react'
import type { Notice } from './notices.ts'

/** After a press the list holds still this long, ms: longer than between two clicks of a double one. */
const HELD_AFTER_PRESS_MS = 1000

/** A notice in its place. `isSettled`: there is nothing left to do about it. */
export type HeldNotice = { notice: Notice; isSettled: boolean }

/**
 * Keeps the notices in their places for a moment after a press: a second click must not reach the
 * next notice. One that is settled meanwhile stays without actions, and new ones come at the end.
 * @returns `onPointerDown`: handler of the list; `hover`: handlers for a list whose notices come and
 *   go by themselves, which then also holds still under the mouse
 */
export function useHeldList(notices: readonly Notice[]): {
  held: readonly HeldNotice[]
  onPointerDown: () => void
  hover: { onPointerEnter: (event: PointerEvent) => void; onPointerLeave: () => void }
} {
  const [isHovered, setIsHovered] = useState(false)
  const [pressed, setPressed] = useState<readonly HeldNotice[] | null>(null)
  useEffect(() => {
    if (pressed === null || isHovered) return
    const timer = setTimeout(() => setPressed(null), HELD_AFTER_PRESS_MS)
    return () => clearTimeout(timer)
  }, [pressed, isHovered])
  const held = pressed === null ? notices.map(unsettled) : holdPlaces(pressed, notices)
  return {
    held,
    onPointerDown: () => setPressed(held),
    hover: {
      onPointerEnter: ({ pointerType }) => {
        if (pointerType !== 'mouse') return
        setIsHovered(true)
        setPressed(held)
      },
      onPointerLeave: () => setIsHovered(false),
    },
  }
}

/** Returns the notices with those that were shown at the press in their places. */
function holdPlaces(
  shown: readonly HeldNotice[],
  notices: readonly Notice[],
): readonly HeldNotice[] {
  const byKey = new Map(notices.map((notice) => [notice.key, notice]))
  const places = new Set(shown.map(({ notice }) => notice.key))
  return [
    ...shown.map(({ notice }) => {
      const now = byKey.get(notice.key)
      return now ? unsettled(now) : { notice, isSettled: true }
    }),
    ...notices.filter(({ key }) => !places.has(key)).map(unsettled),
  ]
}

function unsettled(notice: Notice): HeldNotice {
  return { notice, isSettled: false }
}
