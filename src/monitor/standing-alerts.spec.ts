import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type Alert, canSnooze, newAlert, SNOOZE_MS, standingAlerts } from './alerts.ts'

/** Which alerts are shown on screen and in the title of the tab. */

const ending = (id: string, raisedAtMs: number, change: Partial<Alert> = {}): Alert =>
  newAlert(
    {
      id,
      kind: 'ending',
      sessionKey: 'a',
      leaseMs: 60,
      minutes: Number(id.split(' ')[1] ?? 5),
      ...change,
    },
    raisedAtMs,
  )
const idsOf = (alerts: readonly Alert[]) => alerts.map(({ id }) => id)
const leases = new Map([
  ['a', 60],
  ['b', 60],
])

/** Every endpoint has answered in full. */
const seen = () => false
const unseen = () => true

describe('an alert about an end', () => {
  test('counts only as the most urgent of its session, newest session first', () => {
    const alerts = [ending('a 10', 1), ending('b 10', 2, { sessionKey: 'b' }), ending('a 5', 3)]
    expect(idsOf(standingAlerts(alerts, leases, seen, 9))).toEqual(['a 5', 'b 10'])
  })
  test('is dropped once the session has another lease, or is no longer listed', () => {
    expect(standingAlerts([ending('a 5', 1)], new Map([['a', 75]]), seen, 9)).toEqual([])
    expect(standingAlerts([ending('a 5', 1)], new Map(), seen, 9)).toEqual([])
  })
  test('stays while its endpoint has not answered, for as long as the lease can last', () => {
    const alert = ending('a 5', 1000)
    const standsAt = (nowMs: number) => standingAlerts([alert], new Map(), unseen, nowMs)
    expect(idsOf(standsAt(1000 + 5 * 60_000 - 1))).toEqual(['a 5'])
    expect(standsAt(1000 + 5 * 60_000)).toEqual([])
    expect(standingAlerts([alert], new Map([['a', 75]]), unseen, 1001)).toEqual([])
  })
  test('that was dismissed or snoozed does not bring back an earlier one', () => {
    const hidden = [{ isDismissed: true }, { snoozedUntilMs: 100 }]
    for (const change of hidden) {
      const alerts = [ending('a 10', 1), ending('a 5', 2, change)]
      expect(standingAlerts(alerts, leases, seen, 9)).toEqual([])
    }
    const snoozed = [ending('a 10', 1), ending('a 5', 2, { snoozedUntilMs: 100 })]
    expect(idsOf(standingAlerts(snoozed, leases, seen, 100))).toEqual(['a 5'])
  })
})

test('an alert of another kind is shown until it is dismissed, listed or not', () => {
  const alerts = [
    newAlert({ id: 'expired', kind: 'expired', sessionKey: 'gone' }, 1),
    newAlert({ id: 'budget', kind: 'budget' }, 2),
    newAlert({ id: 'read', kind: 'error', isDismissed: true }, 3),
  ]
  expect(idsOf(standingAlerts(alerts, leases, seen, 9))).toEqual(['budget', 'expired'])
})

test('an alert about a session of a removed account goes', () => {
  const alerts = [
    ending('a 5', 1),
    newAlert({ id: 'expired', kind: 'expired', sessionKey: 'gone' }, 1),
    newAlert({ id: 'budget', kind: 'budget' }, 2),
  ]
  expect(idsOf(standingAlerts(alerts, leases, seen, 9, () => true))).toEqual(['budget'])
})

test('that a session is ready is no standing alert', () => {
  expect(standingAlerts([newAlert({ id: 'r', kind: 'ready' }, 1)], leases, seen, 9)).toEqual([])
})

test('a snooze is offered only while it can return before the end', () => {
  expect([null, SNOOZE_MS + 1, SNOOZE_MS, 60_000].map(canSnooze)).toEqual([
    true,
    true,
    false,
    false,
  ])
})

test('each alert is read a few times only, however many there are', () => {
  let reads = 0
  const counted = (index: number): Alert => {
    const alert = ending(`${index}`, index, { sessionKey: `session ${index}` })
    return Object.defineProperty(alert, 'sessionKey', {
      get: () => {
        reads += 1
        return `session ${index}`
      },
    })
  }
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 3000 }), (size) => {
      const alerts = Array.from({ length: size }, (_, index) => counted(index))
      const all = new Map(alerts.map(({ id }) => [`session ${id}`, 60]))
      reads = 0
      expect(standingAlerts(alerts, all, seen, 9)).toHaveLength(size)
      expect(reads).toBeLessThanOrEqual(5 * size)
    }),
    { numRuns: 20 },
  )
})
