/** The turn of one tab. */
export type Turn = {
  /** Lets the next one go. */
  letGo: () => void
  /**
   * Whether no other tab was at the task since this turn began, as far as tabs can tell: false
   * where they can't agree, for one that did not wait to the end, and for one it overtook
   */
  isSole: () => boolean
}

/**
 * Waits until no other tab is at a task of this name.
 * @param signal ends the wait
 * @returns its turn. It resolves in any case: where tabs can't agree, when the wait was ended,
 *   and after a minute, because the tab before may hang. The turn is then taken from that one
 */
export type TakeTurn = (name: string, signal: AbortSignal) => Promise<Turn>

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
    if (!locks) return { letGo: () => {}, isSole: () => false }
    const limit = new AbortController()
    const timer = timers.setTimer(() => limit.abort(), MAX_WAIT_MS)
    let isGranted = false
    let isSole = false
    let letGo = () => {}
    const held = new Promise<void>((resolve) => {
      letGo = resolve
    })
    await new Promise<void>((resolve) => {
      const request = async (options: LockOptions, isAfterAll: boolean) =>
        locks.request(name, options, () => {
          isGranted = true
          isSole = isAfterAll
          resolve()
          return held
        })
      const end = () => {
        isSole = false
        resolve()
      }
      request({ signal: AbortSignal.any([signal, limit.signal]) }, true)
        .catch(async () => {
          // The one that is overtaken must know: a lock that was taken from it tells it so.
          if (!isGranted && limit.signal.aborted && !signal.aborted)
            await request({ steal: true }, false)
        })
        // It was let go or taken, or the browser refused it, with storage.
        .then(end, end)
    })
    timers.clearTimer(timer)
    // Granted in the moment in which nobody wanted it any more.
    if (signal.aborted) letGo()
    return { letGo, isSole: () => isSole }
  }
