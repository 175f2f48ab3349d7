import { setAutoExtendRule, autoExtendRulesStore } from './auto-extend-rules.ts'
import { historyStore } from './history-store.ts'
import { forgetEnded } from './act-on-deadlines.ts'
import type { Runtime } from '../runtime/runtime.ts'
import { pruneConsoleTables } from './console-tables.ts'

/** How often a tab deletes expired records. */
export const PRUNE_EVERY_MS = 3_600_000

/**
 * Deletes expired records, so that neither the tab nor the storage grows over weeks. The tables
 * report storage that refuses.
 * @param nowMs local clock, epoch ms
 */
export async function prune(runtime: Runtime, nowMs: number): Promise<void> {
  const entries = [...historyStore(runtime).getState().rows.values()]
  const keysOf = (isEnded: boolean) =>
    new Set(
      entries
        .filter(({ endedAtMs }) => (endedAtMs !== null) === isEnded)
        .map(({ sessionKey }) => sessionKey),
    )
  const running = keysOf(false)
  forgetEnded(runtime, running)
  // Only of ended sessions: the first list of an unknown one may be yet to come.
  for (const key of keysOf(true))
    if (!running.has(key) && key in autoExtendRulesStore(runtime).getState().bySession)
      setAutoExtendRule(runtime, key, null)
  await pruneConsoleTables(runtime, nowMs)
}
