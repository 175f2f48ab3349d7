import { createIntents } from '../starts/create-intents-table.ts'
import { startPlans } from '../starts/start-plans-table.ts'
import { unsentActions } from '../sessions/unsent-actions-table.ts'
import { perRuntime } from '../runtime/part.ts'
import type { Runtime } from '../runtime/runtime.ts'
import { alertsTable } from './alerts-store.ts'
import { historyEntries, recordedActions } from './history-store.ts'

/** All shared tables of the console. The entries come first: what was asked is kept by them. */
const TABLES = [
  historyEntries,
  recordedActions,
  alertsTable,
  createIntents,
  startPlans,
  unsentActions,
] as const

/** Loads the shared tables, once for a tab. It never rejects: storage health tells. */
export const openConsoleTables = perRuntime(async (runtime: Runtime): Promise<void> => {
  const nowMs = runtime.ports.now()
  await Promise.all(TABLES.map((tableOf) => tableOf(runtime).open(nowMs)))
})

/** Deletes expired rows in all of them; what storage refuses is told by its health. */
export async function pruneConsoleTables(runtime: Runtime, nowMs: number): Promise<void> {
  await Promise.allSettled(TABLES.map((tableOf) => tableOf(runtime).prune(nowMs)))
}
