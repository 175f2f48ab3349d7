import { create } from 'zustand'
import { type Alert, isForgotten } from './alerts.ts'
import type { HistoryEntry, LocalAction } from './history.ts'
import { outdatedEntries, uselessLocalActions } from './retention.ts'
import type { ConsoleDb } from '../tabs/console-db.ts'
import { historyMessage } from '../tabs/console-db-schemas.ts'
import type { Channel } from '../util/channel.ts'
import { parseMessage } from '../util/parse-stored.ts'
import { reportRefused } from '../util/storage-health.ts'

/**
 * History and alerts, the same in all tabs: in memory for the screen, in the database over
 * reloads, told to the other tabs by a channel.
 */

type Watch = {
  entries: ReadonlyMap<string, HistoryEntry>
  marks: ReadonlyMap<string, LocalAction>
  alerts: ReadonlyMap<string, Alert>
  /** Storage was refused: what is here lasts as long as the tab. */
  isForgetful: boolean
}

/** Read with `useHistoryStore`, changed by the functions below. */
export const useHistoryStore = create<Watch>(() => ({
  entries: new Map(),
  marks: new Map(),
  alerts: new Map(),
  isForgetful: false,
}))

type Message = {
  entries?: readonly HistoryEntry[]
  marks?: readonly LocalAction[]
  alerts?: readonly Alert[]
  /** Keys of entries that were removed. */
  removed?: readonly string[]
}

let database: ConsoleDb | null = null
let channel: Channel | null = null

const added = <T>(
  known: ReadonlyMap<string, T>,
  rows: readonly T[] | undefined,
  keyOf: (row: T) => string,
): ReadonlyMap<string, T> =>
  rows && rows.length > 0
    ? new Map([...known, ...rows.map((row) => [keyOf(row), row] as const)])
    : known

const learn = ({ entries, marks, alerts, removed }: Message) =>
  useHistoryStore.setState((known) => {
    const kept = added(known.entries, entries, ({ key }) => key)
    const gone = new Set(removed)
    return {
      entries: gone.size > 0 ? new Map([...kept].filter(([key]) => !gone.has(key))) : kept,
      marks: added(known.marks, marks, ({ sessionKey }) => sessionKey),
      alerts: added(known.alerts, alerts, ({ id }) => id),
    }
  })

const refused = () => {
  useHistoryStore.setState({ isForgetful: true })
  reportRefused()
}

/** Shows, tells and keeps. What can't be kept is shown all the same. */
const publish = (message: Message, keep: (db: ConsoleDb) => Promise<void>) => {
  learn(message)
  channel?.postMessage(message)
  if (database) keep(database).catch(refused)
}

/**
 * Loads what is known and follows the other tabs. Entries and alerts that had their time are
 * dropped.
 * @param nowMs local clock, epoch ms
 */
export const openHistory = async (
  db: ConsoleDb,
  tabs: Channel | null,
  nowMs: number,
): Promise<void> => {
  database = db
  channel = tabs
  tabs?.addEventListener('message', ({ data }) => {
    const message = parseMessage(historyMessage, data)
    if (message) learn(message)
  })
  try {
    const [entries, marks, alerts] = await Promise.all([
      db.all('entries'),
      db.all('marks'),
      db.all('alerts'),
    ])
    learn({ entries, marks, alerts })
    await pruneHistory(nowMs)
  } catch {
    refused()
  }
}

const without = <T>(rows: ReadonlyMap<string, T>, keys: readonly string[]) => {
  if (keys.length === 0) return rows
  const gone = new Set(keys)
  return new Map([...rows].filter(([key]) => !gone.has(key)))
}

/**
 * Drops what had its time, here and in the database: old entries, alerts and marks. Each tab
 * does it for itself. Rejects when storage is refused.
 * @param nowMs local clock, epoch ms
 */
export const pruneHistory = async (nowMs: number): Promise<void> => {
  const { entries, marks, alerts } = useHistoryStore.getState()
  const gone = {
    entries: outdatedEntries([...entries.values()], nowMs),
    marks: uselessLocalActions([...marks.values()], [...entries.values()], nowMs),
    alerts: [...alerts.values()]
      .filter((alert) => isForgotten(alert, nowMs))
      .map(({ id }) => id),
  }
  useHistoryStore.setState({
    entries: without(entries, gone.entries),
    marks: without(marks, gone.marks),
    alerts: without(alerts, gone.alerts),
  })
  for (const table of ['entries', 'marks', 'alerts'] as const)
    if (gone[table].length > 0) await database?.remove(table, gone[table])
}

/** Keeps changed entries of the history. */
export const putEntries = (entries: readonly HistoryEntry[]): void =>
  publish({ entries }, (db) => db.put('entries', entries))

/** Forgets the ended sessions of the history; running ones are not over. */
export const clearHistory = (): void => {
  const removed = [...useHistoryStore.getState().entries.values()]
    .filter(({ endedAtMs }) => endedAtMs !== null)
    .map(({ key }) => key)
  publish({ removed }, (db) => db.remove('entries', removed))
}

/** Notes what this browser asked of a session. */
export const note = (
  sessionKey: string,
  change: Partial<Omit<LocalAction, 'sessionKey'>>,
): void => {
  const known = useHistoryStore.getState().marks.get(sessionKey) ?? {
    sessionKey,
    startedAtMs: null,
    stoppedAtMs: null,
    leaseMs: null,
  }
  const mark = { ...known, ...change }
  publish({ marks: [mark] }, (db) => db.put('marks', [mark]))
}

/**
 * Raises an alert unless it was raised before, by any tab or before a reload.
 * @returns whether it is new
 */
export const raiseAlert = async (alert: Alert): Promise<boolean> => {
  if (useHistoryStore.getState().alerts.has(alert.id)) return false
  // Known at once, so that the next look doesn't raise it again while storage answers.
  learn({ alerts: [{ ...alert, isDismissed: true }] })
  const isNew = database
    ? await database.addAlert(alert).catch(() => {
        refused()
        return true
      })
    : true
  if (!isNew) return false
  learn({ alerts: [alert] })
  channel?.postMessage({ alerts: [alert] } satisfies Message)
  return true
}

/** Dismisses or snoozes an alert, in all tabs. */
export const changeAlert = (
  id: string,
  change: Partial<Pick<Alert, 'isDismissed' | 'snoozedUntilMs'>>,
): void => {
  const known = useHistoryStore.getState().alerts.get(id)
  if (!known) return
  const alert = { ...known, ...change }
  publish({ alerts: [alert] }, (db) => db.put('alerts', [alert]))
}
