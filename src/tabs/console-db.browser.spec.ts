import { afterEach, expect, test, vi } from 'vitest'
import { type DBSchema, openDB } from 'idb'
import { alertsStore } from '../monitor/alerts-store.ts'
import { openConsoleTables } from '../monitor/console-tables.ts'
import { historyStore, localActionsStore } from '../monitor/history-store.ts'
import type { Runtime } from '../runtime/runtime.ts'
import { unsentActionsStore } from '../sessions/unsent-actions-table.ts'
import { createIntentsStore } from '../starts/create-intents-table.ts'
import { startPlansStore } from '../starts/start-plans-table.ts'
import { openRuntime } from '../test-support/open-runtime.ts'
import { openDatabase } from '../util/database.ts'
import { openConsoleDb } from './console-db.ts'
import { createStorage, NO_STORAGE } from '../util/storage.ts'

/** The database of the previous console, as that version wrote it. */

const former = `former ${crypto.randomUUID()}`
const name = `console ${crypto.randomUUID()}`
const nowMs = Date.now()
let storage = createStorage(NO_STORAGE)
const endpoint = {
  accountId: 'account',
  endpoint: 'https://remoterendering.westeurope.mixedreality.azure.com',
  apiVersion: '2021-01-01',
  serviceAccountId: '51a7c0de-2025-4930-9a11-0f00ba5eba11',
}
const place = { ...endpoint, size: 'Premium' }
const formerRows = {
  entries: {
    key: 'account westeurope crane 1',
    sessionKey: 'account westeurope crane',
    accountId: 'account',
    accountName: 'Studio',
    endpoint: endpoint.endpoint,
    region: 'westeurope',
    sessionId: 'crane',
    size: 'Standard',
    status: 'Ready',
    startedAtMs: nowMs,
    startedBy: 'here',
    ready: { earliestMs: nowMs, latestMs: nowMs + 1000 },
    leaseMs: 3_600_000,
    leases: [{ atMs: nowMs, leaseMs: 3_600_000, by: 'here' }],
    lastSeenMs: nowMs,
    endedAtMs: null,
    reason: null,
    message: null,
  },
  marks: {
    sessionKey: 'account westeurope crane',
    startedAtMs: nowMs,
    stoppedAtMs: null,
    leaseMs: 3_600_000,
  },
  alerts: {
    id: 'ending crane 60 5',
    kind: 'ending',
    sessionKey: 'account westeurope crane',
    sessionId: 'crane',
    minutes: 5,
    leaseMs: 3_600_000,
    raisedAtMs: nowMs,
    snoozedUntilMs: null,
    isDismissed: false,
  },
  intents: {
    ...endpoint,
    id: 'an intent',
    wanted: { id: 'crane', size: 'Standard', leaseMs: 3_600_000, models: [] },
    createdAtMs: nowMs,
    attempts: 1,
    firstSentAtMs: nowMs,
    firstSentServerMs: null,
    unsettled: 1,
    askedAtMs: null,
    hasConflict: false,
    wasThere: false,
    isCancelled: false,
    before: null,
    end: null,
    sessionIds: [],
    failure: 'timeout',
    isDismissed: false,
    revision: 3,
  },
  plans: {
    id: 'a plan',
    createdAtMs: nowMs,
    activeAtMs: nowMs,
    wanted: { id: 'crane', leaseMs: 3_600_000, models: [] },
    places: [{ ...place, size: 'Standard' }, place],
    failures: [{ kind: 'session', message: 'no capacity' }],
    replaces: { ...endpoint, sessionId: 'dock' },
    restarts: 0,
    begun: null,
    isHalted: false,
    isPaused: false,
    stopTries: 0,
    end: null,
    isDismissed: false,
    revision: 2,
  },
  wishes: {
    ...endpoint,
    id: 'a wish',
    kind: 'extend',
    sessionId: 'crane',
    addMs: 900_000,
    createdAtMs: nowMs,
    sentAtMs: null,
    end: null,
    isDismissed: false,
    revision: 1,
  },
}
const keyPaths = {
  entries: 'key',
  marks: 'sessionKey',
  alerts: 'id',
  intents: 'id',
  plans: 'id',
  wishes: 'id',
}

type FormerTable = keyof typeof keyPaths
type FormerSchema = DBSchema & Record<FormerTable, { key: string; value: unknown }>
const formerTables = Object.keys(keyPaths) as FormerTable[]

/** How the former console opens its database. */
const openFormer = () =>
  openDatabase<FormerSchema>(storage, former, 4, (db) => {
    for (const table of formerTables) db.createObjectStore(table, { keyPath: keyPaths[table] })
  })

const openTab = async (): Promise<Runtime> => {
  const database = openConsoleDb(storage, name, former)
  const runtime = openRuntime({ browser: { storage, database, openChannel: () => null } })
  await openConsoleTables(runtime)
  return runtime
}

/** All rows that a tab knows, by their current names. */
const knownBy = (runtime: Runtime) =>
  [
    historyStore,
    localActionsStore,
    alertsStore,
    createIntentsStore,
    startPlansStore,
    unsentActionsStore,
  ].map((storeOf) => [...storeOf(runtime).getState().rows.values()])

const { places, ...plan } = formerRows.plans
const expected = [
  [formerRows.entries],
  [formerRows.marks],
  [formerRows.alerts],
  [formerRows.intents],
  [{ ...plan, candidates: places }],
  [formerRows.wishes],
]

afterEach(() => {
  vi.restoreAllMocks()
  indexedDB.deleteDatabase(name)
  indexedDB.deleteDatabase(former)
  storage = createStorage(NO_STORAGE)
})

test("everything in the previous version's database is moved, in all tables, once and for all", async () => {
  const old = await openFormer()()
  for (const table of formerTables) await old.put(table, formerRows[table])
  old.close()
  const [one, other] = await Promise.all([openTab(), openTab()])
  expect(knownBy(one)).toEqual(expected)
  expect(knownBy(other)).toEqual(expected)
  expect(storage.health.getState()).toMatchObject({ isRefused: false, setAside: [] })
  // Nothing comes back that was removed since.
  await openConsoleDb(storage, name, former).remove('alerts', [formerRows.alerts.id])
  expect(alertsStore(await openTab()).getState().rows.size).toBe(0)
})

test('an open tab of the previous version reports that it is outdated, and writes no more', async () => {
  const openOld = openFormer()
  const old = await openOld()
  for (const table of formerTables) await old.put(table, formerRows[table])
  expect(knownBy(await openTab())).toEqual(expected)
  expect(storage.health.getState().isOutdated).toBe(true)
  await expect(openOld()).rejects.toThrow('newer version')
  await expect(openFormer()()).rejects.toThrow()
})

test('a frozen tab of the previous version delays nothing, and its rows are moved once it is gone', async () => {
  // Its listeners don't run, so it keeps the database when it is asked to make way.
  const frozen = await openDB<FormerSchema>(former, 4, {
    upgrade: (db) => {
      for (const table of formerTables)
        db.createObjectStore(table, { keyPath: keyPaths[table] })
    },
  })
  await frozen.put('alerts', formerRows.alerts)
  const opened = vi.spyOn(IDBFactory.prototype, 'open')
  const database = openConsoleDb(storage, name, former)
  const runtime = openRuntime({ browser: { storage, database, openChannel: () => null } })
  await openConsoleTables(runtime)
  await expect(database.all('alerts')).rejects.toThrow('held by an older tab')
  expect(storage.health.getState().isRefused).toBe(true)
  expect(opened.mock.calls.filter(([each]) => each === former)).toHaveLength(1)
  frozen.close()
  await vi.waitFor(async () =>
    expect(await database.all('alerts')).toEqual([formerRows.alerts]),
  )
})

test('without a previous version, no former database is left behind', async () => {
  expect(knownBy(await openTab())).toEqual([[], [], [], [], [], []])
  expect((await indexedDB.databases()).map((each) => each.name)).not.toContain(former)
  const db = await openDB(name)
  expect([...db.objectStoreNames]).toContain('startPlans')
  db.close()
})
