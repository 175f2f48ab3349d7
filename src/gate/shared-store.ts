import type { DBSchema } from 'idb'
import { inTransaction, newerOf, openDatabase, revised } from '../util/database.ts'
import { setAside } from '../util/parse-stored.ts'
import {
  readEpoch,
  readGateMessage,
  readGateState,
  type StoredGateState as Stored,
} from './shared-state.ts'
import { type GateChange, type GateStore, type GateStores, INITIAL_STATE } from './store.ts'

/**
 * The state of the gates, shared by all tabs of a browser and kept over a reload, so that
 * neither a second tab nor F5 breaks the spacing. Contains times and counts, no secret.
 */

// Reads return anything and are validated; writes are a state and a number.
type GateDb = DBSchema & {
  gates: { key: string; value: unknown }
  lead: { key: 'epoch'; value: unknown }
}

/**
 * Opens the shared state of this browser.
 * @param channel notifies the other tabs of changes, for their screens. Correctness rests on
 *   the database alone, whose write transactions exclude each other over all tabs. Null when
 *   the browser has none
 * @returns the stores. When storage is refused, each tab uses what the channel told it
 */
export function openSharedStores(
  channel: BroadcastChannel | null,
  databaseName = 'rrc-gates',
): GateStores {
  const database = openDatabase<GateDb>(databaseName, 2, (db, oldVersion) => {
    if (oldVersion < 1) db.createObjectStore('gates')
    if (oldVersion < 2) db.createObjectStore('lead')
  })
  let knownEpoch = 0

  const openStore = (gate: string): GateStore => {
    let known: Stored = INITIAL_STATE
    const listeners = new Set<() => void>()
    const learn = (state: Stored) => {
      known = state
      for (const listener of listeners) listener()
    }
    const tell = (state: Stored) => {
      channel?.postMessage({ gate, state })
    }
    channel?.addEventListener('message', ({ data }: MessageEvent<unknown>) => {
      const message = readGateMessage(data)
      if (message?.gate === gate && newerOf(message.state, known) === message.state)
        learn(message.state)
    })
    const stateOf = (stored: unknown) =>
      readGateState(stored, () => setAside('rrc-gates', { [gate]: stored }))
    void database()
      .then((db) => db.get('gates', gate))
      .then((stored) => {
        const state = stateOf(stored)
        if (state && known === INITIAL_STATE) learn(state)
      })
      .catch(() => {})

    const changed = <T>(before: Stored, epoch: number, change: GateChange<T>) => {
      const { next, result } = change(before, epoch)
      const after = next === before ? before : revised<Stored>(next, before)
      return { before, after, epoch, result }
    }
    const changeStored = async <T>(change: GateChange<T>) =>
      inTransaction(
        (await database()).transaction(['gates', 'lead'], 'readwrite'),
        async (transaction) => {
          const gates = transaction.objectStore('gates')
          const [found, epoch] = await Promise.all([
            gates.get(gate),
            transaction.objectStore('lead').get('epoch'),
          ])
          const stored = stateOf(found)
          const before = newerOf(stored, known)
          const outcome = changed(before ?? known, epochOf(epoch), change)
          if (outcome.after.revision !== stored?.revision) await gates.put(outcome.after, gate)
          return outcome
        },
      )
    const settled = <T>({ before, after, epoch, result }: ReturnType<typeof changed<T>>): T => {
      knownEpoch = epoch
      known = after
      if (after !== before) tell(after)
      return result
    }

    return {
      update: (change) =>
        changeStored(change).then(settled, () =>
          // Storage was refused or cleared meanwhile, so this tab continues with what it knows.
          settled(changed(known, knownEpoch, change)),
        ),
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
        knownEpoch = await inTransaction(
          (await database()).transaction('lead', 'readwrite'),
          async ({ store }) => {
            const epoch = Math.max(epochOf(await store.get('epoch')), heardEpoch) + 1
            await store.put(epoch, 'epoch')
            return epoch
          },
        )
      } catch {
        knownEpoch = Math.max(knownEpoch, heardEpoch) + 1
      }
      return knownEpoch
    },
    latestLead: () => knownEpoch,
  }
}

function epochOf(stored: unknown): number {
  return readEpoch(stored, () => setAside('rrc-gates', { lead: stored }))
}
