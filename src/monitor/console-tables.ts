import { createIntents } from '../starts/create-intents-table.ts'
import { startPlans } from '../starts/start-plans-table.ts'
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
] as const

/** Loads the shared tables once for a tab. Never rejects; storage health reports failures. */
export const openConsoleTables = perRuntime(async (runtime: Runtime): Promise<void> => {
  const nowMs = runtime.ports.now()
  const entries = historyEntries(runtime).open(nowMs)
  await Promise.all(
    TABLES.map(async (tableOf) => {
      if (tableOf === historyEntries) return entries
      // The entries decide which local actions are kept.
      if (tableOf === recordedActions) await entries
      return tableOf(runtime).open(nowMs)
    }),
  )
})

/** Deletes expired rows in all shared tables. Storage health reports what storage refuses. */
export async function pruneConsoleTables(runtime: Runtime, nowMs: number): Promise<void> {
  await Promise.allSettled(TABLES.map((tableOf) => tableOf(runtime).prune(nowMs)))
}
