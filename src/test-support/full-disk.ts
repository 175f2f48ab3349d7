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
    change: (table, key, change) =>
      db.change(table, key, (stored) => {
        const next = change(stored)
        if (next !== null && isFull()) throw new DOMException('full', 'QuotaExceededError')
        return next
      }),
  }
}
