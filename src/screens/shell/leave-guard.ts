import { createStore } from 'zustand'
import { perRuntime } from '../../runtime/part.ts'

/**
 * Asks before entries of a form are lost. Forms say that they hold some; whoever leads away from
 * a page leaves through {@link LeaveGuard.leave}, and the form that is open shows the question.
 */
export type LeaveGuard = {
  /** Records that a form holds entries. @returns a function that ends it */
  hold: () => () => void
  isHeld: () => boolean
  /** Leaves at once when nothing would be lost, else after the user has agreed. */
  leave: (proceed: () => void) => void
  /** Takes the user's answer. A refused way out is forgotten. */
  answer: (mayDiscard: boolean) => void
  /** Whether the user is being asked. */
  asking: { getState: () => boolean; subscribe: (listener: () => void) => () => void }
}

/** Makes a guard that holds nothing. */
export function createLeaveGuard(): LeaveGuard {
  const holds = new Set<symbol>()
  const wayOut = createStore<{ proceed: (() => void) | null }>()(() => ({ proceed: null }))

  function settle(mayLeave: boolean): void {
    const { proceed } = wayOut.getState()
    wayOut.setState({ proceed: null })
    if (mayLeave) proceed?.()
  }

  return {
    hold: () => {
      const own = Symbol('entries')
      holds.add(own)
      return () => {
        holds.delete(own)
        // Nothing is left to lose: what was asked for happens.
        if (holds.size === 0) settle(true)
      }
    },
    isHeld: () => holds.size > 0,
    leave: (proceed) => {
      if (holds.size === 0) proceed()
      else wayOut.setState({ proceed })
    },
    answer: (mayDiscard) => {
      if (mayDiscard) holds.clear()
      settle(mayDiscard)
    },
    asking: {
      getState: () => wayOut.getState().proceed !== null,
      subscribe: (listener) => wayOut.subscribe(listener),
    },
  }
}

/** The guard of this page. */
export const leaveGuard = perRuntime(createLeaveGuard)
