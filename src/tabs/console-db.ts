import type { DBSchema } from 'idb'
import type { Alert } from '../monitor/alerts.ts'
import { inTransaction, openDatabase } from '../util/database.ts'
import { readRow, readRows, type Rows } from './console-db-schemas.ts'

/** Where history and alerts are kept. Session facts only, no secret. */

// What is read may be anything, and is parsed; what is written is a row.
type ConsoleSchema = DBSchema & Record<keyof Rows, { key: string; value: unknown }>

export type ConsoleTable = keyof Rows
/** Tables of undertakings (see shared-table.ts). */
export type SharedTableName = 'intents' | 'plans' | 'wishes'
type Row<T extends ConsoleTable> = Rows[T]
export type SharedRow<T extends SharedTableName> = Row<T>

/**
 * A small database that many tabs write. Its calls reject when storage is refused. A row that
 * can't be read counts as absent (see console-db-schemas.ts).
 */
export type ConsoleDb = {
  all: <T extends ConsoleTable>(table: T) => Promise<Row<T>[]>
  put: <T extends ConsoleTable>(table: T, rows: readonly Row<T>[]) => Promise<void>
  /** False when the alert was there already: of several tabs one gets true. */
  addAlert: (alert: Alert) => Promise<boolean>
  /**
   * Changes one row, on disk before it resolves: what leaves after it was written down.
   * @param change gets null for one that is not there
   * @returns what is there now
   */
  change: <T extends SharedTableName>(
    table: T,
    id: string,
    change: (known: Row<T> | null) => Row<T> | null,
  ) => Promise<Row<T> | null>
  remove: (table: ConsoleTable, keys: readonly string[]) => Promise<void>
}

const keyOf = {
  entries: 'key',
  marks: 'sessionKey',
  alerts: 'id',
  intents: 'id',
  plans: 'id',
  wishes: 'id',
} as const

/** Opens the database of this browser. */
export const openConsoleDb = (name = 'rrc-watch'): ConsoleDb => {
  const database = openDatabase<ConsoleSchema>(name, 4, (db) => {
    for (const [table, keyPath] of Object.entries(keyOf))
      if (!db.objectStoreNames.contains(table as ConsoleTable))
        db.createObjectStore(table as ConsoleTable, { keyPath })
  })
  return {
    all: async (table) => readRows(table, await (await database()).getAll(table)),
    put: async (table, rows) =>
      inTransaction((await database()).transaction(table, 'readwrite'), async ({ store }) => {
        await Promise.all(rows.map((row) => store.put(row)))
      }),
    addAlert: async (alert) =>
      inTransaction(
        (await database()).transaction('alerts', 'readwrite'),
        async ({ store }) => {
          const isNew = readRow('alerts', await store.get(alert.id)) === null
          if (isNew) await store.put(alert)
          return isNew
        },
      ),
    change: async (table, id, change) =>
      inTransaction(
        (await database()).transaction(table, 'readwrite', { durability: 'strict' }),
        async ({ store }) => {
          const known = readRow(table, await store.get(id))
          const next = change(known)
          if (next !== null && next !== known) await store.put(next)
          return next
        },
      ),
    remove: async (table, keys) =>
      inTransaction((await database()).transaction(table, 'readwrite'), async ({ store }) => {
        await Promise.all(keys.map((key) => store.delete(key)))
      }),
  }
}

/** A database in memory, for tests. */
export const createMemoryConsoleDb = (): ConsoleDb => {
  const tables = {
    entries: new Map<string, unknown>(),
    marks: new Map<string, unknown>(),
    alerts: new Map<string, unknown>(),
    intents: new Map<string, unknown>(),
    plans: new Map<string, unknown>(),
    wishes: new Map<string, unknown>(),
  }
  return {
    all: async (table) => readRows(table, [...tables[table].values()]),
    put: async (table, rows) => {
      for (const row of rows) {
        const record = row as unknown as Record<string, string>
        tables[table].set(record[keyOf[table]] ?? '', structuredClone(row))
      }
    },
    addAlert: async (alert) => {
      if (readRow('alerts', tables.alerts.get(alert.id)) !== null) return false
      tables.alerts.set(alert.id, structuredClone(alert))
      return true
    },
    change: async <T extends SharedTableName>(
      table: T,
      id: string,
      change: (known: Row<T> | null) => Row<T> | null,
    ) => {
      const known = readRow(table, tables[table].get(id))
      const next = change(known && structuredClone(known))
      if (next !== null) tables[table].set(id, structuredClone(next))
      return next
    },
    remove: async (table, keys) => {
      for (const key of keys) tables[table].delete(key)
    },
  }
}
