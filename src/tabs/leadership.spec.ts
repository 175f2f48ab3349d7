import { afterEach, expect, test, vi } from 'vitest'
import { createFakeBrowser } from '../test-support/fake-browser.ts'
import type { Tab } from '../test-support/fake-browser-tab.ts'

/** The election of a leader, over simulated tabs with Chromium's timers. */

const MINUTE_MS = 60_000

afterEach(() => {
  vi.restoreAllMocks()
})

/** A browser with tabs in the background. */
const hiddenTabs = async (count: number) => {
  const browser = createFakeBrowser(() => 'ok')
  const tabs: Tab[] = []
  for (let index = 0; index < count; index += 1) {
    const tab = await browser.open(() => {})
    tabs.push(tab)
    await browser.time.advance(50)
    tab.show(false)
  }
  await browser.time.advance(3000)
  return { ...browser, all: tabs }
}

const leaderOf = (tabs: readonly Tab[], epoch: number): Tab | undefined =>
  tabs.find(({ lead, isFrozen }) => lead.isLeader && !isFrozen && lead.epoch === epoch)

test('keeps one leader and the rhythm of polls with one to six hidden tabs for 30 minutes', async () => {
  for (let count = 1; count <= 6; count += 1) {
    const { time, seen, arrivals } = await hiddenTabs(count)
    const leadsBefore = seen.epoch
    await time.advance(30 * MINUTE_MS)
    expect(seen.epoch - leadsBefore, `${count} tabs`).toBe(0)
    const times = arrivals.map(({ atMs }) => atMs)
    const gaps = times.slice(1).map((atMs, index) => atMs - (times[index] ?? 0))
    // Every 30 s, and once a minute when timers fire no more often. A poll that is due just
    // after the first slow tick waits for the second.
    expect(times.length, `${count} tabs`).toBeGreaterThanOrEqual(30)
    expect(Math.max(...gaps), `${count} tabs`).toBeLessThanOrEqual(1.5 * MINUTE_MS)
  }
})

test('a tab that becomes visible leads at once', async () => {
  const { time, seen, all } = await hiddenTabs(4)
  await time.advance(10 * MINUTE_MS)
  for (const tab of all) {
    tab.show(true)
    await time.advance(10)
    expect(leaderOf(all, seen.epoch)).toBe(tab)
    tab.show(false)
    await time.advance(1000)
  }
})

test.each([
  ['in view', true, 0, 2000],
  ['hidden', false, 0, 6000],
  ['hidden for so long that timers come once a minute', false, 6 * MINUTE_MS, 2 * MINUTE_MS],
])('a frozen leader is replaced: followers %s', async (_name, isInView, waitMs, withinMs) => {
  const { time, seen, all } = await hiddenTabs(4)
  if (isInView) for (const tab of all) tab.show(true)
  await time.advance(waitMs + 3000)
  const leader = leaderOf(all, seen.epoch)
  leader?.freeze()
  await time.advance(withinMs)
  const successor = leaderOf(all, seen.epoch)
  expect(leader).toBeDefined()
  expect(successor).toBeDefined()
  expect(successor).not.toBe(leader)
  // Several may have noticed at the same moment, and then it stays.
  const leads = seen.epoch
  await time.advance(5 * MINUTE_MS)
  expect(seen.epoch).toBe(leads)
})

test('a leader that hears that it will be frozen hands over at once, and comes back as a follower', async () => {
  const { time, seen, all } = await hiddenTabs(3)
  const leader = leaderOf(all, seen.epoch)
  leader?.freeze(true)
  await time.advance(10)
  const successor = leaderOf(all, seen.epoch)
  expect(successor).toBeDefined()
  expect(successor).not.toBe(leader)
  const leads = seen.epoch
  await time.advance(MINUTE_MS)
  leader?.thaw()
  await time.advance(MINUTE_MS)
  expect(seen.epoch).toBe(leads)
  // In line again: it leads when the successor closes.
  for (const tab of all) if (tab !== leader) tab.die()
  await time.advance(10)
  expect(leader?.lead.isLeader).toBe(true)
})

test('a frozen follower is skipped when the leadership is free', async () => {
  const { time, seen, all } = await hiddenTabs(3)
  const leader = leaderOf(all, seen.epoch)
  const [first, second] = all.filter((tab) => tab !== leader)
  first?.freeze(true)
  leader?.die()
  await time.advance(10)
  expect(second?.lead.isLeader).toBe(true)
  expect(first?.lead.isLeader).toBe(false)
})

test("a tab opened in the background doesn't take the leadership from one with slower timers", async () => {
  const { time, seen, open } = await hiddenTabs(1)
  await time.advance(10 * MINUTE_MS)
  const leads = seen.epoch
  await open(() => {}, undefined, false)
  await time.advance(4 * MINUTE_MS)
  expect(seen.epoch).toBe(leads)
})

test('a leader that closes is replaced at once, also by a tab that lost the leadership before', async () => {
  const { time, seen, open } = createFakeBrowser(() => 'ok')
  const first = await open(() => {})
  const second = await open(() => {})
  await time.advance(50)
  expect(leaderOf([first, second], seen.epoch)).toBe(second)
  second.die()
  await time.advance(10)
  expect(leaderOf([first], seen.epoch)).toBe(first)
})

test('setting the clock replaces nobody', async () => {
  const { time, seen } = await hiddenTabs(3)
  const leads = seen.epoch
  for (const jumpMs of [3_600_000, -7_200_000, 86_400_000]) {
    time.setClock(time.now() + jumpMs)
    await time.advance(MINUTE_MS)
  }
  expect(seen.epoch).toBe(leads)
})

test('where locks are refused each tab leads itself, and requests none again', async () => {
  const { time, open, lockRefusals, arrivals } = createFakeBrowser(() => 'ok', {
    isStorageBlocked: true,
  })
  const tabs = [await open(() => {}), await open(() => {}), await open(() => {})]
  await time.advance(10 * MINUTE_MS)
  for (const { lead } of tabs) expect(lead).toEqual({ isLeader: true, epoch: 0, isAlone: true })
  expect(lockRefusals()).toBe(tabs.length)
  // They share what they get, so each poll spares the others a call.
  expect(arrivals.length).toBeGreaterThanOrEqual(20)
})
