/**
 * Runs a task unless this or another tab is running it.
 * @returns the result of the task, or null at once when it isn't run
 */
export type Exclusively = <T>(name: string, task: () => Promise<T>) => Promise<T | null>

type Requesting = Pick<LockManager, 'request'>

/**
 * Lets one tab at a time run a task.
 * @param locks of the browser; missing when the page isn't a secure context. Then, and when the
 *   browser refuses them because site data is blocked, each tab runs its own
 */
export function createExclusively(locks: Requesting | undefined): Exclusively {
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

/** Runs a task under a lock, or without one when the browser refuses it. */
async function runLocked<T>(
  locks: Requesting,
  name: string,
  task: () => Promise<T>,
): Promise<T | null> {
  let isAnswered = false
  try {
    return await locks.request(name, { ifAvailable: true }, (lock) => {
      isAnswered = true
      return lock ? task() : null
    })
  } catch (reason) {
    // After the request was answered, a failure is the task's own.
    if (isAnswered) throw reason
    return await task()
  }
}
