import * as v from 'valibot'
import { create } from 'zustand'
import { DEFAULT_THRESHOLDS_MIN } from '../watch/alerts.ts'
import { onStoredElsewhere, readStored, writeStored } from '../util/storage.ts'

const STORAGE_KEY = 'rrc.preferences'

// Missing keys get their fallback only if they are there.
const DEFAULTS = {
  theme: null,
  spacingMs: null,
  extendStepsMin: null,
  alertsMin: null,
  hasNotifications: null,
  hasSound: null,
  currency: null,
  standardPerHour: null,
  premiumPerHour: null,
  budgetPerDay: null,
  maxSessions: null,
  maxLeaseHours: null,
}

const minutesList = (maxCount: number, fallback: number[]) =>
  v.fallback(
    v.pipe(
      v.array(v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(1439))),
      v.minLength(1),
      v.maxLength(maxCount),
    ),
    fallback,
  )

const amount = v.fallback(v.nullable(v.pipe(v.number(), v.minValue(0))), null)

const preferencesSchema = v.object({
  theme: v.fallback(v.picklist(['system', 'light', 'dark']), 'system'),
  /** Least time between two calls to one endpoint, ms; 2 to 10 s (protocol section 4). */
  spacingMs: v.fallback(v.pipe(v.number(), v.minValue(2000), v.maxValue(10_000)), 5000),
  /** Steps of the extend buttons, minutes. */
  extendStepsMin: minutesList(3, [15, 30, 60]),
  /** When to warn of an end, minutes before it. */
  alertsMin: minutesList(6, [...DEFAULT_THRESHOLDS_MIN]),
  hasNotifications: v.fallback(v.boolean(), false),
  hasSound: v.fallback(v.boolean(), false),
  /** None are shipped: prices differ, and a wrong one is worse than none. */
  currency: v.fallback(v.pipe(v.string(), v.regex(/^[A-Z]{3}$/)), 'USD'),
  standardPerHour: amount,
  premiumPerHour: amount,
  budgetPerDay: amount,
  /** Spend guards: beyond them a start has to be confirmed by a word. */
  maxSessions: amount,
  maxLeaseHours: amount,
})

/** What the user chose for this browser. */
export type Preferences = v.InferOutput<typeof preferencesSchema>

// Every field has a fallback, so any object reads as preferences.
const load = (): Preferences => {
  const stored = readStored(STORAGE_KEY)
  return v.parse(preferencesSchema, {
    ...DEFAULTS,
    ...(typeof stored === 'object' ? stored : {}),
  })
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
