import { expect, test } from 'vitest'
import {
  afterGiveUp,
  attemptOf,
  currentCandidate,
  hasLapsed,
  isUnreadStartPlan,
  type StartPlanEnd,
  startPlanIdOf,
  restarted,
  resumed,
} from './start-plan.ts'
import { facts, MINUTE, none, candidate, plan } from '../test-support/start-plans.ts'

test('resuming retries a candidate whose create started nothing, with a new create', () => {
  const paused = plan({ isPaused: true })
  const next = resumed(paused, facts('not-created'), 5000)
  expect(next).toMatchObject({ isPaused: false, activeAtMs: 5000, restarts: 1 })
  expect(resumed(paused, facts('refused'), 5000)).toEqual(next)
  expect(attemptOf(next, 0)).toEqual({ intentId: 'p 0.1', sessionId: 'crane' })
  expect(startPlanIdOf(attemptOf(next, 0).intentId)).toBe('p')
  // Resumed twice, or a plan that only made no progress.
  expect(resumed(next, facts('not-created'), 6000)).toBe(next)
  expect(resumed(paused, facts('adopted', 'Ready'), 5000)).toMatchObject({
    isPaused: false,
    restarts: 0,
  })
  expect(resumed({ ...paused, end: 'halted' }, none, 5000).isPaused).toBe(true)
})

test('the next candidate begins with its first attempt', () => {
  const again = restarted(restarted(plan()))
  expect(attemptOf(again, 0).intentId).toBe('p 0.2')
  expect(attemptOf(again, 1).intentId).toBe('p 1')
  const next = afterGiveUp(again, { kind: 'server' }, 5000)
  expect(attemptOf(next, 1).intentId).toBe('p 1')
})

test.each<[StartPlanEnd | null, boolean]>([
  [null, false],
  ['done', false],
  ['failed', true],
  ['taken', true],
  ['halted', true],
])('a plan that ended as %s is unread: %s', (end, isUnread) => {
  expect(isUnreadStartPlan(plan({ end }))).toBe(isUnread)
  expect(isUnreadStartPlan(plan({ end, isDismissed: true }))).toBe(false)
})

test('a new plan has taken no step, and does not wait for the user', () => {
  expect(plan()).toMatchObject({
    createdAtMs: 1000,
    activeAtMs: 1000,
    failures: [],
    restarts: 0,
    begun: null,
    isHalted: false,
    isPaused: false,
    stopTries: 0,
    end: null,
    isDismissed: false,
  })
})

test('each candidate has a stable create and session ID of its own', () => {
  expect(attemptOf(plan(), 0)).toEqual({ intentId: 'p 0', sessionId: 'crane' })
  expect(attemptOf(plan(), 1)).toEqual({ intentId: 'p 1', sessionId: 'crane-2' })
  const long = plan({ wanted: { id: 'x'.repeat(256), leaseMs: 1, models: [] } })
  expect(attemptOf(long, 1).sessionId).toBe(`${'x'.repeat(254)}-2`)
  // v1 assigns the IDs itself.
  const v1 = plan({ wanted: { id: '', leaseMs: 1, models: [] } })
  expect(attemptOf(v1, 1).sessionId).toBe('')
})

test('a create of a plan names it, and another create names none', () => {
  expect(startPlanIdOf(attemptOf(plan(), 1).intentId)).toBe('p')
  expect(startPlanIdOf('5b0c')).toBeNull()
})

test('giving up a candidate within ten minutes counts as progress', () => {
  const nowMs = 1000 + 10 * MINUTE
  expect(afterGiveUp(plan(), { kind: 'server' }, nowMs).activeAtMs).toBe(nowMs)
})

test('a plan that has ended does not lapse', () => {
  expect(hasLapsed(plan({ end: 'failed' }), 24 * 60 * MINUTE)).toBe(false)
  expect(hasLapsed(plan(), 24 * 60 * MINUTE)).toBe(true)
})

test('giving up a candidate makes the next one current', () => {
  const next = afterGiveUp(plan(), { kind: 'server' }, 5000)
  expect(currentCandidate(next)).toEqual(candidate('b', 'Premium'))
  expect(next).toMatchObject({ failures: [{ kind: 'server' }], activeAtMs: 5000 })
  expect(currentCandidate(afterGiveUp(next, { kind: 'server' }, 6000))).toBeUndefined()
})
