import { createMemoryConsoleDb, type ConsoleDb } from '../tabs/console-db.ts'

/**
 * For tests: a disk that can be read, and refuses what is written for as long as it is full.
 * @param isFull asked with each write
 */
export const fillableDb = (isFull: () => boolean, db = createMemoryConsoleDb()): ConsoleDb => ({
  ...db,
  change: (table, id, change) =>
    db.change(table, id, (known) => {
      const next = change(known)
      if (next !== null && next !== known && isFull())
        throw new DOMException('full', 'QuotaExceededError')
      return next
    }),
})
