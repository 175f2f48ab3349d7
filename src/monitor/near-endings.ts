import type { EndpointRef } from '../accounts/accounts.ts'
import { locationKeyOf, sessionKeyPrefix } from '../accounts/endpoint-lookup.ts'
import { perRuntime } from '../runtime/part.ts'
import type { Preferences } from '../runtime/preferences.ts'
import type { Runtime } from '../runtime/runtime.ts'
import { type Ending, endingWithin } from '../sessions/endings.ts'
import { endpointState, toRow } from '../sessions/fleet-model.ts'
import { type SessionList, sessionOf } from '../sessions/session-list.ts'
import { leaseView } from '../sessions/time-left.ts'
import { type Wake, wakeStore } from '../tabs/page-lifecycle.ts'
import type { AutoExtendRule } from './auto-extend.ts'
import { autoExtendRulesStore } from './auto-extend-rules.ts'

/**
 * Which ends each second has to consider. With thousands of sessions these are a few: a list is
 * looked through when it comes, and afterwards only what passes a threshold counts.
 */

/** The list of an endpoint that is watched. */
export type WatchedList = { ref: EndpointRef; list: SessionList }

/** What the last look at an endpoint saw. */
type Look = {
  list: SessionList
  preferences: Preferences
  rules: Readonly<Record<string, AutoExtendRule>>
  wake: Wake
  atMs: number
}

const looksOf = perRuntime(() => new Map<string, Look>())

/** Two looks overlap by this, ms, because what is considered twice does no harm. */
const OVERLAP_MS = 2000

/**
 * Returns the ends to raise alerts for: those that are near when a list, a rule, or a preference is
 * new, and otherwise those that passed a threshold since the last look.
 * @param nowMs local clock, epoch ms
 */
export function endingsToWarnOf(
  runtime: Runtime,
  lists: readonly WatchedList[],
  preferences: Preferences,
  nowMs: number,
): Ending[] {
  const looks = looksOf(runtime)
  const wake = wakeStore(runtime).getState()
  const rules = autoExtendRulesStore(runtime).getState().bySession
  const thresholdsMs = preferences.alertsMin.map((minutes) => minutes * 60_000)
  return lists.flatMap(({ ref, list }) => {
    const key = locationKeyOf(ref)
    const last = looks.get(key)
    looks.set(key, { list, preferences, rules, wake, atMs: nowMs })
    const endpoint = endpointState(ref, true, list, null)
    const isSame =
      last?.list === list &&
      last.preferences === preferences &&
      last.rules === rules &&
      last.wake === wake &&
      last.atMs <= nowMs
    if (!isSame) return endingWithin(endpoint, Math.max(0, ...thresholdsMs), nowMs, wake)
    const passedMs = (nowMs - last.atMs + OVERLAP_MS) * (ref.account.simulatedSpeed ?? 1)
    return thresholdsMs.flatMap((thresholdMs) =>
      endingWithin(endpoint, thresholdMs, nowMs, wake, thresholdMs - passedMs),
    )
  })
}

/** Returns the running sessions that have a rule of auto-extend, by key. */
export function endingsWithRule(
  runtime: Runtime,
  lists: readonly WatchedList[],
  nowMs: number,
): Map<string, Ending> {
  const wake = wakeStore(runtime).getState()
  const keys = Object.keys(autoExtendRulesStore(runtime).getState().bySession)
  const endings = new Map<string, Ending>()
  for (const { ref, list } of lists) {
    const prefix = sessionKeyPrefix(ref)
    const endpoint = endpointState(ref, true, list, null)
    for (const key of keys) {
      const session = key.startsWith(prefix) && sessionOf(list, key.slice(prefix.length))
      if (!session) continue
      const row = toRow(ref, session)
      const view = leaseView(row, endpoint, nowMs, wake)
      if (view.kind === 'counting') endings.set(key, { row, view })
    }
  }
  return endings
}
