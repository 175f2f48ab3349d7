import type { To, UNSAFE_createBrowserHistory as createBrowserHistory } from 'react-router'
import { perRuntime } from '../../runtime/part.ts'
import { type FocusMemory, rememberFocus } from '../../ui/focus.ts'
import type { LeaveGuard } from './leave-guard.ts'

export type BrowserHistory = ReturnType<typeof createBrowserHistory>

/** What this page knows about the entries of the browser's history that it made. */
export type Trail = {
  /** By position: the page, and what had the focus when the user went on from there. */
  entries: Map<number, { pathname: string; focus: FocusMemory | null }>
  /**
   * Goes back to the nearest entry of a page, or replaces the current entry when there is none,
   * so that closing a panel adds no entry. The filter stays that of the address. Null where the
   * history is not this page's own.
   */
  closeTo: ((pathname: string) => void) | null
}

/** A pop that the browser still owes has come after this time, ms. */
const POP_SETTLES_MS = 150

/** The trail of this page. */
export const historyTrail = perRuntime((): Trail => ({ entries: new Map(), closeTo: null }))

/**
 * Wraps the browser's history: it asks before a form's entries are lost, also on Back and
 * Forward, and remembers where the focus was.
 */
export function guardedHistory(
  history: BrowserHistory,
  guard: LeaveGuard,
  trail: Trail,
): BrowserHistory {
  const { entries } = trail
  /** Runs while the browser goes back to the shown page; null: it isn't on its way. */
  let returning: ReturnType<typeof setTimeout> | null = null
  /** Where closeTo leads, until its pop has arrived. */
  let closing: To | null = null
  let shownPath = location.pathname
  let shownIndex = position()
  note()

  function note(): void {
    const index = position()
    shownIndex = index
    shownPath = location.pathname
    const focus = entries.get(index)?.focus ?? null
    entries.set(index, { pathname: shownPath, focus })
  }

  function leaveBy(go: () => void): void {
    guard.leave(() => {
      const known = entries.get(position())
      if (known) known.focus = rememberFocus()
      go()
    })
  }

  function popped(delta: number | null): 'show' | 'ignore' {
    const index = position()
    if (returning !== null && index === shownIndex) {
      endReturn()
      return 'ignore'
    }
    if (!guard.isHeld() || delta === null || delta === 0 || location.pathname === shownPath) {
      endReturn()
      return 'show'
    }
    if (returning === null) {
      returnToShown()
      guard.leave(() => history.go(index - position()))
    }
    return 'ignore'
  }

  /**
   * Undoes a pop that the user has to confirm first. Another Back meanwhile can replace this way
   * back or come on top of it, so where it has led is looked at once both have settled.
   */
  function returnToShown(): void {
    const steps = shownIndex - position()
    if (steps !== 0) history.go(steps)
    returning = steps === 0 ? null : setTimeout(returnToShown, POP_SETTLES_MS)
  }

  function endReturn(): void {
    if (returning !== null) clearTimeout(returning)
    returning = null
  }

  trail.closeTo = (pathname) => {
    const index = position()
    const back = stepsBackTo(entries, index, pathname)
    guard.leave(() => {
      // Read now, because the page on screen may not have followed what was typed last.
      const to = { pathname, search: location.search }
      if (back === null) history.replace(to)
      else {
        closing = to
        // The focus returns to what opened this page, and not to what once led away from that one.
        const opened = entries.get(index - 1)?.focus
        const target = entries.get(index - back)
        if (target && opened) target.focus = opened
        history.go(-back)
      }
    })
  }

  return {
    ...history,
    // Spreading would freeze what these return.
    get action() {
      return history.action
    },
    get location() {
      return history.location
    },
    push: (to, state) => {
      const go = () => history.push(to, state)
      // Another state for the same page resets its form.
      const isSamePage = history.createURL(to).pathname === location.pathname
      if (isSamePage && (state === null || state === undefined)) go()
      else leaveBy(go)
    },
    replace: (to, state) => {
      const go = () => history.replace(to, state)
      if (history.createURL(to).pathname === location.pathname) go()
      else guard.leave(go)
    },
    listen: (listener) =>
      history.listen((update) => {
        if (update.action === 'POP' && popped(update.delta) === 'ignore') return
        if (update.action === 'PUSH') forgetFrom(entries, position())
        note()
        const wanted = closing
        closing = null
        // The list keeps the filter that it was given while the panel was open.
        if (wanted && history.createURL(wanted).search !== location.search)
          history.replace(wanted)
        else listener(update)
      }),
  }
}

/** How many entries to go back to a page; null when this page made no such entry. */
export function stepsBackTo(
  entries: Trail['entries'],
  index: number,
  pathname: string,
): number | null {
  for (let back = 1; ; back += 1) {
    const known = entries.get(index - back)
    if (!known) return null
    if (known.pathname === pathname) return back
  }
}

/** Forgets entries that a push has replaced. */
function forgetFrom(entries: Trail['entries'], index: number): void {
  for (const each of entries.keys()) if (each >= index) entries.delete(each)
}

/** The router's number of the current entry. */
export function position(): number {
  const state = history.state as { idx?: number } | null
  return state?.idx ?? 0
}
