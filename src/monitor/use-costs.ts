import { useMemo } from 'react'
import { preferencesStore } from '../runtime/preferences.ts'
import { useHistoryStore } from './history-store.ts'
import { hasRates } from './cost.ts'
import { burnPerHour, costToday } from './costs.ts'
import type { FleetRow } from '../sessions/fleet-model.ts'
import { useRuntimeStore } from '../runtime/use-runtime-store.ts'

/**
 * What sessions cost: per hour now, and today so far, ended ones included; null without rates.
 * @param accountId local id of the only account that counts; null: all
 */
export function useCosts(
  rows: readonly FleetRow[],
  nowMs: number,
  accountId: string | null = null,
): { perHour: number; today: number; currency: string } | null {
  const preferences = useRuntimeStore(preferencesStore, (state) => state)
  const entries = useHistoryStore((state) => state.entries)
  // Sums change slowly: once in ten seconds is enough for thousands of sessions.
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
