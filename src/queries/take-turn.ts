/**
 * Waits until no other tab is at a task of this name.
 * @param signal ends the wait
 * @returns the way to let the next one go. It resolves in any case: where tabs can't agree, when
 *   the wait was ended, and after a minute, because the tab before may hang
 */
export type TakeTurn = (name: string, signal: AbortSignal) => Promise<() => void>

const MAX_WAIT_MS = 60_000

/**
 * The way of one tab to do something after the others.
 * @param locks of the browser; missing where the page is no secure context
 */
export const createTakeTurn =
  (
    locks: Pick<LockManager, 'request'> | undefined,
    timers: {
      setTimer: (run: () => void, ms: number) => unknown
      clearTimer: (handle: unknown) => void
    },
  ): TakeTurn =>
  async (name, signal) => {
    if (!locks) return () => {}
    const limit = new AbortController()
    const timer = timers.setTimer(() => limit.abort(), MAX_WAIT_MS)
    let letGo = () => {}
    const held = new Promise<void>((resolve) => {
      letGo = resolve
    })
    await new Promise<void>((resolve) => {
      const request = async () =>
        locks.request(name, { signal: AbortSignal.any([signal, limit.signal]) }, () => {
          resolve()
          return held
        })
      // The browser may refuse it, with storage.
      request().then(
        () => resolve(),
        () => resolve(),
      )
    })
    timers.clearTimer(timer)
    // Granted in the moment in which nobody wanted it any more.
    if (signal.aborted) letGo()
    return letGo
  }
