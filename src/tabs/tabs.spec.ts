import { afterEach, expect, test, vi } from 'vitest'
import { createFakeBrowser } from '../test-support/fake-browser.ts'

/** What the tabs of one browser share, each of them running the console's own code. */

afterEach(() => {
  vi.restoreAllMocks()
})

test('after the clock was set back the other tabs still show what the leader gets', async () => {
  const { time, open } = createFakeBrowser(() => 'ok')
  const tabs = [await open(() => {}), await open(() => {}), await open(() => {})]
  await time.advance(30_000)
  time.setClock(time.now() - 600_000)
  await time.advance(25_000)
  const [first, ...others] = tabs.map((tab) => tab.listedAtMs() ?? 0)
  expect(others).toEqual([first, first])
  // Neither older than the rhythm of the polls, nor from the future.
  const ageMs = time.now() - (first ?? 0)
  expect(ageMs).toBeGreaterThanOrEqual(0)
  expect(ageMs).toBeLessThanOrEqual(10_000)
})

test('a page reloaded after its clock was set forward by a little keeps the spacing', async () => {
  const { time, open, arrivals } = createFakeBrowser(() => 'ok')
  const tab = await open(() => {})
  await time.advance(10_500)
  const calls = arrivals.length
  time.setClock(time.now() + 4000)
  await time.advance(1000)
  // The second list was sent 1.5 s ago, and by the clock 5.5 s ago.
  tab.die()
  await open(() => {}, tab.holder)
  await time.advance(20_000)
  const times = arrivals.slice(calls - 1).map(({ atMs }) => atMs)
  expect(times.length).toBeGreaterThan(1)
  expect((times[1] ?? 0) - (times[0] ?? 0)).toBeGreaterThanOrEqual(5000)
})
