/**
 * A small database of rows that many tabs write. It can contain anything, and each table is
 * read by its schema. Every call rejects while storage is refused.
 */
export type RowDatabase = {
  all: (table: string) => Promise<unknown[]>
  /** Writes rows under their own keys. */
  put: (table: string, rows: readonly object[]) => Promise<void>
  /**
   * Changes rows, all of them or none. They are on disk when the promise resolves, before anything
   * is sent.
   * @param change gets what is stored, undefined for none; returns what to write, null for
   *   nothing
   */
  change: (
    table: string,
    keys: readonly string[],
    change: (stored: unknown, key: string) => object | null,
  ) => Promise<void>
  remove: (table: string, keys: readonly string[]) => Promise<void>
}

/**
 * Makes a database whose code is fetched by its first call. When that fails the call rejects, as if
 * storage were refused, and the next call fetches again.
 */
export function createFetchedRows(fetchRows: () => Promise<RowDatabase>): RowDatabase {
  let fetched: Promise<RowDatabase> | null = null
  const rows = () => {
    fetched ??= fetchRows().catch((cause: unknown) => {
      fetched = null
      throw cause
    })
    return fetched
  }
  return {
    all: async (table) => (await rows()).all(table),
    put: async (table, changed) => (await rows()).put(table, changed),
    change: async (table, keys, change) => (await rows()).change(table, keys, change),
    remove: async (table, keys) => (await rows()).remove(table, keys),
  }
}
