/** Timers that stay on time in a hidden tab. */
export type SteadyTimers = {
  /** Runs a function later, as setTimeout does. */
  set: (run: () => void, ms: number) => unknown
  clear: (handle: unknown) => void
}

type Timer = { id: ReturnType<typeof setTimeout>; isCleared: boolean }

/**
 * Makes timers that fire once a second in a hidden tab. Chromium fires timers that were set by
 * timers once a minute after the tab was hidden for five minutes, and alerts and auto-extend
 * would be up to a minute late. A function that runs from a message begins a new chain.
 * @param isHidden whether the tab is hidden; a visible tab uses plain timers
 */
export function createSteadyTimers(isHidden: () => boolean): SteadyTimers {
  const { port1, port2 } = new MessageChannel()
  const due: (() => void)[] = []
  port2.onmessage = () => due.shift()?.()
  return {
    // The global is read at each call, so that a test's fake clock is used when there is one.
    set: (run, ms) => {
      const fire = () => {
        if (!timer.isCleared) run()
      }
      const timer: Timer = {
        isCleared: false,
        id: setTimeout(() => {
          if (isHidden()) {
            due.push(fire)
            port1.postMessage(null)
          } else fire()
        }, ms),
      }
      return timer
    },
    clear: (handle) => {
      if (typeof handle !== 'object' || handle === null) return
      const timer = handle as Timer
      timer.isCleared = true
      clearTimeout(timer.id)
    },
  }
}
