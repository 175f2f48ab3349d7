import type { Exclusively } from './intents.ts'

const running = new Set<string>()

/** Runs a task unless this tab, or another one, is at it. */
export const exclusively: Exclusively = async (name, task) => {
  // Missing where the page is no secure context; there each tab sees to its own.
  const locks = globalThis.navigator?.locks as LockManager | undefined
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
