/**
 * Runs a task unless this tab, or another one, is at it.
 * @returns what the task gave, or null at once when it is not run
 */
export type Exclusively = <T>(name: string, task: () => Promise<T>) => Promise<T | null>

type Requesting = Pick<LockManager, 'request'>

/** Runs a task under a lock, or without one when the browser refuses it. */
const runLocked = async <T>(
  locks: Requesting,
  name: string,
  task: () => Promise<T>,
): Promise<T | null> => {
  let isAnswered = false
  try {
    return await locks.request(name, { ifAvailable: true }, (lock) => {
      isAnswered = true
      return lock ? task() : null
    })
  } catch (reason) {
    // Once the request was answered, the failure is the task's own.
    if (isAnswered) throw reason
    return await task()
  }
}

/**
 * The way of one tab to have a task to itself.
 * @param locks of the browser; missing where the page is no secure context. There, and where
 *   the browser refuses them because site data is blocked, each tab sees to its own
 */
export const createExclusively = (locks: Requesting | undefined): Exclusively => {
  const running = new Set<string>()
  return async (name, task) => {
    if (running.has(name)) return null
    running.add(name)
    try {
      return locks ? await runLocked(locks, name, task) : await task()
    } finally {
      running.delete(name)
    }
  }
}
