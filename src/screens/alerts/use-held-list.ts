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
  const [pressCount, setPressCount] = useState(0)
  const [shown, setShown] = useState<readonly HeldNotice[]>([])
  useEffect(() => {
    if (pressCount === 0) return
    const timer = setTimeout(() => setPressCount(0), HELD_AFTER_PRESS_MS)
    return () => clearTimeout(timer)
  }, [pressCount])
  const held = pressCount > 0 ? holdPlaces(shown, notices) : notices.map(unsettled)
  if (!isSame(held, shown)) setShown(held)
  return {
    held,
    onPointerDown: () => setPressCount((count) => count + 1),
  }
}

/** Returns the notices with those that were shown in their places. */
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

function isSame(one: readonly HeldNotice[], other: readonly HeldNotice[]): boolean {
  return (
    one.length === other.length &&
    one.every(
      ({ notice, isSettled }, index) =>
        notice === other[index]?.notice && isSettled === other[index].isSettled,
    )
  )
}
