import { createMemoryConsoleDb } from './memory-rows.ts'
import type { RowDatabase } from '../util/row-database.ts'

/**
 * For tests: a disk that can be read, and refuses changes while it is full.
 * @param isFull called with each change
 */
export function fillableDb(
  isFull: () => boolean,
  db: RowDatabase = createMemoryConsoleDb(),
): RowDatabase {
  return {
    ...db,
    change: (table, keys, change) =>
      db.change(table, keys, (stored, key) => {
        const next = change(stored, key)
        if (next !== null && isFull()) throw new DOMException('full', 'QuotaExceededError')
        return next
      }),
  }
}
