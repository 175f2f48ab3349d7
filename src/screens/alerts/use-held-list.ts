import { useEffect, useState } from 'react'
import type { Notice } from './notices.ts'

/** After a press the list holds still this long, ms: longer than between two clicks of a double one. */
const HELD_AFTER_PRESS_MS = 1000

/** A notice in its place. `isSettled`: there is nothing left to do about it. */
export type HeldNotice = { notice: Notice; isSettled: boolean }

/**
 * Keeps the notices in their places for a moment after a press: a second click must not reach the
 * next notice. One that is settled meanwhile stays without actions, and new ones come at the end.
 * @returns `onPointerDown`: handler of the list
 */
export function useHeldList(notices: readonly Notice[]): {
  held: readonly HeldNotice[]
  onPointerDown: () => void
} {
  const [pressed, setPressed] = useState<readonly HeldNotice[] | null>(null)
  useEffect(() => {
    if (pressed === null) return
    const timer = setTimeout(() => setPressed(null), HELD_AFTER_PRESS_MS)
    return () => clearTimeout(timer)
  }, [pressed])
  const held = pressed === null ? notices.map(unsettled) : holdPlaces(pressed, notices)
  return { held, onPointerDown: () => setPressed(held) }
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
