import { AsyncLocalStorage } from 'node:async_hooks'
import { environmentManager, notifyManager, timeoutManager } from '@tanstack/react-query'

/** For tests: React Query's timers on those of the tab that runs, of several in one process. */

/** The timers of one tab. */
export type TabTimers = {
  setTimer: (run: () => void, ms: number) => unknown
  clearTimer: (handle: unknown) => void
}

/** The timers of the running tab, because React Query doesn't say for which tab it sets one. */
const currentTab = new AsyncLocalStorage<TabTimers>()

/** One of React Query's timers. An interval has a new handle after each turn. */
type QueryTimer = { handle: unknown; [Symbol.toPrimitive]: () => number }

timeoutManager.setTimeoutProvider<QueryTimer>({
  setTimeout: (run, ms) => Object.assign(queryTimer(), { handle: timers().setTimer(run, ms) }),
  setInterval: (run, ms) => {
    const timer = queryTimer()
    const tick = () => {
      timer.handle = timers().setTimer(tick, ms)
      run()
    }
    timer.handle = timers().setTimer(tick, ms)
    return timer
  },
  clearTimeout: clear,
  clearInterval: clear,
})
notifyManager.setScheduler((run) => queueMicrotask(run))
environmentManager.setIsServer(() => false)

/** Runs a task of a tab: whatever React Query sets a timer for during it uses these timers. */
export function runInTab<T>(ownTimers: TabTimers, task: () => T): T {
  return currentTab.run(ownTimers, task)
}

function timers(): TabTimers {
  const tab = currentTab.getStore()
  if (!tab) throw new Error('a timer was set outside every tab')
  return tab
}

function queryTimer(): QueryTimer {
  return { handle: null, [Symbol.toPrimitive]: () => 0 }
}

function clear(timer: QueryTimer | undefined) {
  return timers().clearTimer(timer?.handle)
}
