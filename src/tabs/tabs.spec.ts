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
