import { pruneCreateIntents } from '../starts/create-intents-table.ts'
import { pruneStartPlans } from '../starts/start-plans-table.ts'
import { setAutoExtendRule, autoExtendRulesStore } from './auto-extend-rules.ts'
import { pruneUnsentActions } from '../sessions/unsent-actions-table.ts'
import { pruneHistory, useHistoryStore } from './history-store.ts'
import { forgetEnded } from './act-on-deadlines.ts'
import type { Runtime } from '../runtime/runtime.ts'

/** How often a tab drops what had its time. */
export const TIDY_EVERY_MS = 3_600_000

/**
 * Drops what had its time, so that a tab that is open for weeks stays as light as on its first
 * day. Storage that refuses is told of elsewhere.
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
  // Not of those that are merely unknown: their first list may be yet to come.
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
