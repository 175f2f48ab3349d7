import { useMemo } from 'react'
import { preferencesStore } from '../runtime/preferences.ts'
import { historyStore } from './history-store.ts'
import { hasRates } from './cost.ts'
import { burnPerHour, costToday } from './costs.ts'
import type { FleetRow } from '../sessions/fleet-model.ts'
import { useRuntimeStore } from '../runtime/use-runtime-store.ts'

/**
 * Returns what sessions cost per hour now and today so far, including ended ones; null without
 * rates.
 * @param accountId local ID of the only account to count; null for all
 */
export function useCosts(
  rows: readonly FleetRow[],
  nowMs: number,
  accountId: string | null = null,
): { perHour: number; today: number; currency: string } | null {
  const preferences = useRuntimeStore(preferencesStore, (state) => state)
  const entries = useRuntimeStore(historyStore, (state) => state.rows)
  // The sums change slowly, and with thousands of sessions they are costly to compute.
  const aboutNowMs = Math.floor(nowMs / 10_000) * 10_000
  return useMemo(() => {
    if (!hasRates(preferences)) return null
    const counted = rows.filter(({ ref }) => accountId === null || ref.account.id === accountId)
    const ended = new Map(
      [...entries].filter(([, entry]) => accountId === null || entry.accountId === accountId),
    )
    return {
      perHour: burnPerHour(preferences, counted) ?? 0,
      today: costToday(ended, counted, preferences, aboutNowMs) ?? 0,
      currency: preferences.currency,
    }
  }, [rows, entries, preferences, aboutNowMs, accountId])
}
