import { type DBSchema, openDB } from 'idb'
import { type GateStore, INITIAL_STATE, type SharedGateState } from './store.ts'

/**
 * The state of the gates, shared by all tabs of a browser and kept over a reload, so that
 * neither a second tab nor F5 breaks the spacing. Holds times and counts, no secret.
 */

type GateDb = DBSchema & { gates: { key: string; value: SharedGateState } }

type Message = { gate: string; state: SharedGateState }

/**
 * Opens the shared state of this browser.
 * @param channel tells the other tabs of changes, for their screens; correctness rests on the
 *   database alone, whose write transactions exclude each other over all tabs
 * @returns the store of each gate, by its name. Where storage is refused each tab is on its own
 */
export const openSharedStores = (
  channel: BroadcastChannel,
  databaseName = 'rrc-gates',
): ((gate: string) => GateStore) => {
  const database = openDB<GateDb>(databaseName, 1, {
    upgrade: (db) => {
      db.createObjectStore('gates')
    },
    // Another version of the console wants to upgrade: let it.
    blocking: (_current, _blocked, event) => {
      if (event.target instanceof IDBDatabase) event.target.close()
    },
  })
  // A refused database is handled at each use; this keeps it from being an unhandled rejection.
  database.catch(() => {})

  return (gate) => {
    let known = INITIAL_STATE
    const listeners = new Set<() => void>()
    const learn = (state: SharedGateState) => {
      known = state
      for (const listener of listeners) listener()
    }
    channel.addEventListener('message', ({ data }: MessageEvent<Message>) => {
      if (data.gate === gate) learn(data.state)
    })
    void database
      .then((db) => db.get('gates', gate))
      .then((state) => {
        if (state && known === INITIAL_STATE) learn(state)
      })
      .catch(() => {})

    return {
      update: async (change) => {
        try {
          const transaction = (await database).transaction('gates', 'readwrite')
          const { next, result } = change((await transaction.store.get(gate)) ?? INITIAL_STATE)
          if (next !== known) await transaction.store.put(next, gate)
          await transaction.done
          known = next
          channel.postMessage({ gate, state: next } satisfies Message)
          return result
        } catch {
          // Storage was refused or cleared under us: this tab goes on with what it knows.
          const { next, result } = change(known)
          known = next
          return result
        }
      },
      peek: () => known,
      subscribe: (listener) => {
        listeners.add(listener)
        return () => listeners.delete(listener)
      },
    }
  }
}
