import { expect, test, vi } from 'vitest'
import { beginService, HOST } from '../test-support/simulated-service.ts'
import { openConsoleTab } from '../test-support/console-tab.ts'
import { lonelyBrowser, setClockByHand } from '../test-support/lonely-browser.ts'

const HOUR_MS = 3_600_000

setClockByHand()

test('a day makes the planned calls, no 429, and leaves no timer or listener behind', async () => {
  // An empty account is calm all day: one list each 10 s.
  const { simulator, account, accountKey } = await beginService()
  // Listeners on what lives as long as the tab.
  const listeners = { count: 0 }
  const counted = () => {
    listeners.count += 1
  }
  const tab = openConsoleTab({
    account,
    accountKey,
    send: (request) => simulator.send(request),
    tabId: 'the tab',
    browser: lonelyBrowser(counted),
  })
  await vi.advanceTimersByTimeAsync(HOUR_MS)
  const timers = vi.getTimerCount()
  const atFirst = listeners.count
  expect(tab.isLeader()).toBe(true)

  await vi.advanceTimersByTimeAsync(23 * HOUR_MS)
  const { throttled, endpoints } = await simulator.stats()
  expect(throttled).toBe(0)
  // The first at once, then every 10 s; a token at the start and at 80 % of its 24 hours.
  expect(endpoints[HOST]?.operations).toEqual({ list: 1 + (24 * HOUR_MS) / 10_000 })
  expect(endpoints['sts']?.operations).toEqual({ token: 2 })
  expect(vi.getTimerCount()).toBe(timers)
  expect(listeners.count).toBe(atFirst)
}, 240_000)
