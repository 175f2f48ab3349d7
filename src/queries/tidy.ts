import { pruneIntents } from '../stores/intents.ts'
import { prunePlans } from '../stores/plans.ts'
import { setRenewal, useRenewals } from '../stores/renewals.ts'
import { pruneWishes } from '../stores/wishes.ts'
import { pruneWatch, useWatch } from '../stores/watch.ts'
import { forgetEnded } from './watch-ends.ts'

/** How often a tab drops what had its time. */
export const TIDY_EVERY_MS = 3_600_000

/**
 * Drops what had its time, so that a tab that is open for weeks stays as light as on its first
 * day. Storage that refuses is told of elsewhere.
 * @param nowMs local clock, epoch ms
 */
export const tidyUp = async (nowMs: number): Promise<void> => {
  const entries = [...useWatch.getState().entries.values()]
  const keysOf = (isEnded: boolean) =>
    new Set(
      entries
        .filter(({ endedAtMs }) => (endedAtMs !== null) === isEnded)
        .map(({ sessionKey }) => sessionKey),
    )
  const running = keysOf(false)
  forgetEnded(running)
  // Not of those that are merely unknown: their first list may be yet to come.
  for (const key of keysOf(true))
    if (!running.has(key) && key in useRenewals.getState().bySession) setRenewal(key, null)
  await Promise.allSettled([
    pruneWatch(nowMs),
    pruneIntents(nowMs),
    prunePlans(nowMs),
    pruneWishes(nowMs),
  ])
}
