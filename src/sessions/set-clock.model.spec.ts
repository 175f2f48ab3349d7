import fc from 'fast-check'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { refreshList } from './load-sessions.ts'
import { beginSetClock, MINUTE, ref, START } from '../test-support/set-clock.ts'

/** The shown end against the true one, however the clock is set and lists fail. */

beforeEach(() => {
  vi.useFakeTimers({ now: START })
})
afterEach(() => {
  vi.useRealTimers()
})

const minuteOfLife = fc.record({
  fails: fc.boolean(),
  asks: fc.boolean(),
  tripMs: fc.nat(900),
  setMs: fc.oneof(
    { weight: 3, arbitrary: fc.constant(0) },
    { weight: 1, arbitrary: fc.integer({ min: -120 * MINUTE, max: 120 * MINUTE }) },
    { weight: 1, arbitrary: fc.integer({ min: -2000, max: 2000 }) },
  ),
  setAfterMs: fc.nat(1900),
  restMs: fc.integer({ min: 3000, max: 40_000 }),
})

/** A step of the clock this small is not noticed. */
const UNNOTICED_MS = 250

test('the shown end is never later than the true end, however the clock is set and lists fail', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(minuteOfLife, { minLength: 2, maxLength: 15 }), async (life) => {
      vi.setSystemTime(START)
      const { runtime, network, shown } = beginSetClock()
      for (const { fails, asks, tripMs, setMs, setAfterMs, restMs } of life) {
        Object.assign(network, { fails, tripMs })
        if (asks) void refreshList(runtime, ref)
        await vi.advanceTimersByTimeAsync(setAfterMs)
        if (setMs !== 0) vi.setSystemTime(Date.now() + setMs)
        for (let passedMs = 0; passedMs < restMs; passedMs += 1000) {
          // Also the look that notices.
          await vi.advanceTimersByTimeAsync(1000)
          const view = shown()
          if (view) expect(view.lateMs).toBeLessThanOrEqual(UNNOTICED_MS)
        }
      }
      vi.clearAllTimers()
    }),
    { seed: 1, numRuns: Number(process.env['CLOCK_RUNS'] ?? 200) },
  )
}, 3_600_000)
