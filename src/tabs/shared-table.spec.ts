import * as v from 'valibot'
import { beforeEach, expect, test, vi } from 'vitest'
import { type CreateIntent, newCreateIntent } from '../starts/create-intent.ts'
import { fillableDb } from '../test-support/full-disk.ts'
import { defineSharedTable, expiredOperations } from './shared-table.ts'
import { createMemoryConsoleDb } from '../test-support/memory-rows.ts'
import { openRuntime } from '../test-support/open-runtime.ts'
import { createFakeChannels } from '../test-support/fake-channels.ts'
import { isRecord } from '../util/is-record.ts'
import type { Revised } from '../util/database.ts'
import type { RowDatabase } from '../util/row-database.ts'
import type { BrowserEdge } from '../runtime/runtime.ts'
import { createStorage, NO_STORAGE } from '../util/storage.ts'

const DAY = 86_400_000
const intent = (
  id: string,
  createdAtMs: number,
  end: CreateIntent['end'] = null,
): CreateIntent => ({
  ...newCreateIntent(
    {
      id,
      accountId: 'account',
      endpoint: 'https://a',
      apiVersion: '2021-01-01',
      wanted: { id, size: 'Standard', leaseMs: 60_000, models: [] },
    },
    createdAtMs,
  ),
  end,
})
const tableOf = defineSharedTable({
  name: 'createIntents',
  schema: v.custom<CreateIntent & Revised>(
    (row) => isRecord(row) && typeof row['id'] === 'string',
  ),
  keyOf: ({ id }) => id,
  expired: expiredOperations(({ isDismissed }) => !isDismissed),
})
let storage = createStorage(NO_STORAGE)
const full = () => fillableDb(() => true)

/** A tab of a browser with this database, and the channel to its other tabs. */
const openTab = async (
  database: RowDatabase | null = createMemoryConsoleDb(),
  openChannel: BrowserEdge['openChannel'] = () => null,
  nowMs = 0,
) => {
  const table = tableOf(openRuntime({ browser: { storage, database, openChannel } }))
  await table.open(nowMs)
  return table
}

/** The content of the database. */
const rowsOf = (db: RowDatabase) => db.all('createIntents') as Promise<CreateIntent[]>

beforeEach(() => {
  storage = createStorage(NO_STORAGE)
})

test('rows survive a reload; ended ones go after two days, unread ones after a month', async () => {
  const db = createMemoryConsoleDb()
  const read = { isDismissed: true }
  for (const one of [
    intent('open', 0),
    { ...intent('ended', 29 * DAY, 'adopted'), ...read },
    { ...intent('long-ended', 29 * DAY - 1, 'adopted'), ...read },
    intent('unread', DAY, 'not-created'),
    intent('long-unread', DAY - 1, 'not-created'),
  ])
    await db.put('createIntents', [one])
  const table = await openTab(db, undefined, 31 * DAY)
  const kept = ['ended', 'open', 'unread']
  expect([...table.store.getState().rows.keys()].toSorted()).toEqual(kept)
  expect((await rowsOf(db)).map(({ id }) => id).toSorted()).toEqual(kept)
})

test('a full disk stops nothing: rows live on in memory, and it is reported', async () => {
  const table = await openTab(full())
  expect(storage.health.getState().isRefused).toBe(false)
  await table.change('a', () => intent('a', 0))
  const next = await table.change('a', (known) => known && { ...known, attempts: 1 })
  expect(next).toMatchObject({ id: 'a', attempts: 1 })
  expect(table.store.getState().rows.get('a')).toMatchObject({ attempts: 1 })
  expect(storage.health.getState().isRefused).toBe(true)
})

test('an unreadable database is reported before anything begins', async () => {
  await openTab({
    ...createMemoryConsoleDb(),
    all: () => Promise.reject(new Error('refused')),
  })
  expect(storage.health.getState().isRefused).toBe(true)
})

test('what one tab changes another shows', async () => {
  const db = createMemoryConsoleDb()
  const channels = createFakeChannels()
  const first = await openTab(db, channels.of({}))
  const second = await openTab(db, channels.of({}))
  await first.change('a', () => intent('a', 0))
  await settled()
  expect(second.store.getState().rows.get('a')).toMatchObject({ id: 'a' })
  // The database is the source of truth: the other tab's change begins from it.
  await second.change('a', (known) => known && { ...known, isCancelled: true })
  await settled()
  expect(first.store.getState().rows.get('a')).toMatchObject({ isCancelled: true })
})

test('a change of a missing row creates nothing', async () => {
  const table = await openTab()
  expect(await table.change('none', (known) => known)).toBeNull()
  expect(table.store.getState().rows.size).toBe(0)
})

test('a row that another tab deleted is written again with the next change', async () => {
  const db = createMemoryConsoleDb()
  const table = await openTab(db)
  await table.change('a', () => intent('a', 0))
  await db.remove('createIntents', ['a'])
  await table.change('a', (known) => known && { ...known, attempts: 1 })
  expect(await rowsOf(db)).toMatchObject([{ id: 'a', attempts: 1 }])
})

test('rows loaded before the database refused live on too', async () => {
  const db = createMemoryConsoleDb()
  await db.put('createIntents', [intent('a', 0)])
  const table = await openTab({ ...full(), all: db.all })
  const next = await table.change('a', (known) => known && { ...known, attempts: 1 })
  expect(next).toMatchObject({ id: 'a', attempts: 1 })
})

test('a change that storage refused is neither undone by the next read nor sent to other tabs as older', async () => {
  const channels = createFakeChannels()
  let isFull = false
  const db = createMemoryConsoleDb()
  const disk = fillableDb(() => isFull, db)
  const first = await openTab(disk, channels.of({}))
  const second = await openTab(disk, channels.of({}))
  await first.change('a', () => intent('a', 0))
  isFull = true
  await first.update('a', (known) => ({ ...known, attempts: 1 }))
  expect(await first.update('a', (known) => known)).toMatchObject({ attempts: 1 })
  // The other tab reads the same full disk.
  expect(await second.update('a', (known) => known)).toMatchObject({ attempts: 1 })
  // An older state must not be used after a reload, or a v1 create would be sent twice.
  expect(await rowsOf(db)).toEqual([])
  await second.update('a', (known) => ({ ...known, isCancelled: true }))
  expect(await first.update('a', (known) => known)).toMatchObject({
    attempts: 1,
    isCancelled: true,
  })
})

test('what storage refused is written as soon as there is room', async () => {
  let isFull = true
  const db = createMemoryConsoleDb()
  const table = await openTab(fillableDb(() => isFull, db))
  await table.change('a', () => intent('a', 0))
  await table.update('a', (known) => ({ ...known, attempts: 1 }))
  expect(await rowsOf(db)).toEqual([])
  isFull = false
  await table.update('a', (known) => known)
  expect(await rowsOf(db)).toMatchObject([{ id: 'a', attempts: 1 }])
})

test('a change without effect renders nothing and sends nothing', async () => {
  const postMessage = vi.fn<(message: unknown) => void>()
  const table = await openTab(createMemoryConsoleDb(), () => ({
    postMessage,
    addEventListener: () => {},
  }))
  await table.change('a', () => intent('a', 0))
  const shown = vi.fn()
  table.store.subscribe(shown)
  postMessage.mockClear()
  await table.update('a', (known) => known)
  expect(shown).not.toHaveBeenCalled()
  expect(postMessage).not.toHaveBeenCalled()
})

test('an update of a missing row says which one is missing', async () => {
  const table = await openTab()
  await expect(table.update('none', (known) => known)).rejects.toThrow(
    'createIntents none is gone',
  )
})

test('put rows are shown, sent, and stored, and the later of two puts counts', async () => {
  const db = createMemoryConsoleDb()
  const channels = createFakeChannels()
  const first = await openTab(db, channels.of({}))
  const second = await openTab(db, channels.of({}))
  first.put([intent('a', 0), intent('b', 0)])
  await settled()
  second.put([{ ...intent('a', 0), attempts: 1 }])
  await settled()
  for (const table of [first, second])
    expect([...table.store.getState().rows.values()].map(({ attempts }) => attempts)).toEqual([
      1, 0,
    ])
  expect(await rowsOf(db)).toMatchObject([{ id: 'a', attempts: 1, revision: 2 }, { id: 'b' }])
})

test('when several tabs add a row at once one adds it, and all of them show it', async () => {
  const db = createMemoryConsoleDb()
  const tabs = await Promise.all([0, 1, 2].map(() => openTab(db)))
  const added = await Promise.all(
    [...tabs, ...tabs].map((table) => table.add([intent('a', 0)])),
  )
  expect(added.flat()).toHaveLength(1)
  for (const table of tabs) expect(table.store.getState().rows.has('a')).toBe(true)
})

test('of many rows added at once those that another tab has added are left as they are', async () => {
  const db = createMemoryConsoleDb()
  const first = await openTab(db)
  const second = await openTab(db)
  await first.add([intent('b', 7)])
  const added = await second.add([intent('a', 0), intent('b', 0), intent('c', 0)])
  expect(added.map(({ id }) => id)).toEqual(['a', 'c'])
  expect(second.store.getState().rows.get('b')?.createdAtMs).toBe(7)
  expect(await rowsOf(db)).toHaveLength(3)
})

test('a row removed in one tab is removed in all of them', async () => {
  const db = createMemoryConsoleDb()
  const channels = createFakeChannels()
  const first = await openTab(db, channels.of({}))
  const second = await openTab(db, channels.of({}))
  first.put([intent('a', 0), intent('b', 0)])
  await settled()
  second.remove(['a'])
  await settled()
  for (const table of [first, second])
    expect([...table.store.getState().rows.keys()]).toEqual(['b'])
  expect(await rowsOf(db)).toMatchObject([{ id: 'b' }])
})

test('a message of another version is reported and changes nothing; its row is read on the next visit', async () => {
  const db = createMemoryConsoleDb()
  const channels = createFakeChannels()
  const table = await openTab(db, channels.of({}))
  const newer = channels.of({})('rrc-console')
  const row = intent('a', 0)
  await db.put('createIntents', [row])
  newer.postMessage({ version: 2, table: 'createIntents', rows: [row], removed: [] })
  await settled()
  expect(storage.health.getState().hasUnreadMessage).toBe(true)
  expect(table.store.getState().rows.size).toBe(0)
  expect((await openTab(db)).store.getState().rows.has('a')).toBe(true)
})

test('a message with one unreadable row is not accepted in part', async () => {
  const channels = createFakeChannels()
  const table = await openTab(createMemoryConsoleDb(), channels.of({}))
  channels
    .of({})('rrc-console')
    .postMessage({
      version: 1,
      table: 'createIntents',
      rows: [intent('a', 0), { id: 5 }],
      removed: [],
    })
  await settled()
  expect(storage.health.getState().hasUnreadMessage).toBe(true)
  expect(table.store.getState().rows.size).toBe(0)
})

async function settled(): Promise<void> {
  for (let turn = 0; turn < 20; turn += 1) await Promise.resolve()
}
