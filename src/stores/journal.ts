import { create, type StoreApi, type UseBoundStore } from 'zustand'
import type { Channel } from '../util/channel.ts'
import { reportRefused } from '../util/storage-health.ts'
import { type JournalRow, type JournalTable, openWatchDb, type WatchDb } from './watch-db.ts'

/**
 * Undertakings that must not be forgotten, the same in all tabs and over reloads. What decides
 * stands in the database; what is here is for the screen.
 */
export type Journal<T extends JournalTable> = {
  /** `isRefused`: this browser stores nothing, so what is under way can be forgotten. */
  use: UseBoundStore<StoreApi<{ rows: ReadonlyMap<string, JournalRow<T>>; isRefused: boolean }>>
  /**
   * Loads what is under way.
   * @param nowMs local clock, epoch ms
   */
  open: (db: WatchDb, tabs: Channel | null, nowMs: number) => Promise<void>
  /** Drops what ended a day ago, here and in the database. @param nowMs local clock, epoch ms */
  prune: (nowMs: number) => Promise<void>
  /**
   * Changes a row where it decides, then on all screens. On disk when it resolves.
   * @param change gets null for one that is not there; must be pure
   * @returns what is there now
   */
  change: (
    id: string,
    change: (known: JournalRow<T> | null) => JournalRow<T> | null,
  ) => Promise<JournalRow<T> | null>
}

/** What has ended is kept this long, so that a late look finds it. */
const KEPT_MS = 86_400_000

/** Opens the one database of this tab, for what comes before anything opened it. */
const sharedDb = (() => {
  let db: WatchDb | null = null
  return () => (db ??= 'indexedDB' in globalThis ? openWatchDb() : null)
})()

/** A journal over one table of the database. */
export const createJournal = <T extends JournalTable>(table: T): Journal<T> => {
  type Row = JournalRow<T>
  const use = create<{ rows: ReadonlyMap<string, Row>; isRefused: boolean }>(() => ({
    rows: new Map(),
    isRefused: false,
  }))
  let database: WatchDb | null = null
  let channel: Channel | null = null

  const refused = () => {
    use.setState({ isRefused: true })
    reportRefused()
  }
  const show = (row: Row) =>
    use.setState(({ rows }) => ({ rows: new Map(rows).set(row.id, row) }))

  const prune = async (nowMs: number) => {
    const { rows } = use.getState()
    const old = new Set(
      [...rows.values()]
        .filter(({ end, createdAtMs }) => end !== null && nowMs - createdAtMs > KEPT_MS)
        .map(({ id }) => id),
    )
    if (old.size === 0) return
    use.setState({ rows: new Map([...rows].filter(([id]) => !old.has(id))) })
    await database?.remove(table, [...old])
  }

  return {
    use,
    prune,
    open: async (db, tabs, nowMs) => {
      database = db
      channel = tabs
      tabs?.addEventListener('message', ({ data }) => show(data as Row))
      try {
        for (const row of await db.all(table)) show(row)
        await prune(nowMs)
      } catch {
        refused()
      }
    },
    change: async (id, change) => {
      // What this tab knows stands in for a database that refuses, or was cleared meanwhile.
      const inMemory = () => change(use.getState().rows.get(id) ?? null)
      database ??= sharedDb()
      const next = database
        ? await database
            .change(table, id, (known) => (known ? change(known) : inMemory()))
            .catch(() => {
              refused()
              return inMemory()
            })
        : inMemory()
      if (next) {
        show(next)
        channel?.postMessage(next)
      }
      return next
    },
  }
}
