import type { DBSchema, IDBPDatabase } from 'idb'
import { inTransaction, newerOf, openDatabase, revised } from '../util/database.ts'
import { setAside } from '../util/parse-stored.ts'
import {
  readEpoch,
  readGateMessage,
  readGateState,
  type StoredGateState as Stored,
} from './shared-state.ts'
import { type GateChange, type GateStore, type GateStores, INITIAL_STATE } from './store.ts'
import type { ConsoleStorage } from '../util/storage.ts'

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
  storage: ConsoleStorage,
  channel: BroadcastChannel | null,
  databaseName = 'rrc-gates',
): GateStores {
  const database = openDatabase<GateDb>(storage, databaseName, 2, (db, oldVersion) => {
    if (oldVersion < 1) db.createObjectStore('gates')
    if (oldVersion < 2) db.createObjectStore('lead')
  })
  const shared: Shared = { storage, database, channel, knownEpoch: 0 }
  return {
    of: (gate) => openStore(shared, gate),
    claimLead: async (heardEpoch) => {
      shared.knownEpoch = await claimStored(shared, heardEpoch).catch(
        () => Math.max(shared.knownEpoch, heardEpoch) + 1,
      )
      return shared.knownEpoch
    },
    latestLead: () => shared.knownEpoch,
  }
}

/** What the stores of all gates have in common. */
type Shared = {
  /** Where a state that can't be read is reported. */
  storage: ConsoleStorage
  database: () => Promise<IDBPDatabase<GateDb>>
  channel: BroadcastChannel | null
  /** The number of the latest leadership, as last seen by this tab. */
  knownEpoch: number
}

/** A change as it was applied. `after` is `before` itself when nothing changed. */
type Applied<T> = { before: Stored; after: Stored; epoch: number; result: T }

function openStore(shared: Shared, gate: string): GateStore {
  const { storage, database, channel } = shared
  const listeners = new Set<() => void>()
  let known: Stored = INITIAL_STATE

  function learn(state: Stored): void {
    known = state
    for (const listener of listeners) listener()
  }

  function settle<T>({ before, after, epoch, result }: Applied<T>): T {
    shared.knownEpoch = epoch
    known = after
    if (after !== before) channel?.postMessage({ gate, state: after })
    return result
  }

  channel?.addEventListener('message', ({ data }: MessageEvent<unknown>) => {
    const message = readGateMessage(storage, data)
    if (message?.gate === gate && newerOf(message.state, known) === message.state)
      learn(message.state)
  })
  void database()
    .then((db) => db.get('gates', gate))
    .then((stored) => {
      const state = stateOf(storage, gate, stored)
      if (state && known === INITIAL_STATE) learn(state)
    })
    .catch(() => {})

  return {
    update: (change) =>
      changeStored(shared, gate, () => known, change).then(settle, () =>
        // Storage was refused or cleared meanwhile, so this tab continues with what it knows.
        settle(applied(known, shared.knownEpoch, change)),
      ),
    peek: () => known,
    subscribe: (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
  }
}

/** Changes a state in the database, or the one in memory where that is ahead. */
async function changeStored<T>(
  { storage, database }: Shared,
  gate: string,
  readKnown: () => Stored,
  change: GateChange<T>,
): Promise<Applied<T>> {
  const db = await database()
  return inTransaction(db.transaction(['gates', 'lead'], 'readwrite'), async (transaction) => {
    const gates = transaction.objectStore('gates')
    const [found, epoch] = await Promise.all([
      gates.get(gate),
      transaction.objectStore('lead').get('epoch'),
    ])
    const stored = stateOf(storage, gate, found)
    const known = readKnown()
    const outcome = applied(newerOf(stored, known) ?? known, epochOf(storage, epoch), change)
    if (outcome.after.revision !== stored?.revision) await gates.put(outcome.after, gate)
    return outcome
  })
}

function applied<T>(before: Stored, epoch: number, change: GateChange<T>): Applied<T> {
  const { next, result } = change(before, epoch)
  const after = next === before ? before : revised<Stored>(next, before)
  return { before, after, epoch, result }
}

/** Stores the number of a new leadership and returns it. */
async function claimStored({ storage, database }: Shared, heardEpoch: number): Promise<number> {
  const db = await database()
  return inTransaction(db.transaction('lead', 'readwrite'), async ({ store }) => {
    const epoch = Math.max(epochOf(storage, await store.get('epoch')), heardEpoch) + 1
    await store.put(epoch, 'epoch')
    return epoch
  })
}

function stateOf(storage: ConsoleStorage, gate: string, stored: unknown): Stored | null {
  return readGateState(stored, () => setAside(storage, 'rrc-gates', { [gate]: stored }))
}

function epochOf(storage: ConsoleStorage, stored: unknown): number {
  return readEpoch(stored, () => setAside(storage, 'rrc-gates', { lead: stored }))
}
