/** Timers that a hidden tab can rely on. */
export type SteadyTimers = {
  /** Runs something later, as setTimeout does. */
  set: (run: () => void, ms: number) => unknown
  clear: (handle: unknown) => void
}

type Timer = { id: ReturnType<typeof setTimeout>; isCleared: boolean }

/**
 * Makes timers that fire once a second in a hidden tab. When timers are set by timers, Chromium
 * fires them once a minute after the tab was hidden for five minutes, and alerts and renewals
 * would come up to a minute late. What a message runs begins a new chain.
 * @param isHidden whether nobody can see the tab; in view nothing is held back
 */
export function createSteadyTimers(isHidden: () => boolean): SteadyTimers {
  const { port1, port2 } = new MessageChannel()
  const due: (() => void)[] = []
  port2.onmessage = () => due.shift()?.()
  return {
    // The global is read at each call, so that it is a test's clock when there is one.
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
