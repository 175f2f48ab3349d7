import { describe, expect, test } from 'vitest'
import {
  billedMs,
  costOf,
  costWithin,
  hasRates,
  hourlyRate,
  type Rates,
  sumOf,
} from './cost.ts'

const HOUR = 3_600_000
const NOW = Date.parse('2026-01-01T12:00:00Z')
const rates: Rates = { currency: 'EUR', standardPerHour: 6, premiumPerHour: 24 }
const none: Rates = { currency: 'EUR', standardPerHour: null, premiumPerHour: null }

describe('rates', () => {
  test.each([
    [none, false],
    [{ ...none, standardPerHour: 6 }, true],
    [{ ...none, premiumPerHour: 0 }, true],
    [rates, true],
  ])('%j: money is shown: %s', (known, expected) => {
    expect(hasRates(known)).toBe(expected)
  })

  test('apply to a size regardless of case, and are unknown for other sizes', () => {
    expect(hourlyRate(rates, 'Standard')).toBe(6)
    expect(hourlyRate(rates, 'PREMIUM')).toBe(24)
    expect(hourlyRate(rates, '')).toBeNull()
    expect(hourlyRate(rates, 'Gigantic')).toBeNull()
  })
})

test('a sum leaves out unknown amounts, and is unknown without a known one', () => {
  expect(sumOf([1, null, 2])).toBe(3)
  expect(sumOf([0])).toBe(0)
  expect(sumOf([null, null])).toBeNull()
  expect(sumOf([])).toBeNull()
})

describe('the cost within a window', () => {
  const ready = { earliestMs: NOW, latestMs: NOW + 60_000 }
  const window = { fromMs: NOW, toMs: NOW + 2 * HOUR }
  const session = { size: 'Standard', ready, endedAtMs: null }

  test('adds up sessions of several sizes', () => {
    const premium = { size: 'Premium', ready, endedAtMs: NOW + HOUR }
    expect(costWithin(rates, [session, premium], window)).toBe(12 + 24)
  })

  test('is unknown, not zero, for sessions that ran outside the window', () => {
    const before = { ...session, endedAtMs: NOW - 1 }
    expect(billedMs(before, window)).toBe(0)
    expect(costWithin(rates, [before], window)).toBeNull()
    expect(costWithin(rates, [{ ...session, ready: null }], window)).toBeNull()
    // At the very moment it becomes Ready nothing has been billed.
    expect(costWithin(rates, [session], { fromMs: NOW - HOUR, toMs: NOW })).toBeNull()
    expect(costWithin(rates, [session], { fromMs: NOW - HOUR, toMs: NOW + 1 })).toBeGreaterThan(
      0,
    )
  })

  test('counts the sessions with a rate when another has none', () => {
    expect(costWithin(rates, [session, { ...session, size: 'Gigantic' }], window)).toBe(12)
    expect(costWithin(none, [session], window)).toBeNull()
  })

  test('ends at the end of the session or of the window, whichever comes first', () => {
    expect(billedMs({ ...session, endedAtMs: NOW + 5 * HOUR }, window)).toBe(2 * HOUR)
    expect(costOf(rates, 'Standard', HOUR / 2)).toBe(3)
  })
})
