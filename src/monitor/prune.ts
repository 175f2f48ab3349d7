import { pruneCreateIntents } from '../starts/create-intents-table.ts'
import { pruneStartPlans } from '../starts/start-plans-table.ts'
import { setAutoExtendRule, autoExtendRulesStore } from './auto-extend-rules.ts'
import { pruneUnsentActions } from '../sessions/unsent-actions-table.ts'
import { pruneHistory, useHistoryStore } from './history-store.ts'
import { forgetEnded } from './act-on-deadlines.ts'
import type { Runtime } from '../runtime/runtime.ts'

/** How often a tab deletes expired records. */
export const PRUNE_EVERY_MS = 3_600_000

/**
 * Deletes expired records, so that neither the tab nor the storage grows over weeks. The tables
 * report storage that refuses.
 * @param nowMs local clock, epoch ms
 */
export async function prune(runtime: Runtime, nowMs: number): Promise<void> {
  const entries = [...useHistoryStore.getState().entries.values()]
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
  await Promise.allSettled([
    pruneHistory(nowMs),
    pruneCreateIntents(nowMs),
    pruneStartPlans(nowMs),
    pruneUnsentActions(nowMs),
  ])
}
