import { type DBSchema, type IDBPDatabase, openDB, type OpenDBCallbacks } from 'idb'
import { reportOutdated } from './storage-health.ts'

/**
 * A database of this browser that survives what happens to it: it is opened anew when it was
 * cleared or closed under an open tab, makes way for a newer version of the console, and never
 * waits for an older tab that does not make way.
 * @returns the way to the connection; rejects while storage is refused or another version has it
 */
export function openDatabase<Schema extends DBSchema>(
  name: string,
  version: number,
  upgrade: NonNullable<OpenDBCallbacks<Schema>['upgrade']>,
): () => Promise<IDBPDatabase<Schema>> {
  let opening: Promise<IDBPDatabase<Schema>> | null = null
  let isOutdated = false
  /** An opening waits for an older tab; another one would only wait behind it. */
  let isBlocked = false

  const forget = () => {
    opening = null
  }
  const connect = () =>
    new Promise<IDBPDatabase<Schema>>((resolve, reject) => {
      openDB<Schema>(name, version, {
        upgrade,
        // A tab that is frozen can't close its connection. What waits must not hang with it.
        blocked: () => {
          isBlocked = true
          reject(new Error(`${name} is held by an older tab`))
        },
        blocking: (_current, wanted, event) => {
          if (event.target instanceof IDBDatabase) event.target.close()
          forget()
          // null: it is deleted, and made anew by the next use.
          if (wanted !== null) {
            isOutdated = true
            reportOutdated()
          }
        },
        terminated: forget,
      }).then(
        (db) => {
          // After all, although it was blocked at first.
          isBlocked = false
          opening = Promise.resolve(db)
          resolve(db)
        },
        (reason: unknown) => {
          isBlocked = false
          if (reason instanceof DOMException && reason.name === 'VersionError') {
            isOutdated = true
            reportOutdated()
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

/** How often a record was changed; missing in what an earlier version wrote. */
export type Revised = { revision?: number }

/**
 * Which of two states of a record counts. Memory is ahead of a database that refused the last
 * write, or was cleared.
 */
export function newerOf<T extends Revised>(stored: T | null, known: T | null): T | null {
  return stored !== null && (stored.revision ?? 0) >= (known?.revision ?? 0) ? stored : known
}

/** A record after a change. */
export function revised<T extends Revised>(next: T, before: Revised | null): T {
  return {
    ...next,
    revision: (before?.revision ?? 0) + 1,
  }
}

/** Does in a transaction what belongs together; on disk when it resolves. */
export async function inTransaction<T extends { done: Promise<void> }, R>(
  transaction: T,
  work: (transaction: T) => Promise<R>,
): Promise<R> {
  // When the work fails nobody waits for this end any more, which fails too.
  transaction.done.catch(() => {})
  const result = await work(transaction)
  await transaction.done
  return result
}
