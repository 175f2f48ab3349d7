import * as fc from 'fast-check'
import { expect, test, vi } from 'vitest'
import { newStartPlan } from '../starts/start-plan.ts'
import { nextStartPlanStep } from '../starts/next-start-plan-step.ts'
import { newAlert } from './alerts.ts'
import type { HistoryEntry, LocalAction } from './history.ts'
import { newCreateIntent, nextStep } from '../starts/create-intent.ts'
import { poisoned } from '../test-support/poisoned-values.ts'
import { createIntentsStore, createIntents } from '../starts/create-intents-table.ts'
import { startPlansStore } from '../starts/start-plans-table.ts'
import { unsentActionsStore } from '../sessions/unsent-actions-table.ts'
import { type ConsoleTable, KEY_PATHS } from '../tabs/console-db.ts'
import { createMemoryConsoleDb } from '../test-support/memory-rows.ts'
import { historyStore, localActionsStore } from './history-store.ts'
import { raiseAlerts, alertsStore } from './alerts-store.ts'
import { openRuntime } from '../test-support/open-runtime.ts'
import { createFakeChannels } from '../test-support/fake-channels.ts'
import type { RowDatabase } from '../util/row-database.ts'
import type { BrowserEdge, Runtime } from '../runtime/runtime.ts'
import { openConsoleTables } from './console-tables.ts'
import { portsOf } from '../test-support/service-ports.ts'
import { storageHealthStore } from '../runtime/storage-health.ts'

/** The shared tables and their channel may hold anything. */

const NOW_MS = Date.parse('2026-01-01T00:00:00Z')
const location = {
  accountId: 'account',
  endpoint: 'https://a.example',
  apiVersion: '2021-01-01' as const,
  serviceAccountId: 'guid',
}
const intent = {
  ...newCreateIntent(
    {
      ...location,
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
      candidates: [
        { ...location, size: 'Standard' },
        { ...location, size: 'Premium' },
      ],
      replaces: { ...location, sessionId: 'old' },
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
const action: LocalAction = {
  sessionKey: 'good',
  startedAtMs: NOW_MS,
  stoppedAtMs: null,
  leaseMs: null,
}
const alert = newAlert({ id: 'good', kind: 'ending', minutes: 5 }, NOW_MS)
const unsent = {
  ...location,
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
const bulkRun = {
  id: 'good',
  change: { kind: 'extend' as const, addMs: 900_000 },
  targets: [{ ...location, sessionId: 'crane', createdMs: NOW_MS }],
  createdAtMs: NOW_MS,
  startsAtMs: NOW_MS,
  state: 'halted' as const,
  halt: 'tab-gone' as const,
  isDismissed: false,
  revision: 1,
}
const bulkItem = {
  id: 'good',
  runId: 'good',
  index: 0,
  sentAtMs: NOW_MS,
  result: { end: 'refused' as const, errorKind: 'conflict' as const, canRetry: true },
  createdAtMs: NOW_MS,
  revision: 1,
}
const good = {
  entries: entry,
  localActions: action,
  alerts: alert,
  createIntents: intent,
  startPlans: plan,
  unsentActions: unsent,
  bulkRuns: bulkRun,
  bulkItems: bulkItem,
} satisfies Record<ConsoleTable, object>
const tables = Object.keys(good) as ConsoleTable[]

/** Stores a row as it is, under a key of its own. */
const poison = (db: RowDatabase, table: ConsoleTable, value: unknown) => {
  const fields = typeof value === 'object' && value !== null ? value : { value }
  return db.put(table, [{ ...fields, [KEY_PATHS[table]]: 'poison' }])
}

/** A tab of a browser with this database, whose tables are loaded. */
const open = async (
  database: RowDatabase,
  openChannel: BrowserEdge['openChannel'] = () => null,
): Promise<Runtime> => {
  const runtime = openRuntime({
    ports: { ...portsOf(() => Promise.reject(new TypeError())), now: () => NOW_MS },
    browser: { database, openChannel },
  })
  await openConsoleTables(runtime)
  return runtime
}

/** Does with the rows what the monitor does each second, and pages do with each row. */
const expectUsable = (runtime: Runtime) => {
  for (const each of startPlansStore(runtime).getState().rows.values())
    nextStartPlanStep(each, { intent: null, session: null }, NOW_MS)
  for (const each of createIntentsStore(runtime).getState().rows.values())
    nextStep(each, NOW_MS)
  const entries = historyStore(runtime).getState().rows
  const alerts = alertsStore(runtime).getState().rows
  for (const { endpoint, lastSeenMs, leaseMs, leases } of entries.values()) {
    expect(URL.canParse(endpoint)).toBe(true)
    new Date(lastSeenMs + leaseMs).toISOString()
    for (const { atMs } of leases) new Date(atMs).toISOString()
  }
  for (const { raisedAtMs } of alerts.values()) new Date(raisedAtMs).toISOString()
  for (const { endpoint } of createIntentsStore(runtime).getState().rows.values())
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
      const runtime = await open(db)
      expect(historyStore(runtime).getState().rows.get('good')).toEqual(entry)
      expect(localActionsStore(runtime).getState().rows.get('good')).toEqual(action)
      expect(alertsStore(runtime).getState().rows.get('good')).toEqual(alert)
      expect(createIntentsStore(runtime).getState().rows.get('good')).toEqual(intent)
      expect(startPlansStore(runtime).getState().rows.get('good')).toEqual(plan)
      expect(unsentActionsStore(runtime).getState().rows.get('good')).toEqual(unsent)
      expect(storageHealthStore(runtime).getState().isRefused).toBe(false)
      expectUsable(runtime)
      const id = `new ${Math.random()}`
      const fresh = newAlert({ id, kind: 'ready' }, NOW_MS)
      expect(await raiseAlerts(runtime, [fresh])).toMatchObject([fresh])
    }),
    { numRuns: 300 },
  )
})

test('a row that can not be read is set aside, and left where it is', async () => {
  const db = createMemoryConsoleDb()
  const stored = vi.spyOn(db, 'remove')
  await poison(db, 'startPlans', { end: null })
  await poison(db, 'alerts', { raisedAtMs: 'yesterday' })
  const runtime = await open(db)
  expect(storageHealthStore(runtime).getState().setAside).toEqual([
    'rrc-console alerts',
    'rrc-console startPlans',
  ])
  expect(stored).not.toHaveBeenCalled()
  expect(startPlansStore(runtime).getState().rows.size).toBe(0)
})

test('the local actions of a running session are kept when its entry is read after them', async () => {
  const db = createMemoryConsoleDb()
  const twoDaysAgoMs = NOW_MS - 2 * 86_400_000
  const { sessionKey } = entry
  await db.put('entries', [{ ...entry, endedAtMs: null, reason: null }])
  await db.put('localActions', [{ ...action, sessionKey, startedAtMs: twoDaysAgoMs }])
  const readAll = db.all
  db.all = async (table) => {
    const rows = await readAll(table)
    if (table === 'entries') for (let turn = 0; turn < 50; turn += 1) await Promise.resolve()
    return rows
  }
  const runtime = await open(db)
  expect(localActionsStore(runtime).getState().rows.has(sessionKey)).toBe(true)
  expect(await db.all('localActions')).toHaveLength(1)
})

test.each(['entries', 'createIntents', 'startPlans', 'unsentActions'] as const)(
  'a row of %s whose endpoint has no host is not read',
  async (table) => {
    const candidates = [{ ...location, endpoint: 'no host', size: 'Standard' }]
    const bad = { ...good[table], endpoint: 'no host', candidates }
    const db = createMemoryConsoleDb()
    await poison(db, table, bad)
    const runtime = await open(db)
    const stores = [historyStore, createIntentsStore, startPlansStore, unsentActionsStore]
    for (const storeOf of stores) expect(storeOf(runtime).getState().rows.size).toBe(0)
  },
)

test('an alert whose row can not be read is raised again', async () => {
  const db = createMemoryConsoleDb()
  await poison(db, 'alerts', { kind: 'nonsense' })
  const runtime = await open(db)
  const again = newAlert({ id: 'poison', kind: 'ready' }, NOW_MS)
  expect(await raiseAlerts(runtime, [again])).toMatchObject([again])
  expect(await raiseAlerts(await open(db), [again])).toEqual([])
})

test('fields that a newer version added stay in a row that is changed', async () => {
  const db = createMemoryConsoleDb()
  await db.put('createIntents', [{ ...intent, newer: 'kept' }])
  const runtime = await open(db)
  await createIntents(runtime).change('good', (known) => known && { ...known, attempts: 1 })
  expect((await db.all('createIntents'))[0]).toMatchObject({ attempts: 1, newer: 'kept' })
})

test('a message of another tab is accepted as a whole or not at all', async () => {
  const channels = createFakeChannels()
  const runtime = await open(createMemoryConsoleDb(), channels.of({}))
  const other = channels.of({})('rrc-console')
  const settled = async () => {
    for (let turn = 0; turn < 5; turn += 1) await Promise.resolve()
  }
  const messageOf = (table: ConsoleTable) => ({
    version: 1,
    table,
    rows: [good[table]],
    removed: ['x'],
  })
  for (const table of tables) other.postMessage(messageOf(table))
  await settled()
  expect(alertsStore(runtime).getState().rows.get('good')).toEqual(alert)
  expect(createIntentsStore(runtime).getState().rows.get('good')).toEqual(intent)
  expect(startPlansStore(runtime).getState().rows.get('good')).toEqual(plan)
  expect(storageHealthStore(runtime).getState().hasUnreadMessage).toBe(false)

  await fc.assert(
    fc.asyncProperty(poisoned(...tables.map(messageOf)), async (message) => {
      other.postMessage(message)
      await settled()
      expectUsable(runtime)
    }),
    { numRuns: 400 },
  )
})
