import { type DBSchema, type IDBPDatabase, openDB } from 'idb'
import { readState } from './read-state.ts'
import type { SimulatorState } from './state.ts'
import type { Store } from './store.ts'

const DATABASE = 'remote-rendering-simulator'
const STATES = 'states'
const KEY = 'current'
/** Where an unreadable state is kept. */
const SET_ASIDE_KEY = 'set aside'

/** A stored state can be anything: another version or another page may have written it. */
type Schema = DBSchema & { [STATES]: { key: string; value: unknown } }

/**
 * A store shared by all tabs of a browser and kept over reloads. It uses IndexedDB instead of
 * localStorage under a Web Lock, because tabs may be separate processes, and a lock doesn't
 * make localStorage show what another process has just written. A readwrite transaction
 * excludes all others.
 */
export function createBrowserStore(): Store & {
  /** Whether an unreadable state was found. It is kept, and a new one was begun. */
  hasSetAside: () => boolean
} {
  const database = createConnection()
  let isChecked = false
  let hasSetAside = false

  return {
    hasSetAside: () => hasSetAside,
    update: async (change) => {
      // A power cut may lose the simulator's last call; waiting for the disk isn't worth it.
      const options = { durability: 'relaxed' } as const
      const transaction = (await database()).transaction(STATES, 'readwrite', options)
      // Without this, the end of a transaction that is aborted below would be an unhandled error.
      transaction.done.catch(() => {})
      const { store } = transaction
      try {
        const found = await store.get(KEY)
        // The first state found can contain anything. From then on only this module writes here.
        const stored = isChecked ? (found as SimulatorState | undefined) : readState(found)
        if (stored === null && found !== undefined) {
          await store.put(found, SET_ASIDE_KEY)
          hasSetAside = true
        }
        isChecked = true
        const { state, result } = change(stored ?? null)
        await store.put(state, KEY)
        await transaction.done
        return result
      } catch (thrown) {
        abort(transaction)
        throw thrown
      }
    },
    clear: async () => (await database()).clear(STATES),
  }
}

/** Opens the database on first use, and anew once it was closed under the page. */
function createConnection(): () => Promise<IDBPDatabase<Schema>> {
  let opening: Promise<IDBPDatabase<Schema>> | null = null
  const forget = () => {
    opening = null
  }

  const open = () =>
    new Promise<IDBPDatabase<Schema>>((resolve, reject) => {
      openDB<Schema>(DATABASE, 1, {
        upgrade: (db) => {
          db.createObjectStore(STATES)
        },
        blocked: () => reject(new Error('IndexedDB is in use by an older page')),
        blocking: (_current, _wanted, event) => {
          forget()
          if (event.target instanceof IDBDatabase) event.target.close()
        },
        terminated: forget,
      }).then(resolve, reject)
    })

  return () => {
    if (opening) return opening
    const opened = open()
    opening = opened
    // The next use tries again.
    opened.catch(forget)
    return opened
  }
}

/** Undoes a transaction; one that failed by itself is undone already. */
function abort(transaction: { abort: () => void }): void {
  try {
    transaction.abort()
  } catch {
    // It has ended.
  }
}
