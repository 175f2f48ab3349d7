import { useMemo } from 'react'
import { usePreferences } from '../stores/preferences.ts'
import { useWatch } from '../stores/watch.ts'
import { hasRates } from '../watch/cost.ts'
import { burnPerHour, costToday } from './costs.ts'
import type { FleetRow } from './fleet-model.ts'

/** What the sessions shown cost: per hour now, and today so far; null without rates. */
export const useCosts = (
  rows: readonly FleetRow[],
  nowMs: number,
): { perHour: number; today: number; currency: string } | null => {
  const preferences = usePreferences()
  const entries = useWatch((state) => state.entries)
  // Sums change slowly: once in ten seconds is enough for thousands of sessions.
  const aboutNowMs = Math.floor(nowMs / 10_000) * 10_000
  return useMemo(() => {
    if (!hasRates(preferences)) return null
    const sessions = rows.map(({ session }) => session)
    return {
      perHour: burnPerHour(preferences, rows) ?? 0,
      today: costToday(entries, sessions, preferences, aboutNowMs) ?? 0,
      currency: preferences.currency,
    }
  }, [rows, entries, preferences, aboutNowMs])
}
