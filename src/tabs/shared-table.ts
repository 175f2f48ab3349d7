import { create, type StoreApi, type UseBoundStore } from 'zustand'
import type { Channel } from '../util/channel.ts'
import { reportRefused } from '../util/storage-health.ts'
import { newerOf, revised } from '../util/database.ts'
import { parseMessage } from '../util/parse-stored.ts'
import {
  type SharedRow,
  type SharedTableName,
  openConsoleDb,
  type ConsoleDb,
} from './console-db.ts'
import { rowSchemas } from './console-db-schemas.ts'

/**
 * Undertakings that must not be forgotten, the same in all tabs and over reloads. What decides
 * stands in the database; what is here is for the screen, and stands in for what the database
 * would not take: the higher revision of the two is the row.
 */
export type SharedTable<T extends SharedTableName> = {
  /** `isRefused`: this browser stores nothing, so what is under way can be forgotten. */
  use: UseBoundStore<StoreApi<{ rows: ReadonlyMap<string, SharedRow<T>>; isRefused: boolean }>>
  /**
   * Loads what is under way.
   * @param nowMs local clock, epoch ms
   */
  open: (db: ConsoleDb, tabs: Channel | null, nowMs: number) => Promise<void>
  /** Drops what had its time, here and in the database. @param nowMs local clock, epoch ms */
  prune: (nowMs: number) => Promise<void>
  /**
   * Changes a row where it decides, then on all screens. On disk when it resolves.
   * @param change gets null for one that is not there; must be pure; returns what it got when
   *   there is nothing to change
   * @returns what is there now
   */
  change: (
    id: string,
    change: (known: SharedRow<T> | null) => SharedRow<T> | null,
  ) => Promise<SharedRow<T> | null>
  /** Changes a row that is known to be there. Throws when it is gone. */
  update: (id: string, change: (known: SharedRow<T>) => SharedRow<T>) => Promise<SharedRow<T>>
}

/** Longer than any session lives, so that what it was started with is known all the while. */
const KEPT_MS = 2 * 86_400_000
/** What nobody has read yet is kept longer, and not forever. */
const UNREAD_KEPT_MS = 30 * 86_400_000

/** Opens the one database of this tab, for what comes before anything opened it. */
const sharedDb = (() => {
  let db: ConsoleDb | null = null
  return () => (db ??= 'indexedDB' in globalThis ? openConsoleDb() : null)
})()

/**
 * A journal over one table of the database.
 * @param isUnread whether the user has yet to see how a row ended
 */
export const createSharedTable = <T extends SharedTableName>(
  table: T,
  isUnread: (row: SharedRow<T>) => boolean,
): SharedTable<T> => {
  type Row = SharedRow<T>
  const use = create<{ rows: ReadonlyMap<string, Row>; isRefused: boolean }>(() => ({
    rows: new Map(),
    isRefused: false,
  }))
  let database: ConsoleDb | null = null
  let channel: Channel | null = null

  const refused = () => {
    use.setState({ isRefused: true })
    reportRefused()
  }
  const inMemory = (id: string): Row | null => use.getState().rows.get(id) ?? null
  const show = (row: Row) => {
    const known = inMemory(row.id)
    if (known === null || (row.revision ?? 0) > (known.revision ?? 0))
      use.setState(({ rows }) => ({ rows: new Map(rows).set(row.id, row) }))
  }

  const prune = async (nowMs: number) => {
    const { rows } = use.getState()
    const old = new Set(
      [...rows.values()]
        .filter(
          (row) =>
            row.end !== null &&
            nowMs - row.createdAtMs > (isUnread(row) ? UNREAD_KEPT_MS : KEPT_MS),
        )
        .map(({ id }) => id),
    )
    if (old.size === 0) return
    use.setState({ rows: new Map([...rows].filter(([id]) => !old.has(id))) })
    await database?.remove(table, [...old])
  }

  const change: SharedTable<T>['change'] = async (id, how) => {
    let isChanged = false
    const changed = (known: Row | null): Row | null => {
      const next = how(known)
      isChanged = next !== null && next !== known
      return isChanged && next ? revised(next, known) : next
    }
    database ??= sharedDb()
    let next: Row | null
    try {
      if (database === null) throw new Error('this browser has no database')
      next = await database.change(table, id, (stored) =>
        changed(newerOf(stored, inMemory(id))),
      )
      if (next) show(next)
    } catch {
      // Read and shown in one step: another change may be waiting for the same.
      next = changed(inMemory(id))
      if (next) show(next)
      refused()
      // The older state that is left there would be taken for the truth after a reload, and what
      // has left be sent again: then rather none. Full disks take a removal.
      await database?.remove(table, [id]).catch(() => {})
    }
    if (next && isChanged) channel?.postMessage(next)
    return next
  }

  return {
    use,
    prune,
    change,
    update: async (id, how) => {
      const next = await change(id, (known) => known && how(known))
      if (!next) throw new Error(`${table} ${id} is gone`)
      return next
    },
    open: async (db, tabs, nowMs) => {
      database = db
      channel = tabs
      tabs?.addEventListener('message', ({ data }) => {
        const row = parseMessage<Row>(rowSchemas[table], data)
        if (row) show(row)
      })
      try {
        for (const row of await db.all(table)) show(row)
        await prune(nowMs)
      } catch {
        refused()
      }
    },
  }
}
