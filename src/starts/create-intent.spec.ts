import { expect, test } from 'vitest'
import {
  type CreateIntent,
  type CreateIntentEnd,
  isUnreadCreate,
  nextStep,
} from './create-intent.ts'
import { intent, MINUTE, sent, T, v1, v1Sent } from '../test-support/create-intents.ts'

test('a new create has not been sent, and nothing is known about it', () => {
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

test.each<[string, CreateIntent, number, object]>([
  ['is sent', intent(), T, { kind: 'send' }],
  ['takes no step after its end', intent({ end: 'adopted' }), T, { kind: 'over' }],
  [
    'canceled before it was sent is closed at once',
    intent({ isCancelled: true }),
    T,
    { kind: 'close', end: 'cancelled' },
  ],
  ['that waited for ten minutes is sent', intent(), T + 10 * MINUTE, { kind: 'send' }],
  [
    'that waited longer is never sent',
    intent(),
    T + 10 * MINUTE + 1,
    { kind: 'close', end: 'not-created' },
  ],
  [
    'that waited while the clock was set back by more than ten minutes is never sent',
    intent(),
    T - 10 * MINUTE - 1,
    { kind: 'close', end: 'not-created' },
  ],
  [
    'is not sent again after the clock was set back by more than ten minutes',
    sent({ firstSentAtMs: T - 11 * MINUTE }),
    T - 11 * MINUTE + 10_000,
    { kind: 'get' },
  ],
  [
    'is looked up and not sent again when the clock was set back since the first send',
    sent({ firstSentAtMs: T - 1 }),
    T + 9999,
    { kind: 'get' },
  ],
  [
    'of v1 whose first list failed is not sent after the clock was set back',
    v1({ askedAtMs: T }),
    T - 70_000,
    { kind: 'close', end: 'not-created' },
  ],
  ['of v1 lists the sessions first', v1(), T, { kind: 'list' }],
  ['of v1 is sent after the list', v1({ before: [] }), T, { kind: 'send' }],
  ['in doubt waits before it is sent again', sent(), T, { kind: 'wait', ms: 10_000 }],
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
  ['is looked up after that', sent(), T + 70_000, { kind: 'get' }],
  ['is sent again three times', sent({ attempts: 3 }), T + 60_000, { kind: 'send' }],
  ['is looked up after three repeats', sent({ attempts: 4 }), T + 1, { kind: 'get' }],
  ['is looked up after a conflict', sent({ hasConflict: true }), T + 1, { kind: 'get' }],
  [
    'that was first sent late is not sent again after its tenth minute',
    sent({ firstSentAtMs: T + 9.5 * MINUTE }),
    T + 10 * MINUTE + 1,
    { kind: 'get' },
  ],
  ['is looked up when the clock was set back', sent(), T - 1, { kind: 'get' }],
  [
    'waits between two lookups',
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
    'is looked up again after ten seconds',
    sent({ attempts: 4, askedAtMs: T + 1000 }),
    T + 11_000,
    { kind: 'get' },
  ],
  [
    'is looked up at once when the clock was set back',
    sent({ attempts: 4, askedAtMs: T + 1000 }),
    T + 999,
    { kind: 'get' },
  ],
  ['of v1 is never sent twice', v1Sent(), T + 1, { kind: 'list' }],
  [
    "canceled after it was sent is looked up, because the session may be someone else's",
    sent({ isCancelled: true }),
    T + 1,
    { kind: 'get' },
  ],
  [
    'canceled is stopped once the session is known to be its own',
    sent({ isCancelled: true, sessionIds: ['crane'] }),
    T + 1,
    { kind: 'stop' },
  ],
  [
    'canceled is stopped again after ten seconds',
    sent({ isCancelled: true, sessionIds: ['crane'], askedAtMs: T }),
    T + 1000,
    { kind: 'wait', ms: 9000 },
  ],
  [
    'without a token waits ten seconds',
    sent({ askedAtMs: T + 10_000, failure: 'unauthorized' }),
    T + 10_001,
    { kind: 'wait', ms: 9999 },
  ],
  [
    'that was refused is sent again, with a new token',
    sent({ unsettled: 0, failure: 'unauthorized' }),
    T + 1,
    { kind: 'send' },
  ],
  [
    'of v1 that was refused is sent again, because the first attempt started nothing',
    v1Sent({ unsettled: 0, failure: 'unauthorized' }),
    T + 1,
    { kind: 'send' },
  ],
  [
    'that was refused and canceled is closed',
    sent({ unsettled: 0, isCancelled: true }),
    T + 1,
    { kind: 'close', end: 'cancelled' },
  ],
  [
    'canceled leaves a session alone that existed before',
    sent({ isCancelled: true, wasThere: true, sessionIds: ['crane'] }),
    T + 1,
    { kind: 'close', end: 'cancelled' },
  ],
  [
    'of v1 canceled is looked for while its ID is not known',
    v1Sent({ isCancelled: true }),
    T + 1,
    { kind: 'list' },
  ],
  [
    'of v1 canceled is stopped once its ID is known',
    v1Sent({ isCancelled: true, sessionIds: ['x'] }),
    T + 1,
    { kind: 'stop' },
  ],
])('a create %s', (_what, one, nowMs, step) => {
  expect(nextStep(one, nowMs)).toEqual(step)
})

test.each<[CreateIntentEnd | null, boolean]>([
  [null, false],
  ['adopted', false],
  ['refused', true],
  ['cancelled', false],
  ['not-created', true],
  ['candidates', true],
])('a create that ended as %s is unread: %s', (end, isUnread) => {
  expect(isUnreadCreate(intent({ end }))).toBe(isUnread)
  expect(isUnreadCreate(intent({ end, isDismissed: true }))).toBe(false)
})

test('v1: a create whose list failed for 70 s is never sent', () => {
  const asked = v1({ askedAtMs: T + 55_000, failure: 'network' })
  expect(nextStep(asked, T + 69_999)).toEqual({ kind: 'list' })
  expect(nextStep(asked, T + 70_000)).toEqual({ kind: 'close', end: 'not-created' })
  // The tab closed before it could list: another tab may.
  expect(nextStep(v1(), T + 70_000)).toEqual({ kind: 'list' })
})
