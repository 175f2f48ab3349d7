import { expect, test } from 'vitest'
import { afterGiveUp, type StartPlan, type StartPlanFacts } from './start-plan.ts'
import { nextStartPlanStep } from './next-start-plan-step.ts'
import {
  facts,
  intent,
  MINUTE,
  none,
  old,
  candidate,
  plan,
} from '../test-support/start-plans.ts'

test.each<[string, Partial<StartPlan>, StartPlanFacts, object]>([
  ['begins with a create', {}, none, { kind: 'create' }],
  ['resumes a create that is under way', {}, facts(null), { kind: 'create' }],
  ['looks up a session that no list shows', {}, facts('adopted'), { kind: 'look' }],
  ['waits while the session starts', {}, facts('adopted', 'Starting'), { kind: 'wait' }],
  ['waits in a status it does not know', {}, facts('adopted', 'Odd'), { kind: 'wait' }],
  ['is done when it is Ready', {}, facts('adopted', 'Ready'), { kind: 'close', end: 'done' }],
  [
    'stops the session to replace when the new one is Ready',
    { replaces: old },
    facts('adopted', 'Ready'),
    { kind: 'stop-old' },
  ],
  [
    'does not stop it sooner',
    { replaces: old },
    facts('adopted', 'Starting'),
    { kind: 'wait' },
  ],
  [
    'stops it five times at most',
    { replaces: old, stopTries: 5 },
    facts('adopted', 'Ready'),
    { kind: 'close', end: 'old-left' },
  ],
  [
    'stops it a fifth time',
    { replaces: old, stopTries: 4 },
    facts('adopted', 'Ready'),
    { kind: 'stop-old' },
  ],
  [
    'gives up a candidate whose session failed, in the words of the service',
    {},
    facts('adopted', 'Error', 'no capacity'),
    { kind: 'give-up', failure: { kind: 'session', message: 'no capacity' } },
  ],
  [
    'gives it up when the service gives no reason',
    {},
    facts('adopted', 'Error'),
    { kind: 'give-up', failure: { kind: 'session', message: 'Error' } },
  ],
  [
    'does not start another session when someone stopped it',
    {},
    facts('adopted', 'Stopped'),
    { kind: 'close', end: 'lost' },
  ],
  [
    'does not start another session when the service no longer knows it',
    {},
    { intent: intent('adopted'), session: 'gone' },
    { kind: 'close', end: 'lost' },
  ],
  [
    'never starts another session while one of several may be it',
    {},
    facts('candidates'),
    { kind: 'close', end: 'unclear' },
  ],
  [
    'ends when its create was canceled',
    {},
    facts('cancelled'),
    { kind: 'close', end: 'halted' },
  ],
  [
    'is unclear even when it was stopped or lapsed by then',
    { isHalted: true, createdAtMs: 2000 - 13 * 60 * MINUTE },
    facts('candidates'),
    { kind: 'close', end: 'unclear' },
  ],
  [
    'repeats a create that a tab could not store, under the same ID',
    { begun: 'p 0' },
    none,
    { kind: 'create' },
  ],
  [
    'of v1 never repeats a create that a tab could not store',
    { begun: 'p 0', candidates: [{ ...candidate('a'), apiVersion: 'v1' }] },
    none,
    { kind: 'close', end: 'unclear' },
  ],
  [
    'cancels a create that a tab could not store',
    { begun: 'p 0', isHalted: true },
    none,
    { kind: 'take-back' },
  ],
  [
    'of v1 resumes a create that was stored',
    { begun: 'p 0', candidates: [{ ...candidate('a'), apiVersion: 'v1' }] },
    facts(null),
    { kind: 'create' },
  ],
  [
    'of v1 starts a create that was not begun',
    {
      begun: 'p 0',
      candidates: [candidate('a'), { ...candidate('b'), apiVersion: 'v1' }],
      failures: [{ kind: 'server' }],
    },
    none,
    { kind: 'create' },
  ],
  [
    'keeps the old session when it did not start the new one',
    { replaces: old },
    {
      intent: { ...intent('adopted'), wasThere: true },
      session: { status: 'Ready', message: null },
    },
    { kind: 'close', end: 'taken' },
  ],
  [
    'does not try another candidate because its ID is taken',
    {},
    { intent: { ...intent('refused'), failure: 'conflict' }, session: null },
    { kind: 'close', end: 'taken' },
  ],
  [
    'never uses the ID of the session to replace',
    { replaces: { ...old, sessionId: 'crane' } },
    none,
    { kind: 'close', end: 'taken' },
  ],
  [
    'retries a candidate while another client uses up the rate limit',
    {},
    { intent: { ...intent('refused'), failure: 'throttled' }, session: null },
    { kind: 'restart' },
  ],
  [
    'asks the user after three such retries',
    { restarts: 3 },
    { intent: { ...intent('refused'), failure: 'throttled' }, session: null },
    { kind: 'pause' },
  ],
  [
    'asks the user when its create was never sent',
    {},
    { intent: { ...intent('not-created'), attempts: 0 }, session: null },
    { kind: 'pause' },
  ],
  [
    'gives up a candidate that refused the create',
    {},
    {
      intent: { end: 'refused', failure: 'forbidden', attempts: 1, sessionIds: [] },
      session: null,
    },
    { kind: 'give-up', failure: { kind: 'forbidden' } },
  ],
  [
    'gives up a candidate that created nothing',
    {},
    facts('not-created'),
    { kind: 'give-up', failure: { kind: 'not-created' } },
  ],
  [
    'fails when all candidates were tried',
    { failures: [{ kind: 'server' }, { kind: 'server' }] },
    none,
    { kind: 'close', end: 'failed' },
  ],
  [
    'stops at once when nothing is under way',
    { isHalted: true },
    none,
    { kind: 'close', end: 'halted' },
  ],
  [
    'cancels the create under way when stopped',
    { isHalted: true },
    facts(null),
    { kind: 'take-back' },
  ],
  [
    'stops no session after it was stopped itself',
    { isHalted: true, replaces: old },
    facts('adopted', 'Ready'),
    { kind: 'close', end: 'halted' },
  ],
  ['takes no step after its end', { end: 'done' }, none, { kind: 'over' }],
  [
    'lapses after more than half a day',
    { createdAtMs: 2000 - 12 * 60 * MINUTE - 1, replaces: old },
    facts('adopted', 'Ready'),
    { kind: 'close', end: 'lapsed' },
  ],
  [
    'goes on for half a day',
    { createdAtMs: 2000 - 12 * 60 * MINUTE, replaces: old },
    facts('adopted', 'Ready'),
    { kind: 'stop-old' },
  ],
])('a plan %s', (_what, change, known, step) => {
  expect(nextStartPlanStep(plan(change), known, 2000)).toEqual(step)
})

test.each<[string, Partial<StartPlan>, StartPlanFacts, string]>([
  ['start', {}, none, 'create'],
  ['stop', { replaces: old }, facts('adopted', 'Ready'), 'stop-old'],
])(
  'after ten minutes without progress a plan asks before it can %s',
  (_what, change, known, kind) => {
    const activeAtMs = 1000
    const at = (nowMs: number) =>
      nextStartPlanStep(plan({ ...change, activeAtMs }), known, nowMs).kind
    expect(at(activeAtMs + 10 * MINUTE)).toBe(kind)
    expect(at(activeAtMs + 10 * MINUTE + 1)).toBe('pause')
    // The time without progress is not known once the clock was set back.
    expect(at(activeAtMs - 10 * MINUTE)).toBe(kind)
    expect(at(activeAtMs - 10 * MINUTE - 1)).toBe('pause')
  },
)

test('a create under way follows its own rules, however long it took', () => {
  expect(nextStartPlanStep(plan(), facts(null), 60 * MINUTE).kind).toBe('create')
})

test.each([
  'network',
  'timeout',
  'gateway',
  'unreadable',
  'unauthorized',
  'cancelled',
] as const)('a failure that says nothing about the candidate asks the user: %s', (failure) => {
  const none = { ...intent('not-created'), failure }
  expect(nextStartPlanStep(plan(), { intent: none, session: null }, 2000)).toEqual({
    kind: 'pause',
  })
})

test('giving up a candidate after hours without progress still asks before the next step', () => {
  const next = afterGiveUp(plan(), { kind: 'server' }, 1000 + 60 * MINUTE)
  expect(nextStartPlanStep(next, none, 1000 + 60 * MINUTE).kind).toBe('pause')
})

test('giving up a candidate after the clock was set back still asks before the next step', () => {
  const nowMs = 1000 - 60 * MINUTE
  const next = afterGiveUp(plan(), { kind: 'server' }, nowMs)
  expect(nextStartPlanStep(next, none, nowMs).kind).toBe('pause')
})
