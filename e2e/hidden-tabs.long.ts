import { setTimeout as sleep } from 'node:timers/promises'
import { expect, test } from '@playwright/test'
import { type HiddenTab, openHiddenBrowser } from './hidden-browser.ts'

/**
 * Hidden tabs, with timers as slow as Chromium makes them: one leads, lists keep their pace,
 * alerts and auto-extend are on time. HIDDEN_MINUTES and HIDDEN_TABS shorten the test.
 */

const MINUTES = Number(process.env['HIDDEN_MINUTES'] ?? 30)
const TAB_COUNTS = (process.env['HIDDEN_TABS'] ?? '1,2,3,4,5,6').split(',').map(Number)
/** Timers of a hidden tab fire up to a second late, and an answer takes its time. */
const LATE_MS = 4000
/** The shown end may be early, because the service states whole minutes only. */
const EARLY_MS = 61_000
/**
 * Hidden this long, a page gets ordinary timers once a minute in the browser of these tests.
 */
const SLOW_BY_MS = 90_000
/** Polls come every 30 s, and an action may go first. */
const LONGEST_GAP_MS = 45_000

/** Ends in the simulated fleet, ms after its beginning (see fleet-sketches.ts). */
const ENDS_MS = {
  'anna-debug': 205_000,
  'studio-a-review': 4_728_000,
  'design-walkthrough': 6_090_000,
}
/** The end of the one that is extended automatically. */
const BOOTH_ENDS_MS = 460_000
/** Alerts that come over the whole half hour. */
const ALERTS_MIN = [90, 75, 65, 55, 2, 1]
const RENEWED_BY_MS = 15 * 60_000
const RENEWED_BEFORE_MS = 3 * 60_000

test.describe.configure({ timeout: (MINUTES + 10) * 60_000 })

/** The value of a key in a database of the page, or the whole store without a key. */
function stored(database: string, store: string, key?: string) {
  return `new Promise((resolve, reject) => {
  const opening = indexedDB.open('${database}')
  opening.onerror = () => reject(opening.error)
  opening.onsuccess = () => {
    const table = opening.result.transaction('${store}').objectStore('${store}')
    const reading = ${key === undefined ? 'table.getAll()' : `table.get('${key}')`}
    reading.onsuccess = () => { opening.result.close(); resolve(reading.result) }
  }
})`
}

function leadsSoFar(tab: HiddenTab) {
  return tab.evaluate<number>(stored('rrc-gates', 'lead', 'epoch'))
}

/** The browser's name of the tab that holds the leader's lock. */
const HOLDER = `navigator.locks.query().then(({ held }) =>
  held.find(({ name }) => name === 'rrc-leader')?.clientId)`

/** The name of the page itself. */
const OWN_NAME = `navigator.locks.request('who', () => navigator.locks.query()).then(({ held }) =>
  held.find(({ name }) => name === 'who')?.clientId)`

/** The leader's signs of life, and turns of an ordinary chain of timers, in 20 s. */
const RHYTHM = `new Promise((resolve) => {
  const seen = { signs: 0, turns: 0 }
  new BroadcastChannel('rrc-lead').onmessage = ({ data }) => {
    if (!data.isAsking) seen.signs += 1
  }
  const turn = () => {
    seen.turns += 1
    setTimeout(turn, 500)
  }
  turn()
  setTimeout(() => resolve(seen), 20000)
})`

type Stats = {
  throttled: number
  endpoints: Record<string, { operations: Record<string, number> }>
}

function statsOf(tab: HiddenTab) {
  return tab.evaluate<Stats>(
    `fetch('/gateway/sts.simulator.test/simulator/stats').then((answer) => answer.json())`,
  )
}

/** Waits for text on a page. A page that is loading can't be queried. */
function waitFor(tab: HiddenTab, expression: string) {
  return expect
    .poll(() => tab.evaluate(expression).catch(() => false), { timeout: 60_000 })
    .toBeTruthy()
}

const SHOWS_FLEET = `document.querySelector('[aria-label="fair-booth-3"]') !== null`

/** Opens the console in hidden tabs, with auto-extend for fair-booth-3 and alerts all the time. */
async function openHidden(baseUrl: string, count: number) {
  const browser = await openHiddenBrowser()
  const first = await browser.openTab(`${baseUrl}/?simulator&sessions=6&seed=1`)
  await waitFor(first, SHOWS_FLEET)
  const hosts = Object.entries((await statsOf(first)).endpoints).flatMap(
    ([host, { operations }]) => (operations['list'] === undefined ? [] : [host]),
  )
  const rule = { stepMs: RENEWED_BY_MS, untilMs: null, capLeaseMs: null, capCost: null }
  const rules = Object.fromEntries(
    hosts.map((host) => [`simulator https://${host} fair-booth-3`, rule]),
  )
  await first.evaluate(`localStorage.setItem('rrc.auto-extend', '${JSON.stringify(rules)}')`)
  const preferences = { alertsMin: ALERTS_MIN }
  await first.evaluate(
    `localStorage.setItem('rrc.preferences', '${JSON.stringify(preferences)}')`,
  )
  // Read at the start.
  await first.evaluate('globalThis.isLeft = true; location.reload()')
  await waitFor(first, `!globalThis.isLeft && ${SHOWS_FLEET}`)
  const tabs = [first]
  while (tabs.length < count) {
    const tab = await browser.openTab(`${baseUrl}/`)
    await waitFor(tab, SHOWS_FLEET)
    tabs.push(tab)
  }
  await browser.hideAll()
  for (const tab of tabs) await waitFor(tab, `document.visibilityState === 'hidden'`)
  return { browser, tabs, first, hosts }
}

/** Counts the calls of hidden tabs for a time, then reads the results. */
async function watchHidden(baseUrl: string, count: number) {
  const { browser, tabs, first, hosts } = await openHidden(baseUrl, count)
  try {
    const fromMs = Date.now()
    const leads = await leadsSoFar(first)
    const listsOf = (stats: Stats) =>
      hosts.map((host) => stats.endpoints[host]?.operations['list'] ?? 0)
    let lists = listsOf(await statsOf(first))
    const sinceMs = hosts.map(() => Date.now())
    let longestGapMs = 0
    while (Date.now() - fromMs < MINUTES * 60_000) {
      await sleep(2000)
      const now = listsOf(await statsOf(first))
      for (const [index, total] of now.entries()) {
        longestGapMs = Math.max(longestGapMs, Date.now() - (sinceMs[index] ?? 0))
        if (total !== lists[index]) sinceMs[index] = Date.now()
      }
      lists = now
    }
    const toMs = Date.now()
    const simulator = await first.evaluate<{
      fleetOriginMs: number
      changed: Record<string, { id: string; leaseMs: number }>
    }>(stored('remote-rendering-simulator', 'states', 'current'))
    const alerts = await first.evaluate<
      { sessionId: string; minutes: number; leaseMs: number; raisedAtMs: number }[]
    >(stored('rrc-console', 'alerts'))
    return {
      tabs,
      originMs: simulator.fleetOriginMs,
      fromMs,
      toMs,
      alerts,
      leadChanges: (await leadsSoFar(first)) - leads,
      longestGapMs,
      throttled: (await statsOf(first)).throttled,
      boothLeaseMs: Object.values(simulator.changed).find(({ id }) => id === 'fair-booth-3')
        ?.leaseMs,
    }
  } finally {
    await browser.close()
  }
}

/** Alerts that were due while all tabs were hidden, ms after the fleet's beginning. */
function dueAlerts() {
  return Object.entries(ENDS_MS).flatMap(([id, endsMs]) =>
    ALERTS_MIN.map((minutes) => ({ id, minutes, atMs: endsMs - minutes * 60_000 })),
  )
}

test(`alerts and auto-extend are on time in one to six hidden tabs for ${MINUTES} minutes`, async ({
  baseURL,
}) => {
  const runs = await Promise.all(TAB_COUNTS.map((count) => watchHidden(baseURL ?? '', count)))
  for (const [index, run] of runs.entries()) {
    const name = `${TAB_COUNTS[index]} tabs`
    const { originMs, fromMs, toMs } = run
    expect(run.leadChanges, name).toBe(0)
    expect(run.throttled, name).toBe(0)
    expect(run.longestGapMs, name).toBeLessThan(LONGEST_GAP_MS)
    let checked = 0
    for (const { id, minutes, atMs } of dueAlerts()) {
      const dueMs = originMs + atMs
      if (dueMs - EARLY_MS < fromMs || dueMs + LATE_MS > toMs) continue
      checked += 1
      const times = run.alerts
        .filter((alert) => alert.sessionId === id && alert.minutes === minutes)
        .map(({ raisedAtMs }) => raisedAtMs - dueMs)
        .filter((lateMs) => lateMs >= -EARLY_MS && lateMs <= LATE_MS)
      expect(times, `${name}: ${id}, ${minutes} minutes`).toHaveLength(1)
    }
    expect(checked, name).toBeGreaterThan(0)
    // Its end comes only when it can't be extended.
    expect(
      run.alerts.filter(
        ({ sessionId, raisedAtMs }) => sessionId === 'fair-booth-3' && raisedAtMs > fromMs,
      ),
      name,
    ).toEqual([])
    // Auto-extend is due three minutes before the end, and a call may wait for others.
    const renewals = Math.floor(
      (toMs - originMs - 10_000 - (BOOTH_ENDS_MS - RENEWED_BEFORE_MS)) / RENEWED_BY_MS + 1,
    )
    expect(renewals, name).toBeGreaterThan(0)
    expect((run.boothLeaseMs ?? 0) - 8 * 3_600_000, name).toBeGreaterThanOrEqual(
      renewals * RENEWED_BY_MS,
    )
    test.info().annotations.push({
      type: name,
      description: `longest gap between lists ${Math.round(run.longestGapMs / 1000)} s`,
    })
  }
})

test("hidden tabs: the leader's timers fire once a second although others are throttled", async ({
  baseURL,
}) => {
  const { browser, tabs } = await openHidden(baseURL ?? '', 2)
  try {
    await sleep(SLOW_BY_MS)
    const [tab] = tabs
    const seen = await tab?.evaluate<{ signs: number; turns: number }>(RHYTHM)
    // Otherwise the browser throttles nothing, and the tests here prove nothing.
    expect(seen?.turns).toBeLessThan(12)
    expect(seen?.signs).toBeGreaterThan(15)
  } finally {
    await browser.close()
  }
})

test('hidden tabs: a frozen leader is replaced within 6 s, a visible tab leads at once', async ({
  baseURL,
}) => {
  const { browser, tabs } = await openHidden(baseURL ?? '', 3)
  try {
    await sleep(SLOW_BY_MS)
    const names = await Promise.all(tabs.map((tab) => tab.evaluate<string>(OWN_NAME)))
    const [anyTab] = tabs
    if (!anyTab) throw new Error('there is no tab')
    const leader = names.indexOf(await anyTab.evaluate<string>(HOLDER))
    const follower = tabs.find((_tab, index) => index !== leader)
    if (!follower) throw new Error('all tabs lead')
    const leads = await leadsSoFar(follower)
    await tabs[leader]?.freeze()
    const frozenAtMs = Date.now()
    await expect.poll(() => leadsSoFar(follower), { intervals: [100] }).toBeGreaterThan(leads)
    expect(Date.now() - frozenAtMs).toBeLessThan(6000)

    await sleep(5000)
    const shown = tabs.findIndex((tab, index) => index !== leader && tab !== follower)
    await tabs[shown]?.show()
    await expect
      .poll(() => follower.evaluate(HOLDER), { intervals: [50], timeout: 2000 })
      .toBe(names[shown])
  } finally {
    await browser.close()
  }
})
