/**
 * Runs a task unless this tab, or another one, is at it.
 * @returns what the task gave, or null at once when it is not run
 */
export type Exclusively = <T>(name: string, task: () => Promise<T>) => Promise<T | null>

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
    if (running.has(name)) return null
    running.add(name)
    try {
      return locks
        ? await locks.request(name, { ifAvailable: true }, (lock) => (lock ? task() : null))
        : await task()
    } finally {
      running.delete(name)
    }
  }
}
