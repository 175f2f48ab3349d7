import * as fc from 'fast-check'
import { afterAll, beforeEach, expect, test, vi } from 'vitest'
import { newStartPlan } from '../starts/start-plan.ts'
import { nextStartPlanStep } from '../starts/next-start-plan-step.ts'
import { newAlert } from '../monitor/alerts.ts'
import type { HistoryEntry, LocalAction } from '../monitor/history.ts'
import { newCreateIntent, nextStep } from '../starts/create-intent.ts'
import { poisoned } from '../test-support/poisoned-values.ts'
import { useStorageHealth } from '../util/storage-health.ts'
import {
  changeCreateIntent,
  openCreateIntents,
  useCreateIntents,
} from '../starts/create-intents-table.ts'
import { openStartPlans, useStartPlans } from '../starts/start-plans-table.ts'
import { openUnsentActions, useUnsentActions } from '../sessions/unsent-actions-table.ts'
import { createMemoryConsoleDb, type ConsoleDb, type ConsoleTable } from './console-db.ts'
import type { Rows } from './console-db-schemas.ts'
import { openHistory, raiseAlert, useHistoryStore } from '../monitor/history-store.ts'

/** The tables and the channels of history, alerts and undertakings may hold anything. */

const NOW_MS = Date.parse('2026-01-01T00:00:00Z')
const place = {
  accountId: 'account',
  endpoint: 'https://a.example',
  apiVersion: '2021-01-01' as const,
  serviceAccountId: 'guid',
}
const intent = {
  ...newCreateIntent(
    {
      ...place,
      id: 'good',
      wanted: { id: 'crane', size: 'Standard', leaseMs: 60_000, models: ['https://m'] },
    },
    NOW_MS,
  ),
  revision: 3,
}
const plan = {
  ...newStartPlan(
    {
      id: 'good',
      wanted: { id: 'crane', leaseMs: 60_000, models: [] },
      places: [
        { ...place, size: 'Standard' },
        { ...place, size: 'Premium' },
      ],
      replaces: { ...place, sessionId: 'old' },
    },
    NOW_MS,
  ),
  failures: [{ kind: 'session' as const, message: 'no capacity' }],
  revision: 1,
}
const entry: HistoryEntry = {
  key: 'good',
  sessionKey: 'account https://a.example crane',
  accountId: 'account',
  accountName: 'Studio',
  endpoint: 'https://a.example',
  region: 'a.example',
  sessionId: 'crane',
  size: 'Standard',
  status: 'Ready',
  startedAtMs: NOW_MS,
  startedBy: 'here',
  ready: { earliestMs: NOW_MS, latestMs: NOW_MS },
  leaseMs: 60_000,
  leases: [{ atMs: NOW_MS, leaseMs: 60_000, by: 'here' }],
  lastSeenMs: NOW_MS,
  endedAtMs: NOW_MS,
  reason: 'expired',
  message: null,
}
const mark: LocalAction = {
  sessionKey: 'good',
  startedAtMs: NOW_MS,
  stoppedAtMs: null,
  leaseMs: null,
}
const alert = newAlert({ id: 'good', kind: 'ending', minutes: 5 }, NOW_MS)
const wish = {
  ...place,
  id: 'good',
  kind: 'extend' as const,
  sessionId: 'crane',
  addMs: 900_000,
  createdAtMs: NOW_MS,
  sentAtMs: null,
  end: null,
  isDismissed: false,
  revision: 1,
}
const good: { [Table in ConsoleTable]: Rows[Table] } = {
  entries: entry,
  marks: mark,
  alerts: alert,
  intents: intent,
  plans: plan,
  wishes: wish,
}
const keys = {
  entries: 'key',
  marks: 'sessionKey',
  alerts: 'id',
  intents: 'id',
  plans: 'id',
  wishes: 'id',
} as const
const tables = Object.keys(good) as ConsoleTable[]

/** Stores a row as it is, under a key of its own. */
const poison = (db: ConsoleDb, table: ConsoleTable, value: unknown) => {
  const fields = typeof value === 'object' && value !== null ? value : { value }
  return db.put(table, [{ ...fields, [keys[table]]: 'poison' } as never])
}

const open = (db: ConsoleDb) =>
  Promise.all([
    openHistory(db, null, NOW_MS),
    openCreateIntents(db, null, NOW_MS),
    openStartPlans(db, null, NOW_MS),
    openUnsentActions(db, null, NOW_MS),
  ])

const texts = new Map<string, string>()

beforeEach(() => {
  texts.clear()
  vi.stubGlobal('localStorage', {
    getItem: (key: string) => texts.get(key) ?? null,
    setItem: (key: string, text: string) => void texts.set(key, text),
  })
  useStorageHealth.setState({ setAside: [], isRefused: false, hasUnreadMessage: false })
  useHistoryStore.setState({ entries: new Map(), marks: new Map(), alerts: new Map() })
  useCreateIntents.setState({ rows: new Map(), isRefused: false })
  useStartPlans.setState({ rows: new Map(), isRefused: false })
  useUnsentActions.setState({ rows: new Map(), isRefused: false })
})

afterAll(() => vi.unstubAllGlobals())

/** What the watcher does with the rows each second, and pages with each row. */
const expectUsable = () => {
  for (const each of useStartPlans.getState().rows.values())
    nextStartPlanStep(each, { intent: null, session: null }, NOW_MS)
  for (const each of useCreateIntents.getState().rows.values()) nextStep(each, NOW_MS)
  const { entries, alerts } = useHistoryStore.getState()
  for (const { endpoint, lastSeenMs, leaseMs, leases } of entries.values()) {
    expect(URL.canParse(endpoint)).toBe(true)
    new Date(lastSeenMs + leaseMs).toISOString()
    for (const { atMs } of leases) new Date(atMs).toISOString()
  }
  for (const { raisedAtMs } of alerts.values()) new Date(raisedAtMs).toISOString()
  for (const { endpoint } of useCreateIntents.getState().rows.values())
    expect(URL.canParse(endpoint)).toBe(true)
}

test('whatever a row holds, the good rows beside it are there, and alerts are raised', async () => {
  const row = fc
    .constantFrom(...tables)
    .chain((table) => poisoned(good[table]).map((value) => ({ table, value })))
  await fc.assert(
    fc.asyncProperty(fc.array(row, { maxLength: 4 }), async (rows) => {
      const db = createMemoryConsoleDb()
      for (const { table, value } of rows) await poison(db, table, value)
      for (const table of tables) await db.put(table, [good[table]])
      await open(db)
      expect(useHistoryStore.getState().entries.get('good')).toEqual(entry)
      expect(useHistoryStore.getState().marks.get('good')).toEqual(mark)
      expect(useHistoryStore.getState().alerts.get('good')).toEqual(alert)
      expect(useCreateIntents.getState().rows.get('good')).toEqual(intent)
      expect(useStartPlans.getState().rows.get('good')).toEqual(plan)
      expect(useUnsentActions.getState().rows.get('good')).toEqual(wish)
      expect(useStorageHealth.getState().isRefused).toBe(false)
      expectUsable()
      const id = `new ${Math.random()}`
      expect(await raiseAlert(newAlert({ id, kind: 'ready' }, NOW_MS))).toBe(true)
    }),
    { numRuns: 300 },
  )
})

test('a row that can not be read is set aside, and left where it is', async () => {
  const db = createMemoryConsoleDb()
  const stored = vi.spyOn(db, 'remove')
  await poison(db, 'plans', { end: null })
  await poison(db, 'alerts', { raisedAtMs: 'yesterday' })
  await open(db)
  expect(useStorageHealth.getState().setAside).toEqual(['rrc-watch alerts', 'rrc-watch plans'])
  expect(stored).not.toHaveBeenCalled()
  expect(useStartPlans.getState().rows.size).toBe(0)
})

test.each(['entries', 'intents', 'plans', 'wishes'] as const)(
  'a row of %s whose endpoint has no host is not read',
  async (table) => {
    const places = [{ ...place, endpoint: 'no host', size: 'Standard' }]
    const bad = { ...good[table], endpoint: 'no host', places }
    const db = createMemoryConsoleDb()
    await poison(db, table, bad)
    expect(await db.all(table)).toEqual([])
  },
)

test('an alert whose row can not be read is raised again', async () => {
  const db = createMemoryConsoleDb()
  await poison(db, 'alerts', { kind: 'nonsense' })
  await open(db)
  const again = newAlert({ id: 'poison', kind: 'ready' }, NOW_MS)
  expect(await raiseAlert(again)).toBe(true)
  expect(await db.addAlert(again)).toBe(false)
})

test('fields that a newer version added stay in a row that is changed', async () => {
  const db = createMemoryConsoleDb()
  await db.put('intents', [{ ...intent, newer: 'kept' } as never])
  await open(db)
  await changeCreateIntent('good', (known) => known && { ...known, attempts: 1 })
  expect((await db.all('intents'))[0]).toMatchObject({ attempts: 1, newer: 'kept' })
})

test('what another tab tells of rows is taken as a whole or not at all', async () => {
  const listeners: ((event: { data: unknown }) => void)[] = []
  const channel = {
    postMessage: () => {},
    addEventListener: (_type: 'message', listener: (event: { data: unknown }) => void) =>
      void listeners.push(listener),
  }
  const db = createMemoryConsoleDb()
  await openHistory(db, channel, NOW_MS)
  await openCreateIntents(db, channel, NOW_MS)
  await openStartPlans(db, channel, NOW_MS)
  const [toWatch, toIntents, toPlans] = listeners
  const message = { entries: [entry], marks: [mark], alerts: [alert], removed: ['x'] }
  toWatch?.({ data: structuredClone(message) })
  toIntents?.({ data: structuredClone(intent) })
  toPlans?.({ data: structuredClone(plan) })
  expect(useHistoryStore.getState().alerts.get('good')).toEqual(alert)
  expect(useCreateIntents.getState().rows.get('good')).toEqual(intent)
  expect(useStartPlans.getState().rows.get('good')).toEqual(plan)
  expect(useStorageHealth.getState().hasUnreadMessage).toBe(false)

  fc.assert(
    fc.property(poisoned(message), poisoned(intent), poisoned(plan), (...messages) => {
      for (const [index, data] of messages.entries()) listeners[index]?.({ data })
      expectUsable()
    }),
    { numRuns: 200 },
  )
})
