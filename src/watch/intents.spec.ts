import { expect, test } from 'vitest'
import type { ServiceErrorKind } from '../service/result.ts'
import { type Intent, type IntentEnd, isUnreadIntent, newIntent, nextStep } from './intents.ts'
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
} from './intent-outcomes.ts'

const MINUTE = 60_000
const T = 1_000_000

const intent = (change: Partial<Intent> = {}): Intent => ({
  ...newIntent(
    {
      id: 'i',
      accountId: 'account',
      endpoint: 'https://a',
      apiVersion: '2021-01-01',
      wanted: { id: 'crane', size: 'Standard', leaseMs: 60 * MINUTE, models: [] },
    },
    T,
  ),
  ...change,
})
/** One that left once, at T, with an unknown outcome. */
const sent = (change: Partial<Intent> = {}) => intent({ ...leaving(intent(), T), ...change })
const v1 = (change: Partial<Intent> = {}) => intent({ apiVersion: 'v1', ...change })
const v1Sent = (change: Partial<Intent> = {}) =>
  v1({ ...leaving(v1({ before: ['old'] }), T), ...change })

const created = {
  kind: 'created',
  sessionId: 'crane',
  alreadyThere: false,
  createdAtMs: null,
} as const

const active = { isActive: true, isSame: true, createdAtMs: null }

test('a new create has not left, and nothing is known of it', () => {
  expect(intent()).toMatchObject({
    createdAtMs: T,
    attempts: 0,
    firstSentAtMs: null,
    unsettled: 0,
    askedAtMs: null,
    hasConflict: false,
    wasThere: false,
    isCancelled: false,
    before: null,
    end: null,
    sessionIds: [],
    failure: null,
  })
})

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

test.each<[string, Intent, number, object]>([
  ['is sent', intent(), T, { kind: 'send' }],
  ['is over when it has ended', intent({ end: 'adopted' }), T, { kind: 'over' }],
  [
    'taken back before it left is closed at once',
    intent({ isCancelled: true }),
    T,
    { kind: 'close', end: 'cancelled' },
  ],
  ['that waited ten minutes is sent', intent(), T + 10 * MINUTE, { kind: 'send' }],
  [
    'that waited longer is not sent any more',
    intent(),
    T + 10 * MINUTE + 1,
    { kind: 'close', end: 'not-created' },
  ],
  ['of v1 lists first', v1(), T, { kind: 'list' }],
  ['of v1 is sent after the list', v1({ before: [] }), T, { kind: 'send' }],
  ['of unknown outcome waits a little', sent(), T, { kind: 'wait', ms: 10_000 }],
  ['is sent again after ten seconds', sent(), T + 10_000, { kind: 'send' }],
  [
    'waits longer after the second try',
    sent({ attempts: 2 }),
    T + 25_000,
    { kind: 'wait', ms: 5000 },
  ],
  ['is sent a third time', sent({ attempts: 2 }), T + 30_000, { kind: 'send' }],
  [
    'waits longest after the third try',
    sent({ attempts: 3 }),
    T + 35_000,
    { kind: 'wait', ms: 25_000 },
  ],
  ['is sent again up to 70 seconds', sent(), T + 69_999, { kind: 'send' }],
  ['is asked for after that', sent(), T + 70_000, { kind: 'get' }],
  ['is sent again three times', sent({ attempts: 3 }), T + 60_000, { kind: 'send' }],
  ['is asked for after three repeats', sent({ attempts: 4 }), T + 1, { kind: 'get' }],
  ['is asked for after a conflict', sent({ hasConflict: true }), T + 1, { kind: 'get' }],
  [
    'that left late is not sent again past its tenth minute',
    sent({ firstSentAtMs: T + 9.5 * MINUTE }),
    T + 10 * MINUTE + 1,
    { kind: 'get' },
  ],
  ['is asked for when the clock was set back', sent(), T - 1, { kind: 'get' }],
  [
    'waits between two questions',
    sent({ attempts: 4, askedAtMs: T + 1000 }),
    T + 4000,
    { kind: 'wait', ms: 7000 },
  ],
  [
    'waits for all of the ten seconds',
    sent({ attempts: 4, askedAtMs: T + 1000 }),
    T + 1000,
    { kind: 'wait', ms: 10_000 },
  ],
  [
    'asks again after ten seconds',
    sent({ attempts: 4, askedAtMs: T + 1000 }),
    T + 11_000,
    { kind: 'get' },
  ],
  [
    'asks at once when the clock was set back',
    sent({ attempts: 4, askedAtMs: T + 1000 }),
    T + 999,
    { kind: 'get' },
  ],
  ['of v1 is never sent twice', v1Sent(), T + 1, { kind: 'list' }],
  [
    "taken back after it left is asked for, as the session may be another's",
    sent({ isCancelled: true }),
    T + 1,
    { kind: 'get' },
  ],
  [
    'taken back is stopped once it is known to be its own',
    sent({ isCancelled: true, sessionIds: ['crane'] }),
    T + 1,
    { kind: 'stop' },
  ],
  [
    'taken back is stopped again after ten seconds',
    sent({ isCancelled: true, sessionIds: ['crane'], askedAtMs: T }),
    T + 1000,
    { kind: 'wait', ms: 9000 },
  ],
  [
    'for which no token could be had waits ten seconds',
    sent({ askedAtMs: T + 10_000, failure: 'unauthorized' }),
    T + 10_001,
    { kind: 'wait', ms: 9999 },
  ],
  [
    'that was refused is sent again, with a token that was renewed',
    sent({ unsettled: 0, failure: 'unauthorized' }),
    T + 1,
    { kind: 'send' },
  ],
  [
    'of v1 that was refused is sent again too: nothing came of the first',
    v1Sent({ unsettled: 0, failure: 'unauthorized' }),
    T + 1,
    { kind: 'send' },
  ],
  [
    'that was refused and taken back is over',
    sent({ unsettled: 0, isCancelled: true }),
    T + 1,
    { kind: 'close', end: 'cancelled' },
  ],
  [
    'taken back leaves alone what was there before',
    sent({ isCancelled: true, wasThere: true, sessionIds: ['crane'] }),
    T + 1,
    { kind: 'close', end: 'cancelled' },
  ],
  [
    'of v1 taken back is looked for while its id is not known',
    v1Sent({ isCancelled: true }),
    T + 1,
    { kind: 'list' },
  ],
  [
    'of v1 taken back is stopped once its id is known',
    v1Sent({ isCancelled: true, sessionIds: ['x'] }),
    T + 1,
    { kind: 'stop' },
  ],
])('a create %s', (_what, one, nowMs, step) => {
  expect(nextStep(one, nowMs)).toEqual(step)
})

test.each<[string, Intent, SendOutcome, Partial<Intent>]>([
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

test.each<[string, Intent, IntentEnd | null]>([
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

test.each<[string, Intent, Parameters<typeof afterGet>[1], number, Partial<Intent>]>([
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

test.each<[string, Intent, ReturnType<typeof listed>[], number, Partial<Intent>]>([
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

test.each<[string, boolean, number, IntentEnd | null]>([
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

test.each<[IntentEnd | null, boolean]>([
  [null, false],
  ['adopted', false],
  ['refused', true],
  ['cancelled', false],
  ['not-created', true],
  ['candidates', true],
])('an intent that ended as %s is to be read: %s', (end, isUnread) => {
  expect(isUnreadIntent(intent({ end }))).toBe(isUnread)
  expect(isUnreadIntent(intent({ end, isDismissed: true }))).toBe(false)
})

test.each<[string, Partial<Intent>, ServiceErrorKind, Partial<Intent>]>([
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

test('v1: a create that could not be listed for within 70 s does not leave later', () => {
  const asked = v1({ askedAtMs: T + 55_000, failure: 'network' })
  expect(nextStep(asked, T + 69_999)).toEqual({ kind: 'list' })
  expect(nextStep(asked, T + 70_000)).toEqual({ kind: 'close', end: 'not-created' })
  // The tab was closed before it could ask: another one may.
  expect(nextStep(v1(), T + 70_000)).toEqual({ kind: 'list' })
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
