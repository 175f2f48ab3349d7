import { expect, test } from 'vitest'
import {
  coversEnd,
  mostAutoExtended,
  nextAutoExtension,
  EXTEND_BEFORE_MS,
  type AutoExtendRule,
} from './auto-extend.ts'
import type { Rates } from './cost.ts'

/** Limits of auto-extend, beyond those in monitor.spec.ts. */

const MINUTE = 60_000
const NOW = Date.parse('2026-01-01T12:00:00Z')
const rates: Rates = { currency: 'EUR', standardPerHour: 6, premiumPerHour: null }
const rule: AutoExtendRule = {
  stepMs: 30 * MINUTE,
  untilMs: null,
  capLeaseMs: null,
  capCost: null,
}
const session = { leaseMs: 60 * MINUTE, endsAtMs: NOW + 20 * MINUTE, size: 'Standard' }

test('three minutes are enough for a call, a refusal and another call', () => {
  expect(EXTEND_BEFORE_MS).toBe(3 * MINUTE)
})

test('an unknown cost is no limit', () => {
  expect(
    nextAutoExtension({ ...rule, capCost: 0 }, { ...session, size: 'Premium' }, rates, NOW),
  ).toMatchObject({ kind: 'planned', addedCost: null })
})

test('goes on while the lease ends before the time limit, and stops at it', () => {
  const untilMs = session.endsAtMs + 1
  expect(nextAutoExtension({ ...rule, untilMs }, session, rates, NOW).kind).toBe('planned')
  expect(nextAutoExtension({ ...rule, untilMs: untilMs - 1 }, session, rates, NOW)).toEqual({
    kind: 'over',
    reason: 'until',
  })
})

test('a rule makes alerts unnecessary until its extension is a minute late', () => {
  const next = nextAutoExtension(rule, session, rates, NOW)
  expect(coversEnd(next, 20 * MINUTE, 1)).toBe(true)
  expect(coversEnd(next, 2 * MINUTE + 1, 1)).toBe(true)
  expect(coversEnd(next, 2 * MINUTE, 1)).toBe(false)
  expect(coversEnd(next, 20 * MINUTE, 10)).toBe(false)
})

test('a rule that has reached a limit makes no alert unnecessary', () => {
  const over = nextAutoExtension({ ...rule, untilMs: NOW }, session, rates, NOW)
  expect(coversEnd(over, 20 * MINUTE, 1)).toBe(false)
})

test('what a rule comes to is where its steps end, never beyond a limit', () => {
  const most = (limits: Partial<AutoExtendRule>, speed = 1) =>
    mostAutoExtended({ ...rule, ...limits }, session, rates, speed)
  // Steps of 30 min from 1 h stay below the 24 h of the service.
  expect(most({})).toEqual({
    leaseMs: 23.5 * 60 * MINUTE,
    endsAtMs: session.endsAtMs + 22.5 * 60 * MINUTE,
    cost: 141,
  })
  expect(most({ capLeaseMs: 125 * MINUTE })?.leaseMs).toBe(120 * MINUTE)
  expect(most({ capCost: 10 })).toMatchObject({ leaseMs: 90 * MINUTE, cost: 9 })
  // A step begins before the latest end, and may go beyond it.
  expect(most({ untilMs: session.endsAtMs + 1 })?.leaseMs).toBe(90 * MINUTE)
  expect(most({ untilMs: session.endsAtMs + 4 * MINUTE }, 10)).toMatchObject({
    leaseMs: 120 * MINUTE,
    endsAtMs: session.endsAtMs + 6 * MINUTE,
  })
  expect(most({ capLeaseMs: 60 * MINUTE })).toBeNull()
})

test('before Ready, what a rule comes to has no end, and its latest end shortens nothing', () => {
  const starting = { ...session, endsAtMs: null, size: 'Premium' }
  expect(mostAutoExtended({ ...rule, untilMs: NOW }, starting, rates, 1)).toEqual({
    leaseMs: 23.5 * 60 * MINUTE,
    endsAtMs: null,
    cost: null,
  })
})
