import { KEY_PATHS } from '../tabs/console-db.ts'
import type { RowDatabase } from '../util/row-database.ts'

/** For tests: the database of the shared tables, in memory. */
export function createMemoryConsoleDb(): RowDatabase {
  return createMemoryRows(KEY_PATHS)
}

/**
 * For tests: a database in memory.
 * @param keyPaths the key field, by table
 */
export function createMemoryRows(keyPaths: Readonly<Record<string, string>>): RowDatabase {
  const tables = new Map(
    Object.keys(keyPaths).map((table) => [table, new Map<unknown, unknown>()]),
  )
  const rowsOf = (table: string) => {
    const rows = tables.get(table)
    if (!rows) throw new Error(`there is no table ${table}`)
    return rows
  }
  const put = (table: string, row: object) =>
    rowsOf(table).set(
      (row as Record<string, unknown>)[keyPaths[table] ?? ''],
      structuredClone(row),
    )
  return {
    all: async (table) => [...rowsOf(table).values()].map((row) => structuredClone(row)),
    put: async (table, rows) => {
      for (const row of rows) put(table, row)
    },
    change: async (table, keys, change) => {
      const changed = keys.map((key) => change(structuredClone(rowsOf(table).get(key)), key))
      for (const row of changed) if (row !== null) put(table, row)
    },
    remove: async (table, keys) => {
      for (const key of keys) rowsOf(table).delete(key)
    },
  }
}
