import { describe, expect, test } from 'vitest'
import {
  type Alert,
  dueEnding,
  endingId,
  isForgotten,
  isShown,
  newAlert,
  passedThreshold,
  SNOOZE_MS,
  snoozedAlerts,
  standingAlerts,
} from './alerts.ts'

const MINUTE = 60_000
const DAY = 86_400_000
const NOW = Date.parse('2026-01-01T12:00:00Z')
const countdown = { sessionKey: 'a one', sessionId: 'one', leaseMs: 60 * MINUTE, leftMs: 0 }

describe('the threshold that a countdown has passed', () => {
  test.each([
    [30 * MINUTE + 1, null],
    [30 * MINUTE, 30],
    [10 * MINUTE + 1, 30],
    [10 * MINUTE, 10],
    [1, 10],
    // It may run on until its latest possible end.
    [0, 10],
    [-1, 10],
  ])('%i ms left: %s', (leftMs, expected) => {
    expect(passedThreshold(leftMs, [30, 10])).toBe(expected)
    expect(passedThreshold(leftMs, [10, 30])).toBe(expected)
  })
})

describe('an alert before the end', () => {
  const due = (leftMs: number, leaseMs: number, leaseBeforeMs: number | null = leaseMs) =>
    dueEnding({ ...countdown, leftMs, leaseMs }, [30, 10], leaseBeforeMs)

  test('has an ID of session, lease and threshold, so that another lease is a new occasion', () => {
    expect(endingId(countdown, 10)).toBe('ending a one 60 10')
    expect(due(5 * MINUTE, 60 * MINUTE)).toEqual({
      id: 'ending a one 60 10',
      minutes: 10,
      isSilent: false,
    })
    expect(due(40 * MINUTE, 60 * MINUTE)).toBeNull()
  })

  test('is not raised for a threshold that the lease never passes', () => {
    expect(due(9 * MINUTE, 10 * MINUTE)).toBeNull()
    expect(due(29 * MINUTE, 30 * MINUTE)).toBeNull()
    expect(due(29 * MINUTE, 31 * MINUTE)?.minutes).toBe(30)
  })

  test('is silent when the lease has just changed, and not when the session is seen for the first time', () => {
    expect(due(5 * MINUTE, 60 * MINUTE, 45 * MINUTE)?.isSilent).toBe(true)
    expect(due(5 * MINUTE, 60 * MINUTE, null)?.isSilent).toBe(false)
  })
})

describe('an alert', () => {
  const alert = newAlert({ id: 'x', kind: 'ready' }, NOW)

  test('is shown at first, and every optional fact is empty', () => {
    expect(newAlert({ id: 'x', kind: 'ending', minutes: 5 }, NOW)).toEqual({
      id: 'x',
      kind: 'ending',
      sessionKey: null,
      sessionId: null,
      minutes: 5,
      leaseMs: null,
      raisedAtMs: NOW,
      snoozedUntilMs: null,
      isDismissed: false,
    })
    expect(isShown(alert, NOW)).toBe(true)
  })

  test('that is dismissed is not shown again, even after a snooze', () => {
    expect(isShown({ ...alert, isDismissed: true }, NOW)).toBe(false)
    expect(isShown({ ...alert, isDismissed: true, snoozedUntilMs: NOW - 1 }, NOW)).toBe(false)
  })

  test('that is snoozed is shown again after five minutes', () => {
    const snoozed = { ...alert, snoozedUntilMs: NOW + SNOOZE_MS }
    expect(SNOOZE_MS).toBe(5 * MINUTE)
    expect(isShown(snoozed, NOW + 5 * MINUTE - 1)).toBe(false)
    expect(isShown(snoozed, NOW + 5 * MINUTE)).toBe(true)
  })

  test('that is snoozed is shown at once when the clock was set back', () => {
    const snoozed = { ...alert, snoozedUntilMs: NOW + SNOOZE_MS }
    expect(isShown(snoozed, NOW)).toBe(false)
    expect(isShown(snoozed, NOW - 1)).toBe(true)
  })

  test('is kept for two days', () => {
    expect(isForgotten(alert, NOW + 2 * DAY)).toBe(false)
    expect(isForgotten(alert, NOW + 2 * DAY + 1)).toBe(true)
  })
})

describe('the alerts to show', () => {
  const HOUR = 60 * MINUTE
  const ending = (minutes: number, raisedAtMs: number, part: Partial<Alert> = {}) =>
    newAlert(
      {
        id: `${minutes}`,
        kind: 'ending',
        sessionKey: 'a one',
        leaseMs: HOUR,
        minutes,
        ...part,
      },
      raisedAtMs,
    )
  const expired = (id: string, raisedAtMs: number, part: Partial<Alert> = {}) =>
    newAlert({ id, kind: 'expired', sessionKey: 'a one', ...part }, raisedAtMs)
  const leases = new Map([['a one', HOUR]])
  const idsOf = (alerts: readonly Alert[], known = leases) =>
    standingAlerts(alerts, known, () => false, NOW).map(({ id }) => id)

  test('are sorted newest first', () => {
    expect(idsOf([expired('old', 1), expired('new', 3), expired('middle', 2)])).toEqual([
      'new',
      'middle',
      'old',
    ])
  })

  test('include only the most urgent about one end, whatever their order', () => {
    const alerts = [ending(10, 2), ending(30, 1), expired('expired', 0)]
    expect(idsOf(alerts)).toEqual(['10', 'expired'])
    expect(idsOf(alerts.toReversed())).toEqual(['10', 'expired'])
  })

  test('include the most urgent even when the clock was set back before it was raised', () => {
    const alerts = [ending(10, 2000), ending(5, 1000)]
    expect(idsOf(alerts)).toEqual(['5'])
    expect(idsOf(alerts.toReversed())).toEqual(['5'])
  })

  test('include the alert about the current lease beside one about another lease', () => {
    const before = ending(5, 2, { id: 'before', leaseMs: HOUR / 2 })
    expect(idsOf([ending(10, 1), before])).toEqual(['10'])
    expect(idsOf([before, ending(10, 1)])).toEqual(['10'])
  })

  test('include an end beside later alerts about its session', () => {
    expect(idsOf([ending(10, 1), expired('expired', 2)])).toEqual(['expired', '10'])
  })

  test('include no earlier alert when the most urgent was dismissed', () => {
    expect(idsOf([ending(30, 1), ending(10, 2, { isDismissed: true })])).toEqual([])
  })

  test('include the ends of several sessions', () => {
    const other = ending(10, 1, { id: 'other', sessionKey: 'a two' })
    const both = new Map([...leases, ['a two', HOUR]])
    expect(idsOf([ending(10, 2, { id: 'one' }), other], both)).toEqual(['one', 'other'])
  })

  test.each([
    ['the lease is another one', new Map([['a one', 2 * HOUR]])],
    ['the session is no longer listed', new Map<string, number>()],
  ])('exclude an end when %s, and include other alerts about the session', (_, known) => {
    expect(idsOf([ending(10, 2), expired('expired', 1)], known)).toEqual(['expired'])
  })

  test('exclude an end without a session', () => {
    expect(idsOf([ending(10, 1, { sessionKey: null })])).toEqual([])
    expect(idsOf([newAlert({ id: 'budget', kind: 'budget' }, 1)])).toEqual(['budget'])
  })

  test('exclude a snoozed alert', () => {
    expect(idsOf([expired('later', 1, { snoozedUntilMs: NOW + 1 })])).toEqual([])
  })
})

test('what only a snooze hides is known, with what returns first, and nothing that is over', () => {
  const about = (id: string, change: Partial<Alert>): Alert =>
    newAlert(
      {
        id,
        kind: 'ending',
        sessionKey: `a ${id}`,
        sessionId: id,
        minutes: 10,
        leaseMs: 60 * MINUTE,
        ...change,
      },
      NOW,
    )
  const leases = new Map(
    ['late', 'soon', 'dismissed', 'back', 'extended'].map((id) => [
      `a ${id}`,
      (id === 'extended' ? 90 : 60) * MINUTE,
    ]),
  )
  const snoozed = snoozedAlerts(
    [
      about('late', { snoozedUntilMs: NOW + 4 * MINUTE }),
      about('soon', { snoozedUntilMs: NOW + MINUTE }),
      about('dismissed', { snoozedUntilMs: NOW + MINUTE, isDismissed: true }),
      about('back', { snoozedUntilMs: NOW - 1 }),
      about('extended', { snoozedUntilMs: NOW + MINUTE }),
      about('ended', { snoozedUntilMs: NOW + MINUTE }),
    ],
    leases,
    () => false,
    NOW,
  )
  expect(snoozed.map(({ id, snoozedUntilMs }) => [id, snoozedUntilMs - NOW])).toEqual([
    ['soon', MINUTE],
    ['late', 4 * MINUTE],
  ])
})
