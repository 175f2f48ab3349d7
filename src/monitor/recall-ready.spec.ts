import { expect, test, vi } from 'vitest'
import { createSession } from '../starts/create-session.ts'
import { refreshList } from '../sessions/load-sessions.ts'
import { listOf } from '../sessions/session-list.ts'
import { openConsoleTab } from '../test-support/console-tab.ts'
import { lonelyBrowser, setClockByHand } from '../test-support/lonely-browser.ts'
import { beginService } from '../test-support/simulated-service.ts'
import { createMemoryConsoleDb } from '../test-support/memory-rows.ts'
import { openConsoleTables } from './console-tables.ts'
import { startMonitor } from './start-monitor.ts'

/** What one visit has found out about the start of a lease, at the next visit. */

const MINUTE = 60_000

setClockByHand()

test.each([
  ['before the first list', 0],
  ['after the first list', 30_000],
])(
  'a countdown that was exact is exact again after a reload, with the history loaded %s',
  async (_when, loadedAfterMs) => {
    const { simulator, account, accountKey } = await beginService()
    const database = createMemoryConsoleDb()
    const visit = async (opensAfterMs: number) => {
      const tab = openConsoleTab({
        account,
        accountKey,
        database,
        send: (request) => simulator.send(request),
        tabId: 'the tab',
        browser: lonelyBrowser(),
      })
      const [ref] = tab.refs
      if (!ref) throw new Error('the account has an endpoint')
      const widthMs = () => {
        const ready = listOf(tab.runtime, ref)?.sessions[0]?.ready
        return ready ? ready.latestMs - ready.earliestMs : null
      }
      await vi.advanceTimersByTimeAsync(opensAfterMs)
      await openConsoleTables(tab.runtime)
      const stop = startMonitor(tab.runtime, () => {})
      return { tab, ref, widthMs, stop }
    }
    const first = await visit(0)
    void createSession(first.tab.runtime, first.ref, {
      id: 'one',
      size: 'Standard',
      leaseMs: 60 * MINUTE,
      models: [],
    })
    await vi.advanceTimersByTimeAsync(10 * MINUTE)
    // Not in step with the polls, so that each answer narrows the start down further.
    for (let count = 0; count < 20; count += 1) {
      void refreshList(first.tab.runtime, first.ref)
      await vi.advanceTimersByTimeAsync(33_000)
    }
    const exactMs = first.widthMs() ?? Infinity
    expect(exactMs).toBeLessThanOrEqual(10_000)
    first.stop()
    first.tab.runtime.queryClient.clear()

    const second = await visit(loadedAfterMs)
    void refreshList(second.tab.runtime, second.ref)
    await vi.advanceTimersByTimeAsync(1000)
    expect(second.widthMs()).toBeLessThanOrEqual(exactMs)
    second.stop()
  },
)
