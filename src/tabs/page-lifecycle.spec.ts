import { QueryObserver } from '@tanstack/react-query'
import { expect, test, vi } from 'vitest'
import { leadershipStore } from './leadership.ts'
import { beginService, HOST } from '../test-support/simulated-service.ts'
import { sessionListQuery } from '../sessions/load-sessions.ts'
import { listKey } from '../sessions/session-list.ts'
import { openConsoleTab } from '../test-support/console-tab.ts'
import { lonelyBrowser, setClockByHand } from '../test-support/lonely-browser.ts'
import { catchUp } from './page-lifecycle.ts'

/** What a tab fetches after a sleep, and what it keeps of removed accounts. */

setClockByHand()

const setUp = async () => {
  const { simulator, account, accountKey } = await beginService({ sessions: 3 })
  const tab = openConsoleTab({
    account,
    accountKey,
    send: (request) => simulator.send(request),
    tabId: 'the tab',
    browser: lonelyBrowser(),
  })
  await vi.advanceTimersByTimeAsync(1000)
  const listsSoFar = async () =>
    (await simulator.stats()).endpoints[HOST]?.operations['list'] ?? 0
  // The account as it was before it was edited: its list was on screen, and is no longer.
  const before = {
    account: { ...account, apiVersion: '2021-01-01-preview' as const },
    endpoint: account.endpoints[0] ?? '',
  }
  const { queryClient } = tab.runtime
  const unobserve = new QueryObserver(
    queryClient,
    sessionListQuery(tab.runtime, before),
  ).subscribe(() => {})
  await vi.advanceTimersByTimeAsync(6000)
  unobserve()
  expect(queryClient.getQueryData(listKey(before))).toBeDefined()
  return { ...tab, before, listsSoFar }
}

test('a tab that wakes fetches the lists on screen, not one of an account as it was before an edit', async () => {
  const { runtime, listsSoFar, before } = await setUp()
  const soFar = await listsSoFar()
  const leftBehind = runtime.queryClient.getQueryState(listKey(before))?.dataUpdatedAt
  void catchUp(runtime)
  await vi.advanceTimersByTimeAsync(9000)
  expect(await listsSoFar()).toBe(soFar + 1)
  expect(runtime.queryClient.getQueryState(listKey(before))?.dataUpdatedAt).toBe(leftBehind)
})

test("a tab that wakes and doesn't lead fetches nothing", async () => {
  const { runtime, listsSoFar } = await setUp()
  leadershipStore(runtime).setState({ isLeader: false })
  const soFar = await listsSoFar()
  void catchUp(runtime)
  await vi.advanceTimersByTimeAsync(60_000)
  expect(await listsSoFar()).toBe(soFar)
})

test('a list without an observer is dropped, those on screen stay', async () => {
  const { runtime, refs, before } = await setUp()
  await vi.advanceTimersByTimeAsync(10 * 60_000)
  expect(runtime.queryClient.getQueryData(listKey(before))).toBeUndefined()
  for (const ref of refs) expect(runtime.queryClient.getQueryData(listKey(ref))).toBeDefined()
  expect(refs).not.toHaveLength(0)
})
