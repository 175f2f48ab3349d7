/**
 * Runs a task unless this tab, or another one, is at it.
 * @returns after the task, or at once
 */
export type Exclusively = (name: string, task: () => Promise<void>) => Promise<void>

/**
 * The way of one tab to have a task to itself.
 * @param locks of the browser; missing where the page is no secure context, where each tab sees
 *   to its own
 */
export const createExclusively = (
  locks: Pick<LockManager, 'request'> | undefined,
): Exclusively => {
  const running = new Set<string>()
  return async (name, task) => {
    if (running.has(name)) return
    running.add(name)
    try {
      if (locks) {
        await locks.request(name, { ifAvailable: true }, async (lock) => {
          if (lock) await task()
        })
      } else await task()
    } finally {
      running.delete(name)
    }
  }
}
