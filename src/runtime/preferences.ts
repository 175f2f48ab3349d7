import * as v from 'valibot'
import { createStore } from 'zustand'
import { finite, fittingFields, readStored, type Schema } from '../util/parse-stored.ts'
import { perRuntime } from './part.ts'
import type { Runtime } from './runtime.ts'
import { onStoredElsewhere, writeStored } from '../util/storage.ts'

const STORAGE_KEY = 'rrc.preferences'

/** A filter and order of the list, under a name. `query`: the parameters of its address */
export type SavedView = { name: string; query: string }

/** How many views can be saved; each is counted again while their list is open. */
export const MAX_VIEWS = 30
/** The longest name of a view, in characters. */
export const MAX_VIEW_NAME = 60

/** The user's settings for this browser. */
export type Preferences = {
  theme: 'system' | 'light' | 'dark'
  /**
   * Minimum time between two calls to one endpoint, ms; 2 to 10 s
   * (docs/protocol.md#rate-limit).
   */
  spacingMs: number
  /** How long an action waits at least so that it can be undone, whole seconds; 0 to 10. */
  undoSeconds: number
  /** Height of the rows of the list. */
  density: 'comfortable' | 'compact' | 'dense'
  /** Shortcuts without a modifier key work. */
  hasSingleKeys: boolean
  /** The columns of the list, in the user's order; none while it is the one by default. */
  columnOrder: readonly string[]
  /** The columns of the list that the user hides. */
  hiddenColumns: readonly string[]
  /** The widths of columns that the user set, by column, px. */
  columnWidthsPx: Readonly<Record<string, number>>
  savedViews: readonly SavedView[]
  /** Steps of the extend buttons, minutes. */
  extendStepsMin: readonly number[]
  /** When to alert before an end, minutes. */
  alertsMin: readonly number[]
  hasNotifications: boolean
  hasSound: boolean
  /** None are shipped: prices differ, and a wrong one is worse than none. */
  currency: string
  standardPerHour: number | null
  premiumPerHour: number | null
  budgetPerDay: number | null
  /** Spend limits. Starts beyond them need a typed confirmation. */
  maxSessions: number | null
  maxLeaseHours: number | null
}

/** When to alert before an end by default, minutes. */
export const DEFAULT_THRESHOLDS_MIN: readonly number[] = [30, 10, 5, 2, 1]

const DEFAULTS: Preferences = {
  theme: 'system',
  spacingMs: 5000,
  undoSeconds: 4,
  density: 'comfortable',
  hasSingleKeys: true,
  columnOrder: [],
  hiddenColumns: [],
  columnWidthsPx: {},
  savedViews: [],
  extendStepsMin: [15, 30, 60],
  alertsMin: DEFAULT_THRESHOLDS_MIN,
  hasNotifications: false,
  hasSound: false,
  currency: 'USD',
  standardPerHour: null,
  premiumPerHour: null,
  budgetPerDay: null,
  maxSessions: null,
  maxLeaseHours: null,
}

function minutesList(maxCount: number) {
  return v.pipe(
    v.array(v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(1439))),
    v.minLength(1),
    v.maxLength(maxCount),
    v.check((minutes) => new Set(minutes).size === minutes.length),
  )
}

const amount = v.nullable(v.pipe(finite, v.minValue(0)))

// Another version may have other columns, so the list ignores IDs that it doesn't know.
const columnId = v.pipe(v.string(), v.maxLength(20))
const columnList = v.pipe(v.array(columnId), v.maxLength(50))

const schemas: { [Name in keyof Preferences]: Schema<Preferences[Name]> } = {
  theme: v.picklist(['system', 'light', 'dark']),
  spacingMs: v.pipe(v.number(), v.minValue(2000), v.maxValue(10_000)),
  undoSeconds: v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(10)),
  density: v.picklist(['comfortable', 'compact', 'dense']),
  hasSingleKeys: v.boolean(),
  columnOrder: columnList,
  hiddenColumns: columnList,
  savedViews: v.pipe(
    v.array(
      v.object({
        name: v.pipe(v.string(), v.minLength(1), v.maxLength(MAX_VIEW_NAME)),
        query: v.pipe(v.string(), v.maxLength(4000)),
      }),
    ),
    v.maxLength(MAX_VIEWS),
  ),
  columnWidthsPx: v.record(columnId, v.pipe(v.number(), v.minValue(40), v.maxValue(4000))),
  extendStepsMin: minutesList(3),
  alertsMin: minutesList(6),
  hasNotifications: v.boolean(),
  hasSound: v.boolean(),
  currency: v.pipe(v.string(), v.regex(/^[A-Z]{3}$/)),
  standardPerHour: amount,
  premiumPerHour: amount,
  budgetPerDay: amount,
  maxSessions: amount,
  maxLeaseHours: amount,
}

/** Preferences of this browser, changed by `setPreferences`. */
export const preferencesStore = perRuntime((runtime) =>
  createStore<Preferences>()(() => load(runtime)),
)

/** Changes some preferences and stores them for the next visit. */
export function setPreferences(runtime: Runtime, change: Partial<Preferences>): void {
  preferencesStore(runtime).setState(change)
  writeStored(runtime.browser.storage, STORAGE_KEY, preferencesStore(runtime).getState())
}

/** Keeps this tab's preferences in sync with those set in another tab. */
export function followPreferencesElsewhere(runtime: Runtime): () => void {
  return onStoredElsewhere(runtime.browser.storage, STORAGE_KEY, () =>
    preferencesStore(runtime).setState(load(runtime)),
  )
}

function load(runtime: Runtime): Preferences {
  return readStored(runtime.browser.storage, STORAGE_KEY, DEFAULTS, (value, onMisfit) =>
    fittingFields(schemas, DEFAULTS, value, onMisfit),
  )
}

/** How long the user's actions wait at least so that they can be undone, ms. */
export function undoMsOf(runtime: Runtime): number {
  return preferencesStore(runtime).getState().undoSeconds * 1000
}
