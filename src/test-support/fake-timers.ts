import type { FakeTime } from './fake-gate.ts'

/**
 * When a tab has been hidden this long, its timers fire once a minute instead of once a second.
 */
const SLOWER_AFTER_MS = 5 * 60_000

/**
 * The timers of one simulated tab, with Chromium's delays for a hidden one: once a second, and
 * once a minute after five minutes. Whatever is due when the tab is shown runs at once.
 * @param run runs a task of the tab
 */
export function createTabTimers(time: FakeTime, run: (task: () => void) => void) {
  const { setTimer, clearTimer, monotonicNow } = time.ports
  let hiddenAtMs: number | null = null
  /** Timers that are due and wait for the next tick. */
  const late = new Set<{ handle: unknown; fire: () => void }>()
  const untilTickMs = () => {
    if (hiddenAtMs === null) return 0
    const nowMs = monotonicNow()
    const everyMs = nowMs - hiddenAtMs < SLOWER_AFTER_MS ? 1000 : 60_000
    return Math.ceil(nowMs / everyMs) * everyMs - nowMs
  }
  return {
    setTimer: (task: () => void, ms: number): unknown => {
      const fire = () => {
        late.delete(timer)
        const waitMs = untilTickMs()
        if (waitMs === 0) {
          run(task)
          return
        }
        late.add(timer)
        timer.handle = setTimer(fire, waitMs)
      }
      const timer = { handle: setTimer(() => fire(), ms) as unknown, fire }
      return timer
    },
    clearTimer: (timer: unknown) => {
      if (typeof timer !== 'object' || timer === null || !('handle' in timer)) return
      late.delete(timer as { handle: unknown; fire: () => void })
      clearTimer(timer.handle)
    },
    show: (isInView: boolean) => {
      if (isInView) {
        hiddenAtMs = null
        for (const { handle, fire } of late) {
          clearTimer(handle)
          fire()
        }
      } else hiddenAtMs ??= monotonicNow()
    },
  }
}
