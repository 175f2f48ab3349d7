import * as v from 'valibot'
import { createStore, type StoreApi } from 'zustand'
import { perRuntime } from '../runtime/part.ts'
import type { Runtime } from '../runtime/runtime.ts'
import { newerOf, type Revised, revised } from '../util/database.ts'
import { fittingItems, parseMessage, type Schema, setAside } from '../util/parse-stored.ts'
import { reportRefused, reportUnreadMessage } from '../util/storage.ts'
import { type ConsoleTable, KEY_PATHS } from './console-db.ts'

/**
 * Durable rows that all tabs share and that survive a reload. The database is the source of
 * truth. Memory serves the screen and covers writes that the database refused: of two states of
 * a row, the one with the higher revision counts. Tabs notify each other over one channel.
 */
export type SharedTable<Row> = {
  /** What this tab knows, by key. */
  store: StoreApi<{ rows: ReadonlyMap<string, Row> }>
  /**
   * Loads the rows that were stored, and deletes expired ones. Never rejects.
   * @param nowMs local clock, epoch ms
   * @returns whether the database gave them
   */
  open: (nowMs: number) => Promise<boolean>
  /**
   * Deletes expired rows here and in the database. Each tab does it for itself. Rejects when
   * storage is refused.
   * @param nowMs local clock, epoch ms
   */
  prune: (nowMs: number) => Promise<void>
  /**
   * Changes a row in the database, then on all screens. It is on disk when the promise
   * resolves.
   * @param change gets null for a missing row; must be pure; returns its argument when there is
   *   nothing to change
   * @returns the row after the change
   */
  change: (key: string, change: (known: Row | null) => Row | null) => Promise<Row | null>
  /** Changes an existing row. Throws when it is gone. */
  update: (key: string, change: (known: Row) => Row) => Promise<Row>
  /** Shows, sends, and stores rows without waiting for storage. */
  put: (rows: readonly Row[]) => void
  /** Adds the rows that no tab has added before, all at once. @returns those that are new */
  add: (rows: readonly Row[]) => Promise<readonly Row[]>
  /** Removes rows in all tabs, without waiting for storage. */
  remove: (keys: readonly string[]) => void
}

/** What a room defines about its table. */
export type TableDefinition<Row> = {
  name: ConsoleTable
  /**
   * Reads a row, whoever wrote it. Additional fields stay, because a newer version may have
   * added them.
   */
  schema: Schema<Row>
  keyOf: (row: Row) => string
  /** The keys of the rows that have expired. */
  expired: (rows: readonly Row[], nowMs: number, runtime: Runtime) => readonly string[]
}

/** Increased whenever a tab of the previous version could misread a message. */
const MESSAGE_VERSION = 1

const envelope = v.object({ version: v.number() })
const message = v.object({
  table: v.picklist(Object.keys(KEY_PATHS) as ConsoleTable[]),
  rows: v.array(v.unknown()),
  removed: v.array(v.string()),
})
type TableMessage = v.InferOutput<typeof message>

/** The channel of all shared tables of a tab. */
const channelOf = perRuntime(({ browser: { openChannel, storage } }) => {
  const channel = openChannel('rrc-console')
  const listeners = new Map<ConsoleTable, (told: TableMessage) => void>()
  channel?.addEventListener('message', ({ data }) => {
    const known = parseMessage(storage, envelope, data)
    if (!known) return
    // The row is in the database, and is read from there after a reload.
    if (known.version !== MESSAGE_VERSION) return reportUnreadMessage(storage)
    const told = parseMessage(storage, message, data)
    if (told) listeners.get(told.table)?.(told)
  })
  return {
    tell: (told: TableMessage) => channel?.postMessage({ version: MESSAGE_VERSION, ...told }),
    listen: (table: ConsoleTable, listener: (told: TableMessage) => void) =>
      void listeners.set(table, listener),
  }
})

/** Defines a table; each runtime has one of its own. */
export function defineSharedTable<Row extends Revised & object>(
  definition: TableDefinition<Row>,
): (runtime: Runtime) => SharedTable<Row> {
  return perRuntime((runtime) => createSharedTable(runtime, definition))
}

function createSharedTable<Row extends Revised & object>(
  runtime: Runtime,
  { name, schema, keyOf, expired }: TableDefinition<Row>,
): SharedTable<Row> {
  const { store, inMemory, show, hide } = createRowStore(keyOf)
  const { database, storage } = runtime.browser
  const { tell, listen } = channelOf(runtime)
  const refused = () => reportRefused(storage)
  const readRows = (stored: readonly unknown[]): Row[] =>
    fittingItems(schema, stored, (row) => setAside(storage, `rrc-console ${name}`, row))
  const readRow = (stored: unknown): Row | null =>
    stored === undefined ? null : (readRows([stored])[0] ?? null)
  const inDatabase = () =>
    database ?? {
      all: refuse,
      put: refuse,
      change: refuse,
      remove: refuse,
    }

  listen(name, (told) => {
    // As a whole or not at all: a missing row would be taken for a removed one.
    const rows = parseMessage(storage, v.array(schema), told.rows)
    if (!rows) return
    show(rows)
    hide(told.removed)
  })

  const change: SharedTable<Row>['change'] = async (key, how) => {
    const outcome = { next: null as Row | null, isChanged: false }
    const apply = (known: Row | null): Row | null => {
      const wanted = how(known)
      outcome.isChanged = wanted !== null && wanted !== known
      outcome.next = outcome.isChanged && wanted ? revised(wanted, known) : wanted
      return outcome.next
    }
    try {
      await inDatabase().change(name, [key], (stored) => {
        const read = readRow(stored)
        const next = apply(newerOf(read, inMemory(key)))
        return next === read ? null : next
      })
      if (outcome.next) show([outcome.next])
    } catch {
      // Read and shown in one step, because another change may wait for the same row.
      const next = apply(inMemory(key))
      if (next) show([next])
      refused()
      // The older state on disk would count after a reload, and its call would be sent again.
      // No row is better. Full disks still accept a removal.
      await database?.remove(name, [key]).catch(() => {})
    }
    const { next, isChanged } = outcome
    if (next && isChanged) tell({ table: name, rows: [next], removed: [] })
    return next
  }
  const prune = async (nowMs: number) => {
    const old = expired([...store.getState().rows.values()], nowMs, runtime)
    if (old.length === 0) return
    hide(old)
    await inDatabase().remove(name, old)
  }
  const adding = new Set<string>()

  return {
    store,
    change,
    update: async (key, how) => {
      const next = await change(key, (known) => known && how(known))
      if (!next) throw new Error(`${name} ${key} is gone`)
      return next
    },
    put: (rows) => {
      const next = rows.map((row) => revised(row, inMemory(keyOf(row))))
      show(next)
      tell({ table: name, rows: next, removed: [] })
      inDatabase().put(name, next).catch(refused)
    },
    add: async (rows) => {
      const missing = new Map(
        rows
          .filter((row) => !adding.has(keyOf(row)) && !inMemory(keyOf(row)))
          .map((row) => [keyOf(row), revised(row, null)]),
      )
      if (missing.size === 0) return []
      for (const key of missing.keys()) adding.add(key)
      const found: Row[] = []
      await inDatabase()
        .change(name, [...missing.keys()], (stored, key) => {
          const known = readRow(stored)
          if (known) found.push(known)
          return known ? null : (missing.get(key) ?? null)
        })
        .catch(refused)
      for (const key of missing.keys()) adding.delete(key)
      for (const row of found) missing.delete(keyOf(row))
      const added = [...missing.values()]
      show([...found, ...added])
      if (added.length > 0) tell({ table: name, rows: added, removed: [] })
      return added
    },
    remove: (keys) => {
      hide(keys)
      tell({ table: name, rows: [], removed: [...keys] })
      inDatabase().remove(name, keys).catch(refused)
    },
    prune,
    open: async (nowMs) => {
      try {
        show(readRows(await inDatabase().all(name)))
      } catch {
        refused()
        return false
      }
      await prune(nowMs).catch(refused)
      return true
    },
  }
}

/** Makes the rows that a tab knows. Of two states of a row, the higher revision is shown. */
function createRowStore<Row extends Revised & object>(keyOf: (row: Row) => string) {
  const store = createStore<{ rows: ReadonlyMap<string, Row> }>()(() => ({ rows: new Map() }))
  const inMemory = (key: string): Row | null => store.getState().rows.get(key) ?? null
  const show = (added: readonly Row[]) => {
    const newer = added.filter((row) => {
      const known = inMemory(keyOf(row))
      return known === null || (row.revision ?? 0) > (known.revision ?? 0)
    })
    if (newer.length === 0) return
    // A copy of a Map is several times faster than one of its entries, and there are thousands.
    const rows = new Map(store.getState().rows)
    for (const row of newer) rows.set(keyOf(row), row)
    store.setState({ rows })
  }
  const hide = (keys: readonly string[]) => {
    if (keys.length === 0) return
    const rows = new Map(store.getState().rows)
    for (const key of keys) rows.delete(key)
    store.setState({ rows })
  }
  return { store, inMemory, show, hide }
}

function refuse(): Promise<never> {
  return Promise.reject(new Error('this browser has no database'))
}

/** Longer than any session lives, so that the settings of its start stay known. */
const KEPT_MS = 2 * 86_400_000
/** Unread rows are kept longer, but not forever. */
const UNREAD_KEPT_MS = 30 * 86_400_000

/**
 * The expiry of operations: ended ones are kept for two days, or for thirty while the user has
 * not seen how they ended.
 */
export function expiredOperations<
  Row extends { id: string; end: unknown; createdAtMs: number },
>(isUnread: (row: Row) => boolean): TableDefinition<Row>['expired'] {
  return (rows, nowMs) =>
    rows
      .filter(
        (row) =>
          row.end !== null &&
          nowMs - row.createdAtMs > (isUnread(row) ? UNREAD_KEPT_MS : KEPT_MS),
      )
      .map(({ id }) => id)
}
