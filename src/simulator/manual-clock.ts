import type { Clock } from './clock.ts'

/** A clock for tests. It stands still until it is moved. */
export type ManualClock = Clock & {
  /** Moves time forward by `ms` and wakes every sleeper whose time has come. */
  advance: (ms: number) => void
  /** Resolves once somebody sleeps, so that moving time has an effect. */
  sleeper: () => Promise<void>
}

/**
 * Makes a clock that only its owner moves.
 * @param startMs epoch ms of its first reading
 */
export function createManualClock(startMs: number): ManualClock {
  let nowMs = startMs
  const sleepers = new Set<{ untilMs: number; wake: () => void }>()
  let noticed: (() => void)[] = []
  return {
    now: () => nowMs,
    sleep: (ms, signal) =>
      new Promise((resolve) => {
        const sleeper = {
          untilMs: nowMs + ms,
          wake: () => {
            sleepers.delete(sleeper)
            signal.removeEventListener('abort', sleeper.wake)
            resolve()
          },
        }
        if (signal.aborted) {
          resolve()
          return
        }
        sleepers.add(sleeper)
        for (const notice of noticed) notice()
        noticed = []
        signal.addEventListener('abort', sleeper.wake)
      }),
    sleeper: () =>
      new Promise((resolve) => {
        if (sleepers.size > 0) resolve()
        else noticed.push(resolve)
      }),
    advance: (ms) => {
      nowMs += ms
      for (const sleeper of sleepers) if (sleeper.untilMs <= nowMs) sleeper.wake()
    },
  }
}
