import { expect, test } from 'vitest'
import { type ServiceErrorKind } from '../service/result.ts'
import { type CreateIntent, type CreateIntentEnd } from './create-intent.ts'
import {
  afterGet,
  afterList,
  afterNoList,
  afterSend,
  afterStop,
  afterTry,
  isRefusal,
  leaving,
  type SendOutcome,
} from './create-outcomes.ts'
import { intent, MINUTE, sent, T, v1, v1Sent } from '../test-support/create-intents.ts'

const created = {
  kind: 'created',
  sessionId: 'crane',
  alreadyThere: false,
  createdAtMs: null,
} as const

const active = { isActive: true, isSame: true, createdAtMs: null }

test('after a refusal the next send is the first that counts', () => {
  const refused = afterSend(leaving(intent(), T), { kind: 'refused', failure: 'unauthorized' })
  const again = leaving(refused, T + 5, 9_000_000)
  expect(again).toMatchObject({
    attempts: 2,
    unsettled: 1,
    firstSentAtMs: T + 5,
    firstSentServerMs: 9_000_000,
  })
  expect(afterSend(again, { ...created, alreadyThere: true }).wasThere).toBe(true)
})

test('each send counts, and the first one keeps its time', () => {
  const twice = leaving(leaving(intent(), T + 1), T + 2)
  expect(twice).toMatchObject({ attempts: 2, unsettled: 2, firstSentAtMs: T + 1 })
})

test.each<[string, CreateIntent, SendOutcome, Partial<CreateIntent>]>([
  [
    'a success adopts the session',
    sent({ failure: 'timeout' }),
    created,
    { end: 'adopted', sessionIds: ['crane'], failure: null },
  ],
  [
    'a success after it was taken back only tells the id',
    sent({ isCancelled: true }),
    created,
    { end: null, sessionIds: ['crane'] },
  ],
  [
    'what was there before the first try was not started by it',
    sent(),
    { ...created, alreadyThere: true },
    { end: 'adopted', sessionIds: ['crane'], wasThere: true },
  ],
  [
    'what is there after several tries may come from one of them',
    sent({ attempts: 2, unsettled: 2 }),
    { ...created, alreadyThere: true },
    { end: 'adopted', sessionIds: ['crane'], wasThere: false },
  ],
  [
    'what is older than the first of several tries is not theirs',
    sent({ attempts: 2, unsettled: 2, firstSentServerMs: 9_000_000 }),
    { ...created, alreadyThere: true, createdAtMs: 8_000_000 },
    { end: 'adopted', sessionIds: ['crane'], wasThere: true },
  ],
  [
    'a conflict leads to a question',
    sent(),
    { kind: 'conflict' },
    { end: null, hasConflict: true, wasThere: true, failure: 'conflict', unsettled: 1 },
  ],
  [
    'a conflict with an earlier try may be its own session',
    sent({ attempts: 2, unsettled: 2 }),
    { kind: 'conflict' },
    { end: null, hasConflict: true, wasThere: false, failure: 'conflict', unsettled: 2 },
  ],
  [
    'a refusal settles its own try only',
    sent({ attempts: 2, unsettled: 2 }),
    { kind: 'refused', failure: 'throttled' },
    { end: null, unsettled: 1, failure: 'throttled' },
  ],
  [
    'no answer settles nothing',
    sent(),
    { kind: 'unknown', failure: 'timeout' },
    { end: null, unsettled: 1, failure: 'timeout' },
  ],
])('%s', (_what, one, outcome, change) => {
  expect(afterSend(one, outcome)).toEqual({ ...one, ...change })
})

test('an answer that comes after the end changes nothing', () => {
  const over = sent({ end: 'cancelled' })
  expect(afterSend(over, created)).toBe(over)
  expect(afterGet(over, active, T)).toBe(over)
  expect(afterList(over, [], T)).toBe(over)
})

test.each<[string, CreateIntent, CreateIntentEnd | null]>([
  ['refused when every try was', sent({ unsettled: 0 }), 'refused'],
  [
    'taken back when it was, and every try refused',
    sent({ unsettled: 0, isCancelled: true }),
    'cancelled',
  ],
  ['open while a try may have been done', sent(), null],
  ['open after a conflict', sent({ unsettled: 0, hasConflict: true }), null],
  ['open before its first try', intent(), null],
  ['as it ended before', sent({ unsettled: 0, end: 'adopted' }), 'adopted'],
])('after a try a create is %s', (_what, one, end) => {
  expect(afterTry(one).end).toBe(end)
})

test.each<
  [string, CreateIntent, Parameters<typeof afterGet>[1], number, Partial<CreateIntent>]
>([
  [
    'adopts the session that runs as wanted',
    sent({ failure: 'timeout' }),
    active,
    T + 1,
    { end: 'adopted', sessionIds: ['crane'], failure: null },
  ],
  [
    'adopts it also after a conflict',
    sent({ hasConflict: true, failure: 'conflict' }),
    active,
    T + 1,
    { end: 'adopted', sessionIds: ['crane'], failure: null },
  ],
  [
    "leaves another's session alone",
    sent(),
    { ...active, isSame: false },
    T + 1,
    { end: 'refused', failure: 'conflict' },
  ],
  [
    "leaves one alone that was another's before the first try",
    sent({ hasConflict: true, wasThere: true, failure: 'conflict' }),
    active,
    T + 1,
    { end: 'refused' },
  ],
  [
    'ends when the id was used up',
    sent({ hasConflict: true, wasThere: true }),
    { ...active, isActive: false },
    T + 1,
    { end: 'refused', failure: 'conflict' },
  ],
  [
    'knows its own session that ended by the time it was sent again',
    sent({ hasConflict: true, wasThere: false, failure: 'conflict' }),
    { ...active, isActive: false },
    T + 1,
    { end: 'not-created', failure: null },
  ],
  [
    'ends when the session ended at once, and forgets what was unclear before',
    sent({ failure: 'network' }),
    { ...active, isActive: false },
    T + 1,
    { end: 'not-created', failure: null },
  ],
  [
    'does not undo that it was taken back: the stop comes next, at once',
    sent({ isCancelled: true }),
    active,
    T + 1,
    { end: null, sessionIds: ['crane'], askedAtMs: null },
  ],
  [
    'is not sure at once that one taken back is not there',
    sent({ isCancelled: true }),
    null,
    T + 1,
    { end: null },
  ],
  [
    'ends one taken back that is not there after two minutes',
    sent({ isCancelled: true }),
    null,
    T + 2 * MINUTE,
    { end: 'cancelled' },
  ],
  [
    'ends one taken back that has ended by itself',
    sent({ isCancelled: true }),
    { ...active, isActive: false },
    T + 1,
    { end: 'cancelled' },
  ],
  [
    "tells another's session by its age",
    sent({ firstSentServerMs: 9_000_000 }),
    { ...active, createdAtMs: 9_000_000 - 30_001 },
    T + 1,
    { end: 'refused', failure: 'conflict' },
  ],
  [
    'takes no offence at clocks that differ a little',
    sent({ firstSentServerMs: 9_000_000 }),
    { ...active, createdAtMs: 9_000_000 - 30_000 },
    T + 1,
    { end: 'adopted', sessionIds: ['crane'] },
  ],
  [
    'judges no age that the service does not tell',
    sent({ firstSentServerMs: 9_000_000 }),
    active,
    T + 1,
    { end: 'adopted', sessionIds: ['crane'] },
  ],
  [
    'judges no age where the time of the service was not known',
    sent({ firstSentServerMs: null }),
    { ...active, createdAtMs: 0 },
    T + 1,
    { end: 'adopted', sessionIds: ['crane'] },
  ],
  [
    "ends one taken back whose id is another's",
    sent({ isCancelled: true }),
    { ...active, isSame: false },
    T + 1,
    { end: 'cancelled', failure: 'conflict' },
  ],
  ['goes on when nothing is there yet', sent(), null, T + 2 * MINUTE - 1, { end: null }],
  [
    'is sure after two minutes that nothing is there',
    sent(),
    null,
    T + 2 * MINUTE,
    { end: 'not-created' },
  ],
  [
    'is never sure before it was sent',
    sent({ firstSentAtMs: null }),
    null,
    T + 60 * MINUTE,
    { end: null },
  ],
  [
    'ends when a conflict was with nothing',
    sent({ hasConflict: true }),
    null,
    T + 1,
    { end: 'refused', failure: 'conflict' },
  ],
])('a question by id %s', (_what, one, found, nowMs, change) => {
  expect(afterGet(one, found, nowMs)).toEqual({ ...one, askedAtMs: nowMs, ...change })
})

const listed = (id: string, size = 'Standard', leaseMs = 60 * MINUTE) => ({ id, size, leaseMs })

test('the list before a v1 create tells what was there', () => {
  const one = v1({ askedAtMs: T })
  expect(afterList(one, [listed('a'), listed('b')], T + 5)).toEqual({
    ...one,
    before: ['a', 'b'],
    askedAtMs: null,
  })
})

test.each<[string, CreateIntent, ReturnType<typeof listed>[], number, Partial<CreateIntent>]>([
  [
    'shows the new sessions that may be it',
    v1Sent(),
    [listed('old'), listed('x'), listed('y', 'STANDARD')],
    T + 1,
    { end: 'candidates', sessionIds: ['x', 'y'] },
  ],
  [
    'leaves out what has another size or lease',
    v1Sent(),
    [listed('x', 'Premium'), listed('y', 'Standard', 30 * MINUTE)],
    T + 1,
    { end: null, sessionIds: [] },
  ],
  [
    'shows what may be it although the list before is missing',
    v1Sent({ before: null }),
    [listed('old')],
    T + 1,
    { end: 'candidates', sessionIds: ['old'] },
  ],
  [
    'goes on while nothing new is there',
    v1Sent(),
    [listed('old')],
    T + 2 * MINUTE - 1,
    { end: null },
  ],
  [
    'is sure after two minutes',
    v1Sent(),
    [listed('old')],
    T + 2 * MINUTE,
    { end: 'not-created' },
  ],
  [
    'is sure after two minutes that what was taken back is not there',
    v1Sent({ isCancelled: true }),
    [],
    T + 2 * MINUTE,
    { end: 'cancelled' },
  ],
  [
    'is never sure before it was sent',
    v1Sent({ firstSentAtMs: null }),
    [],
    T + 60 * MINUTE,
    { end: null },
  ],
])('a list after a v1 create %s', (_what, one, sessions, nowMs, change) => {
  expect(afterList(one, sessions, nowMs)).toEqual({ ...one, askedAtMs: nowMs, ...change })
})

test.each<[string, boolean, number, CreateIntentEnd | null]>([
  ['open while a create may still arrive', true, T + 2 * MINUTE - 1, null],
  ['taken back once none can', true, T + 2 * MINUTE, 'cancelled'],
  ['open while the stop had no clear answer', false, T + 2 * MINUTE, null],
])('after a stop a create is %s', (_what, isGone, nowMs, end) => {
  const one = sent({ isCancelled: true })
  expect(afterStop(one, isGone, nowMs)).toEqual({ ...one, askedAtMs: nowMs, end })
})

test('a stop before any send proves nothing', () => {
  expect(afterStop(intent({ isCancelled: true }), true, T + 60 * MINUTE).end).toBeNull()
})

test.each<[string, Partial<CreateIntent>, ServiceErrorKind, Partial<CreateIntent>]>([
  [
    'a key that is refused before anything left ends it',
    {},
    'unauthorized',
    { end: 'refused' },
  ],
  ['a service that is busy does not', {}, 'throttled', { end: null }],
  ['nor does a connection that broke', {}, 'network', { end: null }],
  [
    'and after it has left nothing is decided by a list that failed',
    { attempts: 1, unsettled: 1, firstSentAtMs: T },
    'unauthorized',
    { end: null },
  ],
])('v1: %s', (_what, change, failure, expected) => {
  expect(afterNoList(v1(change), failure, T + 5)).toEqual({
    ...v1(change),
    askedAtMs: T + 5,
    failure,
    ...expected,
  })
  const over = v1({ end: 'cancelled' })
  expect(afterNoList(over, failure, T)).toBe(over)
})

test.each<[ServiceErrorKind, boolean]>([
  ['bad-request', true],
  ['unauthorized', true],
  ['forbidden', true],
  ['not-found', true],
  ['unprocessable', true],
  ['throttled', true],
  ['conflict', false],
  ['server', false],
  ['gateway', false],
  ['network', false],
  ['timeout', false],
  ['cancelled', false],
  ['unreadable', false],
])('a create that failed by %s was surely not done: %s', (failure, isSure) => {
  expect(isRefusal(failure)).toBe(isSure)
})

test.each<[string, (one: CreateIntent, nowMs: number) => CreateIntent]>([
  ['a question by id', (one, nowMs) => afterGet(one, null, nowMs)],
  ['a list', (one, nowMs) => afterList(one, [], nowMs)],
  ['a stop', (one, nowMs) => afterStop(one, true, nowMs)],
])(
  'after %s that found the clock set back a create is sure two minutes later, and not before',
  (_what, after) => {
    const backMs = T - 60 * MINUTE
    const found = after(sent({ isCancelled: true }), backMs)
    expect(found.end).toBeNull()
    expect(after(found, backMs + 2 * MINUTE - 1).end).toBeNull()
    expect(after(found, backMs + 2 * MINUTE).end).toBe('cancelled')
  },
)
