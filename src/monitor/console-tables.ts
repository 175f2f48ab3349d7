import { createIntents } from '../starts/create-intents-table.ts'
import { startPlans } from '../starts/start-plans-table.ts'
import { bulkItems, bulkRuns } from '../sessions/bulk-table.ts'
import { unsentActions } from '../sessions/unsent-actions-table.ts'
import { perRuntime } from '../runtime/part.ts'
import type { Runtime } from '../runtime/runtime.ts'
import { alertsTable } from './alerts-store.ts'
import { historyEntries, recordedActions } from './history-store.ts'

/** All shared tables. */
const TABLES = [
  historyEntries,
  recordedActions,
  alertsTable,
  createIntents,
  startPlans,
  unsentActions,
  bulkRuns,
  bulkItems,
] as const

/** The tables that the database has not given yet. */
const unreadTables = perRuntime(() => new Set<(typeof TABLES)[number]>(TABLES))

/**
 * Loads the shared tables, once for a tab. Never rejects; storage health reports failures, and
 * readRemainingTables tries again.
 */
export const openConsoleTables = perRuntime((runtime: Runtime) => readRemainingTables(runtime))

/**
 * Loads the tables that have not been read yet: a tab of an older version may hold the database for
 * a while, and what is stored in it waits to be resumed.
 */
export async function readRemainingTables(runtime: Runtime): Promise<void> {
  const nowMs = runtime.ports.now()
  const unread = unreadTables(runtime)
  const read = async (tableOf: (typeof TABLES)[number]) => {
    if (await tableOf(runtime).open(nowMs)) unread.delete(tableOf)
  }
  if (unread.has(historyEntries)) await read(historyEntries)
  // The entries decide which local actions are kept.
  const onceHistoryIsRead: readonly unknown[] = [historyEntries, recordedActions]
  const isDue = (tableOf: unknown) =>
    !unread.has(historyEntries) || !onceHistoryIsRead.includes(tableOf)
  await Promise.all([...unread].filter(isDue).map(read))
}

/** Deletes expired rows in all shared tables. Storage health reports what storage refuses. */
export async function pruneConsoleTables(runtime: Runtime, nowMs: number): Promise<void> {
  await Promise.allSettled(TABLES.map((tableOf) => tableOf(runtime).prune(nowMs)))
}
