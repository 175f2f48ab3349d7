import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { createSteadyTimers } from './steady-timers.ts'

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
})
afterEach(() => {
  vi.useRealTimers()
})

test('runs in the timer itself while the tab is in view', () => {
  const timers = createSteadyTimers(() => false)
  let runs = 0
  timers.set(() => {
    runs += 1
  }, 1000)
  vi.advanceTimersByTime(1000)
  expect(runs).toBe(1)
})

test('runs outside of the timer in a hidden tab, in order, so that no chain of timers grows', async () => {
  const timers = createSteadyTimers(() => true)
  const ran: string[] = []
  const done = new Promise<void>((resolve) => {
    timers.set(() => ran.push('first'), 1000)
    timers.set(() => {
      ran.push('second')
      resolve()
    }, 1000)
  })
  vi.advanceTimersByTime(1000)
  expect(ran).toEqual([])
  await done
  expect(ran).toEqual(['first', 'second'])
})

test('runs nothing that was cleared, neither before it is due nor between due and run', async () => {
  const timers = createSteadyTimers(() => true)
  const ran: string[] = []
  timers.clear(timers.set(() => ran.push('before'), 1000))
  const late = timers.set(() => ran.push('between'), 1000)
  const done = new Promise<void>((resolve) => timers.set(resolve, 1000))
  vi.advanceTimersByTime(1000)
  timers.clear(late)
  timers.clear(null)
  await done
  expect(ran).toEqual([])
})
