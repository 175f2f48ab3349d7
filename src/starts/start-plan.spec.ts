import { expect, test } from 'vitest'
import {
  afterGiveUp,
  attemptOf,
  currentCandidate,
  hasLapsed,
  isUnreadStartPlan,
  nextStartPlanStep,
  type StartPlan,
  type StartPlanEnd,
  type StartPlanFacts,
  planOf,
  restarted,
  resumed,
} from './start-plan.ts'
import { facts, intent, MINUTE, none, old, place, plan } from '../test-support/start-plans.ts'

test.each<[string, Partial<StartPlan>, StartPlanFacts, object]>([
  ['begins with a create', {}, none, { kind: 'create' }],
  ['goes on with a create that is under way', {}, facts(null), { kind: 'create' }],
  ['looks for a session that no list tells of', {}, facts('adopted'), { kind: 'look' }],
  ['waits while the session starts', {}, facts('adopted', 'Starting'), { kind: 'wait' }],
  ['waits in a status it does not know', {}, facts('adopted', 'Odd'), { kind: 'wait' }],
  ['is done when it is Ready', {}, facts('adopted', 'Ready'), { kind: 'close', end: 'done' }],
  [
    'stops what it replaces when it is Ready',
    { replaces: old },
    facts('adopted', 'Ready'),
    { kind: 'stop-old' },
  ],
  ['stops it no sooner', { replaces: old }, facts('adopted', 'Starting'), { kind: 'wait' }],
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
    'gives a place up whose session failed, in the words of the service',
    {},
    facts('adopted', 'Error', 'no capacity'),
    { kind: 'give-up', failure: { kind: 'session', message: 'no capacity' } },
  ],
  [
    'gives it up also when the service says nothing',
    {},
    facts('adopted', 'Error'),
    { kind: 'give-up', failure: { kind: 'session', message: 'Error' } },
  ],
  [
    'does not start another when somebody stopped it',
    {},
    facts('adopted', 'Stopped'),
    { kind: 'close', end: 'lost' },
  ],
  [
    'does not start another when the service lost it',
    {},
    { intent: intent('adopted'), session: 'gone' },
    { kind: 'close', end: 'lost' },
  ],
  [
    'never starts another while one of several may be it',
    {},
    facts('candidates'),
    { kind: 'close', end: 'unclear' },
  ],
  [
    'ends when its create was taken back',
    {},
    facts('cancelled'),
    { kind: 'close', end: 'halted' },
  ],
  [
    'is unclear also when it was halted, or forgotten, by then',
    { isHalted: true, createdAtMs: 2000 - 13 * 60 * MINUTE },
    facts('candidates'),
    { kind: 'close', end: 'unclear' },
  ],
  [
    'asks again for what a tab could not store, by its id',
    { begun: 'p 0' },
    none,
    { kind: 'create' },
  ],
  [
    'of v1 does not start again what a tab began and could not store',
    { begun: 'p 0', places: [{ ...place('a'), apiVersion: 'v1' }] },
    none,
    { kind: 'close', end: 'unclear' },
  ],
  [
    'asks for what could not be stored also to take it back',
    { begun: 'p 0', isHalted: true },
    none,
    { kind: 'take-back' },
  ],
  [
    'of v1 goes on with what was begun and stored',
    { begun: 'p 0', places: [{ ...place('a'), apiVersion: 'v1' }] },
    facts(null),
    { kind: 'create' },
  ],
  [
    'of v1 starts what was not begun',
    {
      begun: 'p 0',
      places: [place('a'), { ...place('b'), apiVersion: 'v1' }],
      failures: [{ kind: 'server' }],
    },
    none,
    { kind: 'create' },
  ],
  [
    'replaces nothing by a session that it did not start',
    { replaces: old },
    {
      intent: { ...intent('adopted'), wasThere: true },
      session: { status: 'Ready', message: null },
    },
    { kind: 'close', end: 'taken' },
  ],
  [
    'starts nothing elsewhere because its id is taken',
    {},
    { intent: { ...intent('refused'), failure: 'conflict' }, session: null },
    { kind: 'close', end: 'taken' },
  ],
  [
    'never asks for the id of the session it replaces',
    { replaces: { ...old, sessionId: 'crane' } },
    none,
    { kind: 'close', end: 'taken' },
  ],
  [
    'begins a place anew that another client kept busy',
    {},
    { intent: { ...intent('refused'), failure: 'throttled' }, session: null },
    { kind: 'restart' },
  ],
  [
    'asks after three of these',
    { restarts: 3 },
    { intent: { ...intent('refused'), failure: 'throttled' }, session: null },
    { kind: 'pause' },
  ],
  [
    'asks when its create never left',
    {},
    { intent: { ...intent('not-created'), attempts: 0 }, session: null },
    { kind: 'pause' },
  ],
  [
    'gives a place up that refused',
    {},
    {
      intent: { end: 'refused', failure: 'forbidden', attempts: 1, sessionIds: [] },
      session: null,
    },
    { kind: 'give-up', failure: { kind: 'forbidden' } },
  ],
  [
    'gives a place up that created nothing',
    {},
    facts('not-created'),
    { kind: 'give-up', failure: { kind: 'not-created' } },
  ],
  [
    'fails when all places were tried',
    { failures: [{ kind: 'server' }, { kind: 'server' }] },
    none,
    { kind: 'close', end: 'failed' },
  ],
  [
    'halts at once when nothing is under way',
    { isHalted: true },
    none,
    { kind: 'close', end: 'halted' },
  ],
  [
    'takes back what is under way when halted',
    { isHalted: true },
    facts(null),
    { kind: 'take-back' },
  ],
  [
    'stops nothing after the halt',
    { isHalted: true, replaces: old },
    facts('adopted', 'Ready'),
    { kind: 'close', end: 'halted' },
  ],
  ['is over when it has ended', { end: 'done' }, none, { kind: 'over' }],
  [
    'that was forgotten for half a day does nothing more',
    { createdAtMs: 2000 - 12 * 60 * MINUTE - 1, replaces: old },
    facts('adopted', 'Ready'),
    { kind: 'close', end: 'lapsed' },
  ],
  [
    'of half a day still goes on',
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
])('after ten minutes alone a plan does not %s by itself', (_what, change, known, kind) => {
  const activeAtMs = 1000
  const at = (nowMs: number) =>
    nextStartPlanStep(plan({ ...change, activeAtMs }), known, nowMs).kind
  expect(at(activeAtMs + 10 * MINUTE)).toBe(kind)
  expect(at(activeAtMs + 10 * MINUTE + 1)).toBe('pause')
  // How long that was is not known once the clock was set back.
  expect(at(activeAtMs - 10 * MINUTE)).toBe(kind)
  expect(at(activeAtMs - 10 * MINUTE - 1)).toBe('pause')
})

test('a create under way is carried on however long it took, by its own rules', () => {
  expect(nextStartPlanStep(plan(), facts(null), 60 * MINUTE).kind).toBe('create')
})

test.each([
  'network',
  'timeout',
  'gateway',
  'unreadable',
  'unauthorized',
  'cancelled',
] as const)(
  'a failure that says nothing about a place does not give it up, but asks: %s',
  (failure) => {
    const none = { ...intent('not-created'), failure }
    expect(nextStartPlanStep(plan(), { intent: none, session: null }, 2000)).toEqual({
      kind: 'pause',
    })
  },
)

test('the word to go on begins a place anew that came to nothing, under a name of its own', () => {
  const paused = plan({ isPaused: true })
  const next = resumed(paused, facts('not-created'), 5000)
  expect(next).toMatchObject({ isPaused: false, activeAtMs: 5000, restarts: 1 })
  expect(resumed(paused, facts('refused'), 5000)).toEqual(next)
  expect(attemptOf(next, 0)).toEqual({ intentId: 'p 0.1', sessionId: 'crane' })
  expect(planOf(attemptOf(next, 0).intentId)).toBe('p')
  // Said twice, or of one that only was left alone.
  expect(resumed(next, facts('not-created'), 6000)).toBe(next)
  expect(resumed(paused, facts('adopted', 'Ready'), 5000)).toMatchObject({
    isPaused: false,
    restarts: 0,
  })
  expect(resumed({ ...paused, end: 'halted' }, none, 5000).isPaused).toBe(true)
})

test('the next place begins with its first try', () => {
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
])('a plan that ended as %s is to be read: %s', (end, isUnread) => {
  expect(isUnreadStartPlan(plan({ end }))).toBe(isUnread)
  expect(isUnreadStartPlan(plan({ end, isDismissed: true }))).toBe(false)
})

test('a new plan has taken no step, and waits for no word', () => {
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

test('each place has a create and an id of its own, the same each time it is asked', () => {
  expect(attemptOf(plan(), 0)).toEqual({ intentId: 'p 0', sessionId: 'crane' })
  expect(attemptOf(plan(), 1)).toEqual({ intentId: 'p 1', sessionId: 'crane-2' })
  const long = plan({ wanted: { id: 'x'.repeat(256), leaseMs: 1, models: [] } })
  expect(attemptOf(long, 1).sessionId).toBe(`${'x'.repeat(254)}-2`)
  // v1 gives ids itself.
  const v1 = plan({ wanted: { id: '', leaseMs: 1, models: [] } })
  expect(attemptOf(v1, 1).sessionId).toBe('')
})

test('a create knows its plan, one on its own has none', () => {
  expect(planOf(attemptOf(plan(), 1).intentId)).toBe('p')
  expect(planOf('5b0c')).toBeNull()
})

test('giving a place up after hours alone does not hide that it was left alone', () => {
  const next = afterGiveUp(plan(), { kind: 'server' }, 1000 + 60 * MINUTE)
  expect(nextStartPlanStep(next, none, 1000 + 60 * MINUTE).kind).toBe('pause')
})

test('giving a place up hides no clock that was set back', () => {
  const nowMs = 1000 - 60 * MINUTE
  const next = afterGiveUp(plan(), { kind: 'server' }, nowMs)
  expect(nextStartPlanStep(next, none, nowMs).kind).toBe('pause')
})

test('giving a place up within ten minutes counts as a step', () => {
  const nowMs = 1000 + 10 * MINUTE
  expect(afterGiveUp(plan(), { kind: 'server' }, nowMs).activeAtMs).toBe(nowMs)
})

test('what has ended does not lapse', () => {
  expect(hasLapsed(plan({ end: 'failed' }), 24 * 60 * MINUTE)).toBe(false)
  expect(hasLapsed(plan(), 24 * 60 * MINUTE)).toBe(true)
})

test('giving a place up makes the next one current', () => {
  const next = afterGiveUp(plan(), { kind: 'server' }, 5000)
  expect(currentCandidate(next)).toEqual(place('b', 'Premium'))
  expect(next).toMatchObject({ failures: [{ kind: 'server' }], activeAtMs: 5000 })
  expect(currentCandidate(afterGiveUp(next, { kind: 'server' }, 6000))).toBeUndefined()
})
