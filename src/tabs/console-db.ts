import { type DBSchema, deleteDB, type IDBPDatabase } from 'idb'
import { inTransaction, openDatabase } from '../util/database.ts'
import type { RowDatabase } from '../util/row-database.ts'
import type { ConsoleStorage } from '../util/storage.ts'

/** The database of the shared tables. It holds facts of sessions only, and no secret. */

/** The key of a row, by table. Each room owns the schema of its rows. */
export const KEY_PATHS = {
  entries: 'key',
  localActions: 'sessionKey',
  alerts: 'id',
  createIntents: 'id',
  startPlans: 'id',
  unsentActions: 'id',
  bulkRuns: 'id',
  bulkItems: 'id',
} as const

export type ConsoleTable = keyof typeof KEY_PATHS

/** The tables that came with the second version of the database. */
const ADDED_TABLES = ['bulkRuns', 'bulkItems'] as const satisfies ConsoleTable[]

/** The tables of the first database, whose last version was 4, by their current names. */
const FORMER_TABLES = {
  entries: 'entries',
  localActions: 'marks',
  alerts: 'alerts',
  createIntents: 'intents',
  startPlans: 'plans',
  unsentActions: 'wishes',
} as const
const FORMER_NAME = 'rrc-watch'
const FORMER_VERSION = 4

type FormerTable = keyof typeof FORMER_TABLES
const TABLES = Object.keys(KEY_PATHS) as ConsoleTable[]
const MOVED_TABLES = Object.keys(FORMER_TABLES) as FormerTable[]

// Reads return anything and are validated; writes are rows.
type ConsoleSchema = DBSchema &
  Record<ConsoleTable, { key: string; value: unknown }> & {
    meta: { key: 'moved'; value: boolean }
  }
type FormerSchema = DBSchema &
  Record<(typeof FORMER_TABLES)[FormerTable], { key: string; value: unknown }>

/**
 * Opens the database of this browser. Its first use moves the rows of the former database.
 * @param name for tests, each of which has its own database
 */
export function openConsoleDb(
  storage: ConsoleStorage,
  name = 'rrc-console',
  formerName = FORMER_NAME,
): RowDatabase {
  const connect = openDatabase<ConsoleSchema>(storage, name, 2, (db, oldVersion) => {
    const added: readonly ConsoleTable[] = oldVersion === 0 ? TABLES : ADDED_TABLES
    for (const table of added) db.createObjectStore(table, { keyPath: KEY_PATHS[table] })
    if (oldVersion === 0) db.createObjectStore('meta')
  })
  const moveOnce = createMove(storage, formerName)
  const database = async () => {
    const db = await connect()
    await moveOnce(db)
    return db
  }
  return {
    all: async (table) => (await database()).getAll(table as ConsoleTable),
    put: async (table, rows) =>
      inTransaction(
        (await database()).transaction(table as ConsoleTable, 'readwrite'),
        async ({ store }) => {
          await Promise.all(rows.map((row) => store.put(row)))
        },
      ),
    change: async (table, keys, change) =>
      inTransaction(
        (await database()).transaction(table as ConsoleTable, 'readwrite', {
          durability: 'strict',
        }),
        async ({ store }) => {
          await Promise.all(
            keys.map(async (key) => {
              const next = change(await store.get(key), key)
              if (next !== null) await store.put(next)
            }),
          )
        },
      ),
    remove: async (table, keys) =>
      inTransaction(
        (await database()).transaction(table as ConsoleTable, 'readwrite'),
        async ({ store }) => {
          await Promise.all(keys.map((key) => store.delete(key)))
        },
      ),
  }
}

/**
 * Makes a function that moves the rows of the former database, once for all tabs. It is opened at a
 * higher version, so a tab of the former console that is still open has to close it, reports that
 * it is outdated, and can't write there again. Rows in the memory of such a tab end with it.
 *
 * All calls share one attempt and one connection, because while a frozen tab holds the former
 * database each further request would queue behind the first.
 * @returns resolves once the rows are in the database, whichever tab moved them; rejects while the
 *   former database can't be opened, and the next call tries again
 */
function createMove(
  storage: ConsoleStorage,
  formerName: string,
): (db: IDBPDatabase<ConsoleSchema>) => Promise<void> {
  // Looking for a database creates it.
  let isMissing = false
  const openFormer = openDatabase<FormerSchema>(
    storage,
    formerName,
    FORMER_VERSION + 1,
    (_db, oldVersion) => {
      isMissing = oldVersion === 0
    },
  )
  const move = async (db: IDBPDatabase<ConsoleSchema>) => {
    if (await db.get('meta', 'moved')) return
    const former = await openFormer()
    await moveFormerRows(db, former)
    former.close()
    if (isMissing) await deleteDB(formerName)
  }
  let moving: Promise<void> | null = null
  return (db) => {
    moving ??= move(db).catch(async (reason: unknown) => {
      // Another tab was faster, and deleted the former database meanwhile.
      if (await db.get('meta', 'moved')) return
      moving = null
      throw reason
    })
    return moving
  }
}

async function moveFormerRows(
  db: IDBPDatabase<ConsoleSchema>,
  former: IDBPDatabase<FormerSchema>,
): Promise<void> {
  const rows = await Promise.all(
    MOVED_TABLES.map(async (table) => {
      const formerTable = FORMER_TABLES[table]
      const isThere = former.objectStoreNames.contains(formerTable)
      return [table, isThere ? await former.getAll(formerTable) : []] as const
    }),
  )
  await inTransaction(
    db.transaction([...TABLES, 'meta' as const], 'readwrite'),
    async (transaction) => {
      // Another tab may have moved them meanwhile, and the rows may have changed since.
      if (await transaction.objectStore('meta').get('moved')) return
      for (const [table, found] of rows)
        for (const row of found) await transaction.objectStore(table).put(row)
      await transaction.objectStore('meta').put(true, 'moved')
    },
  )
  for (const table of Object.values(FORMER_TABLES))
    if (former.objectStoreNames.contains(table)) await former.clear(table)
}
