import { describe, expect, test } from 'vitest'
import { alertsStore, alertsTable, changeAlerts, raiseAlerts } from './alerts-store.ts'
import { createFakeChannels } from '../test-support/fake-channels.ts'
import { openRuntime } from '../test-support/open-runtime.ts'
import { createMemoryConsoleDb } from '../test-support/memory-rows.ts'
import { DEFAULT_THRESHOLDS_MIN, preferencesStore } from '../runtime/preferences.ts'
import type { RowDatabase } from '../util/row-database.ts'
import type { Alert } from './alerts.ts'
import type { FleetRow } from '../sessions/fleet-model.ts'
import { warnOfEnds } from './act-on-deadlines.ts'
import { observedSession } from '../test-support/observed-session.ts'
import { accountWith } from '../test-support/account.ts'

/**
 * Alerts over tabs, which share database and channel. Every tab looks, although only the leader
 * would.
 */

const MINUTE = 60_000
const LEASE_MS = 120 * MINUTE
const START_MS = Date.parse('2026-01-01T00:00:00Z')

const session = observedSession({
  leaseMs: LEASE_MS,
  ready: { earliestMs: START_MS, latestMs: START_MS },
})

const rowWith = (leaseMs: number): FleetRow => ({
  key: 'account endpoint one',
  ref: {
    account: accountWith(),
    endpoint: 'https://remoterendering.example.test',
  },
  region: 'example',
  session: { ...session, leaseMs },
})

/** A browser whose tabs share a database, or have none, and hear each other. */
const createBrowser = (database: RowDatabase | null = createMemoryConsoleDb()) => {
  const channels = createFakeChannels()
  return {
    open: async (nowMs: number) => {
      const tab = { isClosed: false }
      const runtime = openRuntime({
        browser: { database, openChannel: channels.of({}, () => tab.isClosed) },
      })
      await alertsTable(runtime).open(nowMs)
      const announced: Alert[] = []
      return {
        announced,
        shown: () =>
          [...alertsStore(runtime).getState().rows.values()].filter(
            ({ isDismissed }) => !isDismissed,
          ),
        close: () => {
          tab.isClosed = true
        },
        runtime,
        look: async (atMs: number, leaseMs = LEASE_MS) => {
          const waiting: Promise<unknown>[] = []
          const leftMs = START_MS + leaseMs - atMs
          warnOfEnds(
            runtime,
            [
              {
                row: rowWith(leaseMs),
                view: {
                  kind: 'counting',
                  leftMs: Math.max(0, leftMs),
                  endsAtMs: START_MS + leaseMs,
                  isApproximate: false,
                  isStale: false,
                  urgency: 'calm',
                  leftShare: 0.5,
                },
              },
            ],
            preferencesStore(runtime).getState(),
            atMs,
            (alerts) => {
              const raised = (async () => {
                const fresh = await raiseAlerts(runtime, alerts)
                announced.push(...fresh.filter(({ isDismissed }) => !isDismissed))
              })()
              waiting.push(raised)
              return raised
            },
          )
          await Promise.all(waiting)
        },
      }
    },
  }
}

describe.each([1, 2, 3, 4, 5])('with %i tabs', (tabCount) => {
  const followed = async (options: { reload: boolean; sleepMs: number }) => {
    const browser = createBrowser()
    const openAll = () =>
      Promise.all(Array.from({ length: tabCount }, () => browser.open(START_MS)))
    let tabs = await openAll()
    const announced: Alert[] = []
    const collect = () => announced.push(...tabs.flatMap((tab) => tab.announced.splice(0)))
    for (const minutes of DEFAULT_THRESHOLDS_MIN) {
      const crossedAtMs = START_MS + LEASE_MS - minutes * MINUTE
      for (const atMs of [
        crossedAtMs - 1000,
        ...(options.sleepMs > 0 ? [] : [crossedAtMs, crossedAtMs + 1000]),
        crossedAtMs + Math.max(2000, options.sleepMs),
      ]) {
        await Promise.all(tabs.map((tab) => tab.look(atMs)))
        collect()
        if (options.reload) {
          for (const tab of tabs) tab.close()
          tabs = await openAll()
        }
      }
    }
    return { announced, tabs }
  }

  test.each([
    ['', { reload: false, sleepMs: 0 }],
    [' over reloads', { reload: true, sleepMs: 0 }],
    [' over sleeps', { reload: false, sleepMs: 20_000 }],
    [' over reloads and sleeps', { reload: true, sleepMs: 20_000 }],
  ])('each threshold raises one alert%s', async (_name, options) => {
    const { announced, tabs } = await followed(options)
    expect(announced.map(({ minutes }) => minutes)).toEqual([...DEFAULT_THRESHOLDS_MIN])
    // All tabs show the same.
    for (const tab of tabs)
      expect(
        tab
          .shown()
          .map(({ minutes }) => minutes)
          .toSorted((a, b) => (b ?? 0) - (a ?? 0)),
      ).toEqual([...DEFAULT_THRESHOLDS_MIN])
  })
})

test('a tab without a database raises each threshold once', async () => {
  const tab = await createBrowser(null).open(START_MS)
  await tab.look(START_MS)
  for (const seconds of [0, 1, 2]) await tab.look(START_MS + LEASE_MS - 4 * MINUTE + seconds)
  expect(tab.announced.map(({ minutes }) => minutes)).toEqual([5])
})

test('a sleep through several thresholds raises only the most urgent alert', async () => {
  const tab = await createBrowser().open(START_MS)
  await tab.look(START_MS)
  await tab.look(START_MS + LEASE_MS - 4 * MINUTE)
  expect(tab.announced.map(({ minutes }) => minutes)).toEqual([5])
})

test('extending a lease from 4 to 19 min does not raise the alert at 30 min', async () => {
  const browser = createBrowser()
  const tab = await browser.open(START_MS)
  const atMs = START_MS + LEASE_MS - 4 * MINUTE
  await tab.look(atMs)
  tab.announced.splice(0)
  const longerMs = LEASE_MS + 15 * MINUTE
  await tab.look(atMs + 1000, longerMs)
  expect(tab.announced).toEqual([])
  // Nor after a reload. The next threshold of the new lease raises its alert.
  const reloaded = await browser.open(START_MS)
  await reloaded.look(atMs + 2000, longerMs)
  expect(reloaded.announced).toEqual([])
  await reloaded.look(START_MS + longerMs - 10 * MINUTE, longerMs)
  expect(reloaded.announced.map(({ minutes }) => minutes)).toEqual([10])
})

test('a lease that began below a threshold raises no alert for it', async () => {
  const tab = await createBrowser().open(START_MS)
  await tab.look(START_MS + MINUTE, 14 * MINUTE)
  expect(tab.announced).toEqual([])
  await tab.look(START_MS + 4 * MINUTE, 14 * MINUTE)
  expect(tab.announced.map(({ minutes }) => minutes)).toEqual([10])
})

test('an alert is dismissed or snoozed in all tabs', async () => {
  const browser = createBrowser()
  const [one, two] = [await browser.open(START_MS), await browser.open(START_MS)]
  await one.look(START_MS + LEASE_MS - 4 * MINUTE)
  expect(two.shown()).toHaveLength(1)
  changeAlerts(two.runtime, two.shown(), { isDismissed: true })
  await Promise.resolve()
  expect([one.shown(), two.shown()]).toEqual([[], []])
})
