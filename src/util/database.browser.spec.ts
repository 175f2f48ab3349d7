import type { DBSchema } from 'idb'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { openDatabase } from './database.ts'
import { createStorage, NO_STORAGE } from './storage.ts'

/** Opening one name twice stands for two tabs. */
type Schema = DBSchema & { rows: { key: string; value: string } }

let storage = createStorage(NO_STORAGE)

const tab = (name: string, version = 1) =>
  openDatabase<Schema>(storage, name, version, (db) => {
    if (!db.objectStoreNames.contains('rows')) db.createObjectStore('rows')
  })
const newName = () => `database ${crypto.randomUUID()}`
const done = (request: IDBRequest): Promise<unknown> =>
  new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result)
    request.onerror = () => reject(request.error ?? new Error('refused'))
  })

beforeEach(() => {
  storage = createStorage(NO_STORAGE)
})
afterEach(() => {
  vi.useRealTimers()
})

test('what another tab deletes is created again by the next use', async () => {
  const name = newName()
  const open = tab(name)
  await (await open()).put('rows', 'before', 'key')
  await done(indexedDB.deleteDatabase(name))
  const db = await open()
  expect(await db.get('rows', 'key')).toBeUndefined()
  await db.put('rows', 'after', 'key')
  expect(await db.get('rows', 'key')).toBe('after')
  expect(storage.health.getState().isOutdated).toBe(false)
})

test('an older tab makes way for a newer version at once, and knows that it is outdated', async () => {
  const name = newName()
  const older = tab(name)
  await (await older()).put('rows', 'kept', 'key')
  const newer = tab(name, 2)
  expect(await (await newer()).get('rows', 'key')).toBe('kept')
  expect(storage.health.getState().isOutdated).toBe(true)
  await expect(older()).rejects.toThrow('newer version')
})

test('a version that comes too late is refused at once and reports it', async () => {
  const name = newName()
  await tab(name, 2)()
  const older = tab(name)
  await expect(older()).rejects.toThrow()
  expect(storage.health.getState().isOutdated).toBe(true)
  await expect(older()).rejects.toThrow('newer version')
})

test('a frozen tab that keeps its connection blocks nobody, and all recovers once it is gone', async () => {
  const name = newName()
  const frozen = (await done(indexedDB.open(name, 1))) as IDBDatabase
  const open = tab(name, 2)
  await expect(open()).rejects.toThrow('held by an older tab')
  await expect(open()).rejects.toThrow('held by an older tab')
  frozen.close()
  await vi.waitFor(async () => {
    await (await open()).put('rows', 'there', 'key')
  })
  expect(await (await open()).get('rows', 'key')).toBe('there')
})

test('an opening that queues behind that of another tab is given up in time', async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
  const name = newName()
  const frozen = (await done(indexedDB.open(name, 1))) as IDBDatabase
  const [first, second] = [tab(name, 2), tab(name, 2)]
  await expect(first()).rejects.toThrow('held by an older tab')
  const refused = expect(second()).rejects.toThrow('held by an older tab')
  await vi.advanceTimersByTimeAsync(10_000)
  await refused
  vi.useRealTimers()
  frozen.close()
  await vi.waitFor(async () => {
    await (await second()).put('rows', 'there', 'key')
  })
})

test('simultaneous uses share one connection', async () => {
  const open = tab(newName())
  const all = await Promise.all([open(), open(), open()])
  expect(new Set(all).size).toBe(1)
})
