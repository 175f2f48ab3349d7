import { useEffect, useRef } from 'react'
import { useLocation, useNavigationType } from 'react-router'
import { useRuntime } from '../../runtime/runtime-context.ts'
import { focusFirstLink, focusLinkTo, isFocusLost, returnFocus } from '../../ui/focus.ts'
import { historyTrail, position, type Trail } from './console-history.ts'

/** How long a page has to draw what the focus returns to, ms: a list draws its rows in steps. */
const PATIENCE_MS = 500

/**
 * Returns the focus after a page was closed, to what had it when the page was opened, or to the
 * link of that page. It never stays nowhere.
 */
export function useFocusReturn(): void {
  const runtime = useRuntime()
  const { pathname } = useLocation()
  const kind = useNavigationType()
  const before = useRef(pathname)
  useEffect(() => {
    const left = before.current
    before.current = pathname
    if (left === pathname) return
    return keepTrying(
      () =>
        // A page that opened, or took the place of another one, has taken the focus itself.
        (kind !== 'POP' && !isFocusLost()) ||
        (kind !== 'PUSH' && settleFocus(historyTrail(runtime), left)),
    )
  }, [runtime, pathname, kind])
}

/** @returns whether the focus is where it belongs */
function settleFocus({ entries }: Trail, left: string): boolean {
  const memory = entries.get(position())?.focus
  if (memory && returnFocus(memory)) return true
  // A page that opened beside the list has taken the focus itself.
  return focusLinkOf(left) || !isFocusLost()
}

/** Focuses the link of a page, or of the page that it belongs to. */
function focusLinkOf(path: string): boolean {
  const parts = path.split('/')
  return parts
    .map((_, index) => parts.slice(0, parts.length - index).join('/'))
    .filter((each) => each !== '')
    .some(focusLinkTo)
}

/** Tries until it works, then gives the focus to the first link of the page. */
function keepTrying(isSettled: () => boolean): () => void {
  const untilMs = performance.now() + PATIENCE_MS
  let frame = requestAnimationFrame(attempt)
  function attempt() {
    if (isSettled()) return
    if (performance.now() < untilMs) frame = requestAnimationFrame(attempt)
    else if (isFocusLost()) focusFirstLink()
  }
  return () => cancelAnimationFrame(frame)
}
