import { type DBSchema, type IDBPDatabase, openDB, type OpenDBCallbacks } from 'idb'
import { type ConsoleStorage, reportOutdated } from './storage.ts'

/**
 * How long an opening may take, ms. The browser reports only the first request that waits for an
 * older tab; those of other tabs queue behind it in silence.
 */
const MAX_OPEN_MS = 10_000

/**
 * A database of this browser that survives disruptions. It is opened again after it was cleared
 * or closed under an open tab, makes way for a newer version of the console, and never waits
 * for an older tab that doesn't make way.
 * @returns opens the connection; rejects while storage is refused or another version holds it
 */
export function openDatabase<Schema extends DBSchema>(
  storage: ConsoleStorage,
  name: string,
  version: number,
  upgrade: NonNullable<OpenDBCallbacks<Schema>['upgrade']>,
): () => Promise<IDBPDatabase<Schema>> {
  let opening: Promise<IDBPDatabase<Schema>> | null = null
  let isOutdated = false
  /** An opening waits for an older tab, and another one would only queue behind it. */
  let isBlocked = false

  const forget = () => {
    opening = null
  }
  const connect = () =>
    new Promise<IDBPDatabase<Schema>>((resolve, reject) => {
      const giveUp = () => {
        isBlocked = true
        reject(new Error(`${name} is held by an older tab`))
      }
      const limit = setTimeout(giveUp, MAX_OPEN_MS)
      openDB<Schema>(name, version, {
        upgrade,
        // A frozen tab can't close its connection. Callers must not hang with it.
        blocked: giveUp,
        blocking: (_current, wanted, event) => {
          if (event.target instanceof IDBDatabase) event.target.close()
          forget()
          // null: the database was deleted, and the next use creates it again.
          if (wanted !== null) {
            isOutdated = true
            reportOutdated(storage)
          }
        },
        terminated: forget,
      }).then(
        (db) => {
          clearTimeout(limit)
          // The older tab made way in the end.
          isBlocked = false
          opening = Promise.resolve(db)
          resolve(db)
        },
        (reason: unknown) => {
          clearTimeout(limit)
          isBlocked = false
          if (reason instanceof DOMException && reason.name === 'VersionError') {
            isOutdated = true
            reportOutdated(storage)
          }
          reject(reason instanceof Error ? reason : new Error(`${name} can't be opened`))
        },
      )
    })

  return () => {
    if (isOutdated) return Promise.reject(new Error(`${name} belongs to a newer version`))
    if (opening) return opening
    if (isBlocked) return Promise.reject(new Error(`${name} is held by an older tab`))
    const attempt = connect()
    opening = attempt
    // The next use tries again.
    attempt.catch(() => {
      if (opening === attempt) forget()
    })
    return attempt
  }
}

/** How often a record was changed. Missing in what an earlier version wrote. */
export type Revised = { revision?: number }

/**
 * Decides which of two states of a record is current. Memory is ahead of a database that
 * refused the last write or was cleared.
 */
export function newerOf<T extends Revised>(stored: T | null, known: T | null): T | null {
  return stored !== null && (stored.revision ?? 0) >= (known?.revision ?? 0) ? stored : known
}

/** Returns a record after a change. */
export function revised<T extends Revised>(next: T, before: Revised | null): T {
  return {
    ...next,
    revision: (before?.revision ?? 0) + 1,
  }
}

/** Runs work in one transaction. The result is on disk when the promise resolves. */
export async function inTransaction<T extends { done: Promise<void> }, R>(
  transaction: T,
  work: (transaction: T) => Promise<R>,
): Promise<R> {
  // When the work fails nobody awaits this promise anymore, and it fails too.
  transaction.done.catch(() => {})
  const result = await work(transaction)
  await transaction.done
  return result
}
