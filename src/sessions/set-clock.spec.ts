import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { refreshList } from './load-sessions.ts'
import { beginSetClock, MINUTE, ref, START } from '../test-support/set-clock.ts'
import { createClockWatch } from '../tabs/page-lifecycle.ts'

/** The shown end against the true one while the clock is set and lists fail. */

beforeEach(() => {
  vi.useFakeTimers({ now: START })
})
afterEach(() => {
  vi.useRealTimers()
})

test('setting the clock back while lists fail changes no time left, and marks it unconfirmed until a list arrives', async () => {
  const { runtime, network, shown } = beginSetClock()
  void refreshList(runtime, ref)
  await vi.advanceTimersByTimeAsync(5000)
  const before = shown()
  expect(before?.isStale).toBe(false)

  network.fails = true
  vi.setSystemTime(Date.now() - 60 * MINUTE)
  await vi.advanceTimersByTimeAsync(20_000)
  void refreshList(runtime, ref)
  await vi.advanceTimersByTimeAsync(10_000)
  const after = shown()
  expect(after?.isStale).toBe(true)
  expect(after?.leftMs).toBe((before?.leftMs ?? 0) - 30_000)
  expect(after?.ageMs).toBe((before?.ageMs ?? 0) + 30_000)

  network.fails = false
  await vi.advanceTimersByTimeAsync(60_000)
  void refreshList(runtime, ref)
  await vi.advanceTimersByTimeAsync(5000)
  expect(shown()?.isStale).toBe(false)
  expect(shown()?.ageMs).toBeLessThanOrEqual(5000)
  expect(shown()?.lateMs).toBeLessThanOrEqual(0)
})

test('a clock difference measured before the clock was set back no longer applies', async () => {
  const { runtime, network, shown } = beginSetClock()
  // On a full second the time of Ready is found to 10 ms, just before it the service's clock.
  await vi.advanceTimersByTimeAsync(5000)
  void refreshList(runtime, ref)
  await vi.advanceTimersByTimeAsync(5990)
  void refreshList(runtime, ref)
  await vi.advanceTimersByTimeAsync(5000)
  expect(shown()?.lateMs).toBeGreaterThan(-100)
  vi.setSystemTime(Date.now() - 900)
  await vi.advanceTimersByTimeAsync(5000)
  expect(shown()?.isStale).toBe(true)
  // A slower answer, which alone would not take the place of a quicker one.
  network.tripMs = 900
  void refreshList(runtime, ref)
  await vi.advanceTimersByTimeAsync(5000)
  expect(shown()?.isStale).toBe(false)
  expect(shown()?.lateMs).toBeLessThanOrEqual(0)
})

test('small clock corrections are ignored, and those back add up to one step', () => {
  let wallMs = START
  let passedMs = 0
  const look = createClockWatch(
    () => wallMs,
    () => passedMs,
  )
  const step = (wall: number, passed: number) => {
    wallMs += wall
    passedMs += passed
    return look()
  }
  expect(step(900, 1000)).toBe(0)
  expect(step(900, 1000)).toBe(0)
  expect(step(900, 1000)).toBe(-300)
  expect(step(1000, 1000)).toBe(0)
  expect(step(1200, 1000)).toBe(0)
  expect(step(1200, 1000)).toBe(0)
  expect(step(1250, 1000)).toBe(250)
  // A sleep in which the other clock stood still is no step back, and hides none after it.
  expect(step(3_600_000, 10)).toBe(3_599_990)
  expect(step(-3_600_000, 1000)).toBe(-3_601_000)
})
