/** The turn of one tab. */
export type Turn = {
  /** Releases the turn to the next tab. */
  letGo: () => void
  /**
   * Whether no other tab has run the task since this turn began, as far as tabs can tell. False
   * when they can't agree, for a tab that did not wait to the end, and for one that was
   * overtaken
   */
  isSole: () => boolean
}

/**
 * Waits until no other tab runs a task of this name.
 * @param signal ends the wait
 * @returns its turn. It always resolves: when tabs can't agree, when the wait was ended, and
 *   after a minute, because the tab before may hang. The turn is then taken from that tab
 */
export type TakeTurn = (name: string, signal: AbortSignal) => Promise<Turn>

const MAX_WAIT_MS = 60_000

/**
 * Lets a tab run something after the others.
 * @param locks of the browser; missing when the page isn't a secure context
 */
export function createTakeTurn(
  locks: Pick<LockManager, 'request'> | undefined,
  timers: {
    setTimer: (run: () => void, ms: number) => unknown
    clearTimer: (handle: unknown) => void
  },
): TakeTurn {
  return async (name, signal) => {
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
          // The overtaken tab must know. A lock that was stolen tells it so.
          if (!isGranted && limit.signal.aborted && !signal.aborted)
            await request({ steal: true }, false)
        })
        // The lock was released or stolen, or the browser refused it together with storage.
        .then(end, end)
    })
    timers.clearTimer(timer)
    // Granted at the moment the wait was ended.
    if (signal.aborted) letGo()
    return { letGo, isSole: () => isSole }
  }
}
