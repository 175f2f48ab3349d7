import { expect, test } from 'vitest'
import { type StartPlan, type StartPlanEnd, type StartPlanFacts } from './start-plan.ts'
import { startPlanLines } from './start-plan-lines.ts'
import { facts, intent, none, old, candidate, plan } from '../test-support/start-plans.ts'

const states = (change: Partial<StartPlan>, known: StartPlanFacts) =>
  startPlanLines(plan({ replaces: old, ...change }), known).map(({ state }) => state)

test.each<[string, Partial<StartPlan>, StartPlanFacts, string[]]>([
  ['before its first step', {}, none, ['due', 'next', 'next']],
  [
    'before its create is sent',
    {},
    { intent: { ...intent(null), attempts: 0 }, session: null },
    ['due', 'next', 'next'],
  ],
  [
    'that found a session with its ID',
    {},
    {
      intent: { ...intent('adopted'), wasThere: true },
      session: { status: 'Ready', message: null },
    },
    ['now', 'next', 'next'],
  ],
  ['while its create is in doubt', {}, facts(null), ['now', 'next', 'next']],
  ['while the session starts', {}, facts('adopted', 'Starting'), ['ready', 'next', 'next']],
  ['while the session is not listed', {}, facts('adopted'), ['ready', 'next', 'next']],
  [
    'when the service no longer knows the session',
    {},
    { intent: intent('adopted'), session: 'gone' },
    ['ready', 'next', 'next'],
  ],
  ['while the old session stops', {}, facts('adopted', 'Ready'), ['done', 'next', 'now']],
  ['that asks the user after a failure', {}, facts('not-created'), ['failed', 'next', 'next']],
  [
    'at its second candidate',
    { failures: [{ kind: 'server' }] },
    none,
    ['failed', 'due', 'next'],
  ],
])('the lines of a plan %s', (_when, change, known, expected) => {
  expect(states(change, known)).toEqual(expected)
})

test.each<[StartPlanEnd, StartPlanFacts, string[]]>([
  ['done', facts('adopted'), ['done', 'skipped', 'done']],
  // The create may be deleted sooner than the plan.
  ['done', none, ['done', 'skipped', 'done']],
  ['old-left', none, ['done', 'skipped', 'failed']],
  ['old-left', facts('adopted'), ['done', 'skipped', 'failed']],
  ['halted', none, ['skipped', 'skipped', 'skipped']],
  ['lapsed', facts('adopted', 'Ready'), ['done', 'skipped', 'skipped']],
  ['halted', facts('adopted', 'Starting'), ['done', 'skipped', 'skipped']],
  ['lost', facts('adopted', 'Stopped'), ['failed', 'skipped', 'skipped']],
  ['unclear', facts('candidates'), ['unknown', 'skipped', 'skipped']],
  ['unclear', none, ['unknown', 'skipped', 'skipped']],
  ['halted', facts(null), ['unknown', 'skipped', 'skipped']],
  [
    'lapsed',
    { intent: { ...intent(null), attempts: 0 }, session: null },
    ['skipped', 'skipped', 'skipped'],
  ],
  [
    'taken',
    { intent: { ...intent('adopted'), wasThere: true }, session: null },
    ['skipped', 'skipped', 'skipped'],
  ],
])('the lines of a plan that ended as %s', (end, known, expected) => {
  expect(states({ end }, known)).toEqual(expected)
})

test('a create that could not be stored never shows as not started', () => {
  const begun = { begun: 'p 0' }
  expect(states(begun, none)[0]).toBe('unknown')
  expect(states({ ...begun, end: 'halted' }, none)[0]).toBe('unknown')
})

test('a stop that was sent never shows as skipped', () => {
  const halted = states({ end: 'halted', stopTries: 1 }, facts('adopted', 'Ready'))
  expect(halted.at(-1)).toBe('unknown')
})

test('a line says why its candidate provided no session', () => {
  const [first, second] = startPlanLines(plan({ failures: [{ kind: 'server' }] }), none)
  expect(first).toEqual({
    kind: 'start',
    candidate: candidate('a'),
    state: 'failed',
    failure: { kind: 'server' },
  })
  expect(second).toMatchObject({ failure: null })
  expect(startPlanLines(plan(), none)).toHaveLength(2)
  const asking = { ...intent('not-created'), failure: 'network' as const }
  expect(startPlanLines(plan(), { intent: asking, session: null })[0]).toMatchObject({
    failure: { kind: 'network' },
  })
  expect(startPlanLines(plan(), facts('not-created'))).toMatchObject([
    { failure: { kind: 'not-created' } },
    { failure: null },
  ])
  const conflict = { ...intent('refused'), failure: 'conflict' as const }
  const taken = startPlanLines(plan({ end: 'taken' }), { intent: conflict, session: null })
  expect(taken[0]).toMatchObject({ failure: null })
  const lost = startPlanLines(plan({ end: 'lost' }), facts('adopted', 'Stopped'))
  expect(lost[0]).toMatchObject({ state: 'failed', failure: null })
  expect(startPlanLines(plan({ replaces: old }), none).at(-1)).toMatchObject({
    kind: 'stop',
    sessionId: 'old',
  })
})
