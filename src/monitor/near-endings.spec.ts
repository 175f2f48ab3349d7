import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type Preferences, preferencesStore } from '../runtime/preferences.ts'
import { endingWithin } from '../sessions/endings.ts'
import { endpointState, sessionKey } from '../sessions/fleet-model.ts'
import type { ObservedSession, SessionList } from '../sessions/session-list.ts'
import { NEVER_WOKEN } from '../tabs/page-lifecycle.ts'
import { accountWith } from '../test-support/account.ts'
import { observedSession } from '../test-support/observed-session.ts'
import { openRuntime } from '../test-support/open-runtime.ts'
import { warnOfEnds } from './act-on-deadlines.ts'
import { setAutoExtendRule } from './auto-extend-rules.ts'
import { endingsToWarnOf, endingsWithRule } from './near-endings.ts'

/** Which ends a look considers, compared with looking at all of them each time. */

const NOW_MS = Date.parse('2026-01-01T00:00:00Z')
const MINUTE_MS = 60_000
const HOUR_MS = 60 * MINUTE_MS

const refAt = (simulatedSpeed: number | null) => ({
  account: {
    ...accountWith({ accountId: 'id', endpoints: ['https://a.test'] }),
    simulatedSpeed,
  },
  endpoint: 'https://a.test',
})

const listOf = (sessions: readonly ObservedSession[], receivedAtMs = NOW_MS): SessionList => ({
  sessions,
  unreadable: [],
  isIncomplete: false,
  isUnderWay: false,
  clock: null,
  receivedAtMs,
  setBackMs: 0,
  msCv: null,
})

/** A session that ends this long after NOW_MS. */
const endingIn = (id: string, leftMs: number) =>
  observedSession({
    id,
    leaseMs: HOUR_MS,
    ready: { earliestMs: NOW_MS + leftMs - HOUR_MS, latestMs: NOW_MS },
  })

/** Looks at a list, and adds the IDs of the alerts that are due. */
const warner = (simulatedSpeed: number | null, isEach: boolean) => {
  const runtime = openRuntime()
  const ref = refAt(simulatedSpeed)
  const raised = new Set<string>()
  return {
    raised,
    look: (list: SessionList, preferences: Preferences, nowMs: number) => {
      const endings = isEach
        ? endingWithin(endpointState(ref, true, list, null), HOUR_MS, nowMs, NEVER_WOKEN)
        : endingsToWarnOf(runtime, [{ ref, list }], preferences, nowMs)
      warnOfEnds(runtime, endings, preferences, nowMs, async (alerts) => {
        for (const { id } of alerts) raised.add(id)
      })
      return endings.length
    },
  }
}

const step = fc.record({
  afterMs: fc.integer({ min: -3000, max: 20_000 }),
  /** The list that comes then: which of its leases were extended; null for none. */
  extended: fc.option(fc.array(fc.boolean(), { minLength: 12, maxLength: 12 })),
  alertsMin: fc.option(fc.uniqueArray(fc.integer({ min: 1, max: 5 }), { maxLength: 3 })),
})

test('looking only at what passed a threshold raises the same alerts as looking at all', () => {
  fc.assert(
    fc.property(
      fc.array(fc.integer({ min: -MINUTE_MS, max: 6 * MINUTE_MS }), {
        minLength: 12,
        maxLength: 12,
      }),
      fc.array(step, { maxLength: 30 }),
      fc.constantFrom(null, 10),
      (lefts, steps, speed) => {
        const all = warner(speed, true)
        const few = warner(speed, false)
        let sessions = lefts.map((leftMs, index) => endingIn(`s${index}`, leftMs))
        let list = listOf(sessions)
        let preferences: Preferences = preferencesStore(openRuntime()).getState()
        let nowMs = NOW_MS
        for (const { afterMs, extended, alertsMin } of steps) {
          nowMs += afterMs
          if (alertsMin) preferences = { ...preferences, alertsMin }
          if (extended) {
            sessions = sessions.map((session, index) =>
              extended[index] ? { ...session, leaseMs: session.leaseMs + MINUTE_MS } : session,
            )
            list = listOf(sessions, nowMs)
          }
          all.look(list, preferences, nowMs)
          few.look(list, preferences, nowMs)
          expect(few.raised).toEqual(all.raised)
        }
      },
    ),
  )
})

test('a look at a list that is known considers only what passed a threshold since', () => {
  const { look } = warner(null, false)
  const list = listOf(
    Array.from({ length: 1000 }, (_, index) => endingIn(`s${index}`, index * 200)),
  )
  const preferences: Preferences = {
    ...preferencesStore(openRuntime()).getState(),
    alertsMin: [5],
  }
  expect(look(list, preferences, NOW_MS)).toBe(1000)
  expect(look(list, preferences, NOW_MS + 1000)).toBe(0)
  const soon: Preferences = { ...preferences, alertsMin: [1] }
  look(list, soon, NOW_MS + 2000)
  expect(look(list, soon, NOW_MS + 3000)).toBe(15)
})

test('the sessions with a rule are found in their list, as long as their leases run', () => {
  const runtime = openRuntime()
  const ref = refAt(null)
  const starting = observedSession({ id: 'starting', status: 'Starting' })
  const list = listOf([endingIn('one', MINUTE_MS), endingIn('two', HOUR_MS), starting])
  const rule = { stepMs: MINUTE_MS, untilMs: null, capLeaseMs: null, capCost: null }
  for (const id of ['two', 'starting', 'gone'])
    setAutoExtendRule(runtime, sessionKey(ref, id), rule)
  const found = endingsWithRule(runtime, [{ ref, list }], NOW_MS)
  expect([...found].map(([key, { view }]) => [key, view.leftMs])).toEqual([
    [sessionKey(ref, 'two'), HOUR_MS],
  ])
})
