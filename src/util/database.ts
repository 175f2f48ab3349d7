import { type DBSchema, type IDBPDatabase, openDB, type OpenDBCallbacks } from 'idb'
import { reportOutdated } from './storage-health.ts'

/**
 * A database of this browser that survives what happens to it: it is opened anew when it was
 * cleared or closed under an open tab, makes way for a newer version of the console, and never
 * waits for an older tab that does not make way.
 * @returns the way to the connection; rejects while storage is refused or another version has it
 */
export const openDatabase = <Schema extends DBSchema>(
  name: string,
  version: number,
  upgrade: NonNullable<OpenDBCallbacks<Schema>['upgrade']>,
): (() => Promise<IDBPDatabase<Schema>>) => {
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
