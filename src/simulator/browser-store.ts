import { readState } from './read-state.ts'
import type { SimulatorState } from './state.ts'
import type { Store } from './store.ts'

const DATABASE = 'remote-rendering-simulator'
const STATES = 'states'
const KEY = 'current'
/** Where an unreadable state is kept. */
const SET_ASIDE_KEY = 'set aside'

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
  let isChecked = false
  let hasSetAside = false
  let opening: Promise<IDBDatabase> | null = null

  const database = (): Promise<IDBDatabase> => {
    const opened = (opening ??= openDatabase().then((db) => {
      const forget = () => {
        opening = null
      }
      db.onclose = forget
      db.onversionchange = () => {
        forget()
        db.close()
      }
      return db
    }))
    opened.catch(() => {
      opening = null
    })
    return opened
  }

  /**
   * Runs requests in one transaction and resolves when it is complete.
   * @param run gets functions to return the result and to undo everything
   */
  const transact = async <T>(
    run: (
      states: IDBObjectStore,
      give: (result: T) => void,
      undo: (reason: unknown) => void,
    ) => void,
  ): Promise<T> => {
    const db = await database()
    return new Promise((resolve, reject) => {
      // A power cut may lose the simulator's last call; waiting for the disk isn't worth it.
      const transaction = db.transaction(STATES, 'readwrite', { durability: 'relaxed' })
      transaction.onabort = () =>
        reject(transaction.error ?? new Error('The simulator could not store its state'))
      run(
        transaction.objectStore(STATES),
        (result) => {
          transaction.oncomplete = () => resolve(result)
        },
        (reason) => {
          reject(reason)
          transaction.abort()
        },
      )
    })
  }

  return {
    hasSetAside: () => hasSetAside,
    update: (change) =>
      transact((states, give, undo) => {
        const request = states.get(KEY)
        request.onsuccess = () => {
          const found: unknown = request.result
          // The first state found can contain anything. From then on only this module writes
          // here.
          const stored = isChecked ? (found as SimulatorState | undefined) : readState(found)
          try {
            if (stored === null && found !== undefined) {
              states.put(found, SET_ASIDE_KEY)
              hasSetAside = true
            }
            isChecked = true
            const { state, result } = change(stored ?? null)
            states.put(state, KEY)
            give(result)
          } catch (thrown) {
            undo(thrown)
          }
        }
      }),
    clear: () =>
      transact<void>((states, give) => {
        states.clear()
        give()
      }),
  }
}

function openDatabase(): Promise<IDBDatabase> {
  return new Promise((resolve, reject) => {
    const request = indexedDB.open(DATABASE, 1)
    request.onupgradeneeded = () => request.result.createObjectStore(STATES)
    request.onsuccess = () => resolve(request.result)
    request.onerror = () => reject(request.error ?? new Error('IndexedDB cannot be opened'))
    request.onblocked = () => reject(new Error('IndexedDB is in use by an older page'))
  })
}
