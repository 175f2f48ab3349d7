import { describe, expect, test } from 'vitest'
import { entryKey, type HistoryEntry } from './history.ts'
import { costToday, projectedToday, startOfDay } from './costs.ts'
import type { ObservedSession } from '../sessions/session-list.ts'
import { observedSession } from '../test-support/observed-session.ts'
import { historyEntry } from '../test-support/history.ts'

/** The cost of today, from the list and the history, with each session counted once. */

const HOUR_MS = 3_600_000
const MIDNIGHT_MS = startOfDay(Date.parse('2026-03-10T12:00:00Z'))
const NOON_MS = MIDNIGHT_MS + 12 * HOUR_MS
const CREATED = new Date(MIDNIGHT_MS + 2 * HOUR_MS).toISOString()
const rates = { currency: 'EUR', standardPerHour: 3, premiumPerHour: null }
const ready = { earliestMs: MIDNIGHT_MS + 2 * HOUR_MS, latestMs: MIDNIGHT_MS + 2 * HOUR_MS }

const listed = (change: Partial<ObservedSession> = {}) => ({
  key: 'account https://a crane',
  session: observedSession({
    id: 'crane',
    createdAt: CREATED,
    leaseMs: 20 * HOUR_MS,
    ready,
    ...change,
  }),
})
const ended = (hour: number, change: Partial<HistoryEntry> = {}) =>
  historyEntry({
    key: entryKey('account https://a crane', Date.parse(CREATED)),
    status: 'Expired',
    startedAtMs: Date.parse(CREATED),
    ready,
    leaseMs: 20 * HOUR_MS,
    lastSeenMs: NOON_MS,
    endedAtMs: MIDNIGHT_MS + hour * HOUR_MS,
    reason: 'expired',
    ...change,
  })
const historyOf = (...entries: HistoryEntry[]) =>
  new Map(entries.map((each) => [each.key, each]))

describe('a session counts once', () => {
  test('while it runs, from Ready to now', () => {
    expect(costToday(historyOf(), [listed()], rates, NOON_MS)).toBe(30)
  })
  test.each(['Expired', 'Stopped', 'Error'])('when it is still listed as %s', (status) => {
    const history = historyOf(ended(4))
    expect(costToday(history, [listed({ status })], rates, NOON_MS)).toBe(6)
    expect(projectedToday(history, [listed({ status })], rates, NOON_MS)).toBe(6)
  })
  test('not up to now when it has ended and the history was cleared', () => {
    expect(costToday(historyOf(), [listed({ status: 'Stopped' })], rates, NOON_MS)).toBeNull()
  })
  test('when it stays in view as Ready until its stop is confirmed, and the history has its end', () => {
    const history = historyOf(ended(4))
    expect(costToday(history, [listed()], rates, NOON_MS)).toBe(6)
    expect(projectedToday(history, [listed()], rates, NOON_MS)).toBe(6)
  })
  test('beside an earlier session with the same ID', () => {
    const before = new Date(MIDNIGHT_MS).toISOString()
    const earlier = ended(2, {
      key: entryKey('account https://a crane', Date.parse(before)),
      ready: { earliestMs: MIDNIGHT_MS, latestMs: MIDNIGHT_MS },
    })
    expect(costToday(historyOf(earlier), [listed()], rates, NOON_MS)).toBe(36)
    // Until the end of its lease at 22:00.
    expect(projectedToday(historyOf(earlier), [listed()], rates, NOON_MS)).toBe(66)
  })
})
