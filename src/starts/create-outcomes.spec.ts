import { expect, test } from 'vitest'
import { type ServiceErrorKind } from '../service/result.ts'
import { type CreateIntent, type CreateIntentEnd } from './create-intent.ts'
import {
  afterGet,
  afterList,
  afterFailedList,
  afterSend,
  afterStop,
  afterAttempt,
  isRefusal,
  beforeSend,
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

test('after a refusal the next send counts as the first', () => {
  const refused = afterSend(beforeSend(intent(), T), {
    kind: 'refused',
    failure: 'unauthorized',
  })
  const again = beforeSend(refused, T + 5, 9_000_000)
  expect(again).toMatchObject({
    attempts: 2,
    unsettled: 1,
    firstSentAtMs: T + 5,
    firstSentServerMs: 9_000_000,
  })
  expect(afterSend(again, { ...created, alreadyThere: true }).wasThere).toBe(true)
})

test('each send counts, and the time of the first is kept', () => {
  const twice = beforeSend(beforeSend(intent(), T + 1), T + 2)
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
    'a success after the cancel only reveals the ID',
    sent({ isCancelled: true }),
    created,
    { end: null, sessionIds: ['crane'] },
  ],
  [
    'a session that existed before the first attempt was not started by it',
    sent(),
    { ...created, alreadyThere: true },
    { end: 'adopted', sessionIds: ['crane'], wasThere: true },
  ],
  [
    'a session that exists after several attempts may come from one of them',
    sent({ attempts: 2, unsettled: 2 }),
    { ...created, alreadyThere: true },
    { end: 'adopted', sessionIds: ['crane'], wasThere: false },
  ],
  [
    'a session older than the first of several attempts is not theirs',
    sent({ attempts: 2, unsettled: 2, firstSentServerMs: 9_000_000 }),
    { ...created, alreadyThere: true, createdAtMs: 8_000_000 },
    { end: 'adopted', sessionIds: ['crane'], wasThere: true },
  ],
  [
    'a conflict leads to a lookup',
    sent(),
    { kind: 'conflict' },
    { end: null, hasConflict: true, wasThere: true, failure: 'conflict', unsettled: 1 },
  ],
  [
    'a conflict after an earlier attempt may be its own session',
    sent({ attempts: 2, unsettled: 2 }),
    { kind: 'conflict' },
    { end: null, hasConflict: true, wasThere: false, failure: 'conflict', unsettled: 2 },
  ],
  [
    'a refusal settles only its own attempt',
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
  ['refused when every attempt was', sent({ unsettled: 0 }), 'refused'],
  [
    'canceled when it was canceled and every attempt was refused',
    sent({ unsettled: 0, isCancelled: true }),
    'cancelled',
  ],
  ['open while an attempt may have worked', sent(), null],
  ['open after a conflict', sent({ unsettled: 0, hasConflict: true }), null],
  ['open before its first attempt', intent(), null],
  ['as it ended before', sent({ unsettled: 0, end: 'adopted' }), 'adopted'],
])('after an attempt a create is %s', (_what, one, end) => {
  expect(afterAttempt(one).end).toBe(end)
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
    "leaves someone else's session alone",
    sent(),
    { ...active, isSame: false },
    T + 1,
    { end: 'refused', failure: 'conflict' },
  ],
  [
    'leaves a session alone that existed before the first attempt',
    sent({ hasConflict: true, wasThere: true, failure: 'conflict' }),
    active,
    T + 1,
    { end: 'refused' },
  ],
  [
    'ends when the ID belongs to an ended session',
    sent({ hasConflict: true, wasThere: true }),
    { ...active, isActive: false },
    T + 1,
    { end: 'refused', failure: 'conflict' },
  ],
  [
    'recognizes its own session that ended before the create was sent again',
    sent({ hasConflict: true, wasThere: false, failure: 'conflict' }),
    { ...active, isActive: false },
    T + 1,
    { end: 'not-created', failure: null },
  ],
  [
    'ends when the session ended at once, and drops the earlier failure',
    sent({ failure: 'network' }),
    { ...active, isActive: false },
    T + 1,
    { end: 'not-created', failure: null },
  ],
  [
    'keeps the cancel, and the stop comes next at once',
    sent({ isCancelled: true }),
    active,
    T + 1,
    { end: null, sessionIds: ['crane'], askedAtMs: null },
  ],
  [
    'does not conclude at once that a canceled create started nothing',
    sent({ isCancelled: true }),
    null,
    T + 1,
    { end: null },
  ],
  [
    'ends a canceled create that is not found after two minutes',
    sent({ isCancelled: true }),
    null,
    T + 2 * MINUTE,
    { end: 'cancelled' },
  ],
  [
    'ends a canceled create whose session has ended',
    sent({ isCancelled: true }),
    { ...active, isActive: false },
    T + 1,
    { end: 'cancelled' },
  ],
  [
    "recognizes someone else's session by its age",
    sent({ firstSentServerMs: 9_000_000 }),
    { ...active, createdAtMs: 9_000_000 - 30_001 },
    T + 1,
    { end: 'refused', failure: 'conflict' },
  ],
  [
    'tolerates clocks that differ a little',
    sent({ firstSentServerMs: 9_000_000 }),
    { ...active, createdAtMs: 9_000_000 - 30_000 },
    T + 1,
    { end: 'adopted', sessionIds: ['crane'] },
  ],
  [
    'ignores the age when the service does not report it',
    sent({ firstSentServerMs: 9_000_000 }),
    active,
    T + 1,
    { end: 'adopted', sessionIds: ['crane'] },
  ],
  [
    'ignores the age when the server time was not known',
    sent({ firstSentServerMs: null }),
    { ...active, createdAtMs: 0 },
    T + 1,
    { end: 'adopted', sessionIds: ['crane'] },
  ],
  [
    "ends a canceled create whose ID is someone else's",
    sent({ isCancelled: true }),
    { ...active, isSame: false },
    T + 1,
    { end: 'cancelled', failure: 'conflict' },
  ],
  [
    'leaves the create open while nothing is found',
    sent(),
    null,
    T + 2 * MINUTE - 1,
    { end: null },
  ],
  [
    'concludes after two minutes that nothing was created',
    sent(),
    null,
    T + 2 * MINUTE,
    { end: 'not-created' },
  ],
  [
    'concludes nothing before the first send',
    sent({ firstSentAtMs: null }),
    null,
    T + 60 * MINUTE,
    { end: null },
  ],
  [
    'ends when a conflict was with a session that does not exist',
    sent({ hasConflict: true }),
    null,
    T + 1,
    { end: 'refused', failure: 'conflict' },
  ],
])('a lookup by ID %s', (_what, one, found, nowMs, change) => {
  expect(afterGet(one, found, nowMs)).toEqual({ ...one, askedAtMs: nowMs, ...change })
})

const listed = (id: string, size = 'Standard', leaseMs = 60 * MINUTE) => ({ id, size, leaseMs })

test('the list before a v1 create records which sessions existed', () => {
  const one = v1({ askedAtMs: T })
  expect(afterList(one, [listed('a'), listed('b')], T + 5)).toEqual({
    ...one,
    before: ['a', 'b'],
    askedAtMs: null,
  })
})

test.each<[string, CreateIntent, ReturnType<typeof listed>[], number, Partial<CreateIntent>]>([
  [
    'names the new sessions that may be it',
    v1Sent(),
    [listed('old'), listed('x'), listed('y', 'STANDARD')],
    T + 1,
    { end: 'candidates', sessionIds: ['x', 'y'] },
  ],
  [
    'leaves out sessions of another size or lease',
    v1Sent(),
    [listed('x', 'Premium'), listed('y', 'Standard', 30 * MINUTE)],
    T + 1,
    { end: null, sessionIds: [] },
  ],
  [
    'names the sessions that may be it without a list from before',
    v1Sent({ before: null }),
    [listed('old')],
    T + 1,
    { end: 'candidates', sessionIds: ['old'] },
  ],
  [
    'leaves the create open while nothing new is listed',
    v1Sent(),
    [listed('old')],
    T + 2 * MINUTE - 1,
    { end: null },
  ],
  [
    'concludes after two minutes that nothing was created',
    v1Sent(),
    [listed('old')],
    T + 2 * MINUTE,
    { end: 'not-created' },
  ],
  [
    'concludes after two minutes that a canceled create started nothing',
    v1Sent({ isCancelled: true }),
    [],
    T + 2 * MINUTE,
    { end: 'cancelled' },
  ],
  [
    'concludes nothing before the first send',
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
  ['canceled once none can', true, T + 2 * MINUTE, 'cancelled'],
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
    'a key that is refused before anything was sent ends the create',
    {},
    'unauthorized',
    { end: 'refused' },
  ],
  ['a busy service does not', {}, 'throttled', { end: null }],
  ['nor does a connection that broke', {}, 'network', { end: null }],
  [
    'after the send a failed list decides nothing',
    { attempts: 1, unsettled: 1, firstSentAtMs: T },
    'unauthorized',
    { end: null },
  ],
])('v1: %s', (_what, change, failure, expected) => {
  expect(afterFailedList(v1(change), failure, T + 5)).toEqual({
    ...v1(change),
    askedAtMs: T + 5,
    failure,
    ...expected,
  })
  const over = v1({ end: 'cancelled' })
  expect(afterFailedList(over, failure, T)).toBe(over)
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
])('a create that failed with %s certainly created nothing: %s', (failure, isSure) => {
  expect(isRefusal(failure)).toBe(isSure)
})

test.each<[string, (one: CreateIntent, nowMs: number) => CreateIntent]>([
  ['a lookup by ID', (one, nowMs) => afterGet(one, null, nowMs)],
  ['a list', (one, nowMs) => afterList(one, [], nowMs)],
  ['a stop', (one, nowMs) => afterStop(one, true, nowMs)],
])(
  'after the clock was set back, %s closes a create two minutes later and not before',
  (_what, after) => {
    const backMs = T - 60 * MINUTE
    const found = after(sent({ isCancelled: true }), backMs)
    expect(found.end).toBeNull()
    expect(after(found, backMs + 2 * MINUTE - 1).end).toBeNull()
    expect(after(found, backMs + 2 * MINUTE).end).toBe('cancelled')
  },
)
