import * as v from 'valibot'
import { create } from 'zustand'
import { onStoredElsewhere, readStored, writeStored } from '../util/storage.ts'

const STORAGE_KEY = 'rrc.preferences'

const preferencesSchema = v.object({
  theme: v.fallback(v.picklist(['system', 'light', 'dark']), 'system'),
  /** Least time between two calls to one endpoint, ms; 2 to 10 s (protocol section 4). */
  spacingMs: v.fallback(v.pipe(v.number(), v.minValue(2000), v.maxValue(10_000)), 5000),
})

/** What the user chose for this browser. */
export type Preferences = v.InferOutput<typeof preferencesSchema>

const load = (): Preferences => {
  const parsed = v.safeParse(preferencesSchema, readStored(STORAGE_KEY) ?? {})
  return parsed.success ? parsed.output : { theme: 'system', spacingMs: 5000 }
}

/** Preferences of this browser. Read with `usePreferences`, change with `setPreferences`. */
export const usePreferences = create<Preferences>(load)

/** Changes some preferences and keeps them for the next visit. */
export const setPreferences = (change: Partial<Preferences>): void => {
  usePreferences.setState(change)
  writeStored(STORAGE_KEY, usePreferences.getState())
}

/** Keeps this tab's preferences in step with those set in another tab. */
export const followPreferencesElsewhere = (): (() => void) =>
  onStoredElsewhere(STORAGE_KEY, () => usePreferences.setState(load()))
