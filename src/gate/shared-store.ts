import type { DBSchema } from 'idb'
import { openDatabase } from '../util/database.ts'
import {
  type GateStore,
  type GateStores,
  INITIAL_STATE,
  type SharedGateState,
} from './store.ts'

/**
 * The state of the gates, shared by all tabs of a browser and kept over a reload, so that
 * neither a second tab nor F5 breaks the spacing. Holds times and counts, no secret.
 */

type GateDb = DBSchema & {
  gates: { key: string; value: SharedGateState }
  lead: { key: 'epoch'; value: number }
}

type Message = { gate: string; state: SharedGateState }

/**
 * Opens the shared state of this browser.
 * @param channel tells the other tabs of changes, for their screens; correctness rests on the
 *   database alone, whose write transactions exclude each other over all tabs. Null where the
 *   browser has none
 * @returns the stores. Where storage is refused, the tabs know what the channel told them
 */
export const openSharedStores = (
  channel: BroadcastChannel | null,
  databaseName = 'rrc-gates',
): GateStores => {
  const database = openDatabase<GateDb>(databaseName, 2, (db, oldVersion) => {
    if (oldVersion < 1) db.createObjectStore('gates')
    if (oldVersion < 2) db.createObjectStore('lead')
  })
  let knownEpoch = 0

  const openStore = (gate: string): GateStore => {
    let known = INITIAL_STATE
    const listeners = new Set<() => void>()
    const learn = (state: SharedGateState) => {
      known = state
      for (const listener of listeners) listener()
    }
    const tell = (state: SharedGateState) => {
      channel?.postMessage({ gate, state } satisfies Message)
    }
    channel?.addEventListener('message', ({ data }: MessageEvent<Message>) => {
      if (data.gate === gate) learn(data.state)
    })
    void database()
      .then((db) => db.get('gates', gate))
      .then((state) => {
        if (state && known === INITIAL_STATE) learn({ ...INITIAL_STATE, ...state })
      })
      .catch(() => {})

    return {
      update: async (change) => {
        try {
          const transaction = (await database()).transaction(['gates', 'lead'], 'readwrite')
          const gates = transaction.objectStore('gates')
          const [stored, epoch = 0] = await Promise.all([
            gates.get(gate),
            transaction.objectStore('lead').get('epoch'),
          ])
          // A state that an earlier version stored may lack parts.
          const state = { ...INITIAL_STATE, ...stored }
          const { next, result } = change(state, epoch)
          if (next !== state) await gates.put(next, gate)
          await transaction.done
          knownEpoch = epoch
          known = next
          if (next !== state) tell(next)
          return result
        } catch {
          // Storage was refused or cleared under us: this tab goes on with what it knows.
          const { next, result } = change(known, knownEpoch)
          known = next
          tell(next)
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

  return {
    of: openStore,
    claimLead: async (heardEpoch) => {
      try {
        const transaction = (await database()).transaction('lead', 'readwrite')
        const epoch = Math.max((await transaction.store.get('epoch')) ?? 0, heardEpoch) + 1
        await transaction.store.put(epoch, 'epoch')
        await transaction.done
        knownEpoch = epoch
      } catch {
        knownEpoch = Math.max(knownEpoch, heardEpoch) + 1
      }
      return knownEpoch
    },
    latestLead: () => knownEpoch,
  }
}
