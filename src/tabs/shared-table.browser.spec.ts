import { afterEach, expect, test, vi } from 'vitest'
import { newCreateIntent } from '../starts/create-intent.ts'
import { createIntents } from '../starts/create-intents-table.ts'
import { openRuntime } from '../test-support/open-runtime.ts'
import { openConsoleDb } from './console-db.ts'
import { createStorage, NO_STORAGE } from '../util/storage.ts'

/** A shared table in the database of a real browser, on a full disk. */

const name = `shared table ${crypto.randomUUID()}`
const known = {
  id: 'a',
  accountId: 'account',
  endpoint: 'https://a',
  apiVersion: 'v1' as const,
  wanted: { id: '', size: 'Standard', leaseMs: 60_000, models: [] },
}

afterEach(() => {
  vi.restoreAllMocks()
  indexedDB.deleteDatabase(name)
})

test.each<[string, (put: () => IDBRequest<IDBValidKey>, store: IDBObjectStore) => IDBRequest]>([
  [
    'refuses a row at once',
    () => {
      throw new DOMException('full', 'QuotaExceededError')
    },
  ],
  [
    'breaks off what it began',
    (put, store) => {
      const request = put()
      store.transaction.abort()
      return request
    },
  ],
])(
  'on a disk that %s a row lives on in memory, and is written once there is room',
  async (_how, refuse) => {
    const db = openConsoleDb(createStorage(NO_STORAGE), name, `former ${name}`)
    const table = createIntents(
      openRuntime({ browser: { database: db, openChannel: () => null } }),
    )
    await table.open(0)
    await table.change('a', () => newCreateIntent(known, 0))
    const { put } = IDBObjectStore.prototype
    vi.spyOn(IDBObjectStore.prototype, 'put').mockImplementation(function (
      this: IDBObjectStore,
      row: unknown,
    ) {
      return refuse(() => put.call(this, row), this)
    })
    await table.update('a', (intent) => ({ ...intent, attempts: 1 }))
    expect(await table.update('a', (intent) => intent)).toMatchObject({ attempts: 1 })
    expect(await db.all('createIntents')).toEqual([])
    vi.restoreAllMocks()
    await table.update('a', (intent) => intent)
    expect(await db.all('createIntents')).toMatchObject([{ attempts: 1 }])
  },
)
