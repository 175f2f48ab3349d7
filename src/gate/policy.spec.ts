import { describe, expect, test } from 'vitest'
import {
  afterJump,
  answered,
  clampHold,
  clampSpacing,
  clockJumpMs,
  leavingOrder,
  mergeGroup,
  nextCallAt,
  nextDeparture,
  nextStarvingAtMs,
  pulledBack,
  reserved,
  sentAt,
} from './policy.ts'
import { pollIntervalMs, untilNextPollMs } from './poll-interval.ts'
import { INITIAL_STATE, type SharedGateState } from './store.ts'
import { CALL_KINDS } from './types.ts'

const NOW = 1_000_000
const throttled = (retryAfterMs: number | null) =>
  answered(INITIAL_STATE, { kind: 'throttled', retryAfterMs }, NOW)

describe('the time of the last call', () => {
  const reservedAt = { ...INITIAL_STATE, lastCallAtMs: NOW }

  test.each([
    ['moves to when the call was really sent', NOW + 700, NOW + 700],
    ['stays when nothing was sent', null, NOW],
    ['stays when another call has been sent since', NOW - 5000, NOW],
    ['is never in the future, as after a clock that was set back', NOW + 60_000, NOW + 1000],
  ])('%s', (_title, sentAtMs, lastCallAtMs) => {
    expect(sentAt(reservedAt, sentAtMs, NOW + 1000).lastCallAtMs).toBe(lastCallAtMs)
  })
})

describe('when a read will have starved', () => {
  const waits = (kind: (typeof CALL_KINDS)[number], queuedAtMs: number) => ({
    kind,
    queuedAtMs,
  })

  test("is 60 s after the oldest that hasn't starved yet was queued", () => {
    expect(
      nextStarvingAtMs(
        [waits('detail', NOW - 1000), waits('poll', NOW - 3000), waits('poll', NOW - 60_000)],
        NOW,
      ),
    ).toBe(NOW + 57_000)
  })

  test('is never for user actions, and when nothing waits', () => {
    expect(nextStarvingAtMs([waits('stop', NOW)], NOW)).toBe(Infinity)
    expect(nextStarvingAtMs([], NOW)).toBe(Infinity)
  })
})

describe('the next call', () => {
  test('may be sent at once when there was none before', () => {
    expect(nextCallAt(INITIAL_STATE, 5000, NOW)).toMatchObject({ closedBy: 'open' })
  })

  test('waits for the spacing from the start of the last one', () => {
    expect(nextCallAt(reserved(INITIAL_STATE, NOW), 5000, NOW + 1000)).toEqual({
      atMs: NOW + 5000,
      closedBy: 'spacing',
    })
  })

  test.each([
    [7000, 7000, false],
    [null, 15_000, false],
    [3_600_000, 600_000, true],
  ])('after a 429 with Retry-After %s waits %i ms', (asked, waitMs, capped) => {
    const state = throttled(asked)
    expect(nextCallAt(state, 5000, NOW)).toEqual({ atMs: NOW + waitMs, closedBy: 'throttled' })
    expect(state.lastThrottle).toEqual({ atMs: NOW, waitMs, askedForMs: asked, capped })
  })

  test('a shorter Retry-After never opens the gate before an earlier, longer one', () => {
    const state = answered(
      throttled(60_000),
      { kind: 'throttled', retryAfterMs: 1000 },
      NOW + 1,
    )
    expect(state.notBeforeMs).toBe(NOW + 60_000)
  })

  test('a clock that was set back closes the gate for one spacing at most', () => {
    const state = { ...INITIAL_STATE, lastCallAtMs: NOW + 86_400_000 }
    expect(nextCallAt(state, 5000, NOW).atMs).toBe(NOW + 5000)
  })
})

describe('back-off', () => {
  test('doubles on 429 and 503, up to 16', () => {
    let state = INITIAL_STATE
    for (const expected of [2, 4, 8, 16, 16]) {
      state = answered(state, { kind: 'server-trouble', retryAfterMs: null }, NOW)
      expect(state.pollFactor).toBe(expected)
    }
  })

  test("eases one step after ten clean polls; other calls don't count", () => {
    let state = answered(throttled(1000), { kind: 'throttled', retryAfterMs: 1000 }, NOW)
    for (let count = 0; count < 9; count += 1) {
      state = answered(state, { kind: 'clean', isPoll: true }, NOW)
      state = answered(state, { kind: 'clean', isPoll: false }, NOW)
    }
    expect(state.pollFactor).toBe(4)
    expect(answered(state, { kind: 'clean', isPoll: true }, NOW).pollFactor).toBe(2)
  })
})

describe('the order of calls', () => {
  const call = (
    kind: Parameters<typeof leavingOrder>[0][number]['kind'],
    queuedAtMs = NOW,
  ) => ({
    kind,
    queuedAtMs,
  })

  test('stop, extend, create, refresh, poll, detail', () => {
    const kinds = ['detail', 'poll', 'refresh', 'create', 'extend', 'stop'] as const
    expect(
      leavingOrder(
        kinds.map((kind) => call(kind)),
        NOW,
      ).map(({ kind }) => kind),
    ).toEqual(kinds.toReversed())
  })

  test('a poll that waited 60 s comes before a stop', () => {
    const waiting = [call('stop', NOW), call('poll', NOW - 60_000)]
    expect(leavingOrder(waiting, NOW)[0]?.kind).toBe('poll')
    expect(leavingOrder([call('stop', NOW), call('poll', NOW - 59_999)], NOW)[0]?.kind).toBe(
      'stop',
    )
  })
})

describe('the next departure', () => {
  const call = (kind: (typeof CALL_KINDS)[number], holdMs = 0, queuedAtMs = NOW) => ({
    kind,
    queuedAtMs,
    heldUntilMs: holdMs === 0 ? 0 : NOW + holdMs,
  })
  const next = (...waiting: ReturnType<typeof call>[]) => {
    const departure = nextDeparture(waiting, NOW, 5000)
    return departure && [departure.call.kind, departure.atMs - NOW]
  }

  test('is none when nothing waits', () => {
    expect(next()).toBeNull()
  })

  test('is that of the most urgent call that is not held', () => {
    expect(next(call('poll'), call('extend'), call('stop', 6000))).toEqual(['extend', 0])
  })

  test('of a held call is the end of its hold', () => {
    expect(next(call('extend', 4000))).toEqual(['extend', 4000])
    expect(next(call('extend', 4000), call('stop', 7000))).toEqual(['extend', 4000])
  })

  test.each(['create', 'refresh', 'poll', 'detail'] as const)(
    'a %s lets a held extension go first when it would delay it',
    (kind) => {
      expect(next(call(kind), call('extend', 4999))).toEqual(['extend', 4999])
      expect(next(call(kind), call('extend', 5000))).toEqual([kind, 0])
    },
  )

  test('of several holds the first end counts, whatever waits between them', () => {
    const held = [call('stop', 9000), call('extend', 4999), call('create', 8000)]
    expect(next(call('poll'), ...held)).toEqual(['extend', 4999])
    expect(next(call('poll'), ...held.toReversed())).toEqual(['extend', 4999])
    expect(next(call('poll'), call('stop', 9000), call('extend', 5000))).toEqual(['poll', 0])
    // A call of higher priority waits for no hold of a lower one.
    expect(next(call('refresh'), call('stop', 9000), call('poll', 1000))).toEqual([
      'refresh',
      0,
    ])
  })

  test('an extension waits for no held stop, because a lease may depend on it', () => {
    expect(next(call('extend'), call('stop', 4000))).toEqual(['extend', 0])
  })

  test('a read that has starved waits for no hold', () => {
    expect(next(call('poll', 0, NOW - 60_000), call('stop', 4000))).toEqual(['poll', 0])
  })

  test('of two holds that end together the more urgent call is first', () => {
    expect(next(call('extend', 4000), call('stop', 4000))).toEqual(['stop', 4000])
  })

  test('a hold is limited to 0 to 10 s', () => {
    expect([-1, 4000, 60_000].map(clampHold)).toEqual([0, 4000, 10_000])
  })
})

test('the setting is limited to 2 to 10 s', () => {
  expect([0, 5000, 60_000].map(clampSpacing)).toEqual([2000, 5000, 10_000])
})

describe('the poll interval', () => {
  const calm = {
    isMoving: false,
    isHidden: false,
    isRefused: false,
    isAlone: false,
    pollFactor: 1,
  }
  test.each([
    ['all is calm', {}, 10_000],
    ['something starts', { isMoving: true }, 5000],
    ['the tab is hidden', { isHidden: true, isMoving: true }, 30_000],
    ['the key was refused', { isRefused: true, isMoving: true }, 120_000],
    ['tabs cannot agree on a leader', { isAlone: true }, 30_000],
    ['it was throttled once', { pollFactor: 2 }, 20_000],
    ['it was throttled often', { pollFactor: 16 }, 120_000],
    ['the factor is broken', { pollFactor: Number.NaN }, 10_000],
  ])('when %s', (_name, change, expected) => {
    expect(pollIntervalMs({ ...calm, ...change })).toBe(expected)
  })
})

describe('the next poll', () => {
  const known = { lastAnswerMs: NOW, notBeforeMs: 0, nowMs: NOW }
  test.each([
    ['comes an interval after the last answer', {}, 10_000],
    ['goes on where the last leader ended', { nowMs: NOW + 7000 }, 3000],
    ['is urged once a second when overdue', { nowMs: NOW + 60_000 }, 1000],
    ['waits while the gate is closed for longer', { notBeforeMs: NOW + 45_000 }, 45_000],
    ['is not held by a clock that was set back', { lastAnswerMs: NOW + 3_600_000 }, 10_000],
    ['comes at once when there was none', { lastAnswerMs: 0 }, 1000],
  ])('%s', (_name, change, expected) => {
    expect(untilNextPollMs(10_000, { ...known, ...change })).toBe(expected)
  })
})

describe('edge cases', () => {
  const at = (change: Partial<SharedGateState>): SharedGateState => ({
    ...INITIAL_STATE,
    ...change,
  })
  const NOW = 1_000_000_000

  test('a state without jumps of the clock stays the same object', () => {
    const state = at({ lastCallAtMs: NOW, notBeforeMs: NOW + 10 * 60_000 })
    expect(pulledBack(state, NOW)).toBe(state)
    expect(pulledBack({ ...state, lastCallAtMs: NOW + 1 }, NOW)).toMatchObject({
      lastCallAtMs: NOW,
      notBeforeMs: NOW + 10 * 60_000,
    })
    expect(pulledBack({ ...state, notBeforeMs: NOW + 10 * 60_000 + 1 }, NOW)).toMatchObject({
      lastCallAtMs: NOW,
      notBeforeMs: NOW + 10 * 60_000,
    })
  })

  test.each([
    [249, 0],
    [-249, 0],
    [250, 250],
    [-250, -250],
  ])('clocks %d ms apart mean that one was set by %d ms', (apartMs, jumpMs) => {
    const before = { wallMs: 5000, passedMs: 300 }
    expect(clockJumpMs(before, { wallMs: 6000 + apartMs, passedMs: 1300 })).toBe(jumpMs)
  })

  test('a jump moves the end of a wait along, once for all tabs', () => {
    const state = at({ clockShiftMs: 100, lastCallAtMs: NOW - 50, notBeforeMs: NOW + 7000 })
    expect(afterJump(state, 0, 100, NOW)).toBe(state)
    expect(afterJump(state, 3000, 100, NOW)).toEqual({
      ...state,
      clockShiftMs: 3100,
      lastCallAtMs: NOW,
      notBeforeMs: NOW + 10_000,
    })
    // Another tab has handled the jump before.
    const noticed = { ...state, clockShiftMs: 3100 }
    expect(afterJump(noticed, 3000, 100, NOW)).toEqual({ ...noticed, lastCallAtMs: NOW })
    // This tab never looked before, so it can't tell which part of the shift is new.
    expect(afterJump(state, 3000, null, NOW)).toEqual({ ...state, lastCallAtMs: NOW })
  })

  test('a jump invents neither a last call nor a wait', () => {
    expect(afterJump(at({}), 3000, 0, NOW)).toEqual(at({ clockShiftMs: 3000 }))
  })

  test.each<[string, Partial<SharedGateState>, ReturnType<typeof nextCallAt>]>([
    ['nothing was', {}, { atMs: 0, closedBy: 'open' }],
    ['the spacing is just over', { lastCallAtMs: NOW - 5000 }, { atMs: NOW, closedBy: 'open' }],
    [
      'the spacing is not over',
      { lastCallAtMs: NOW - 4999 },
      { atMs: NOW + 1, closedBy: 'spacing' },
    ],
    [
      'a wait is over and the spacing is not',
      { lastCallAtMs: NOW - 4999, notBeforeMs: NOW - 1, notBeforeCause: 'throttled' },
      { atMs: NOW + 1, closedBy: 'spacing' },
    ],
    [
      'both end at once',
      { lastCallAtMs: NOW - 4000, notBeforeMs: NOW + 1000, notBeforeCause: 'server-trouble' },
      { atMs: NOW + 1000, closedBy: 'server-trouble' },
    ],
    [
      'the spacing is longer than the wait',
      { lastCallAtMs: NOW - 1000, notBeforeMs: NOW + 1000, notBeforeCause: 'throttled' },
      { atMs: NOW + 4000, closedBy: 'spacing' },
    ],
    [
      'an earlier version stored a wait without its cause',
      { notBeforeMs: NOW + 1000, notBeforeCause: null },
      { atMs: NOW + 1000, closedBy: 'throttled' },
    ],
  ])('the next call when %s', (_when, change, expected) => {
    expect(nextCallAt(at(change), 5000, NOW)).toEqual(expected)
  })

  test('sending a call keeps the cause of a wait that still runs, and no other', () => {
    const waiting = at({ notBeforeMs: NOW + 1, notBeforeCause: 'throttled' })
    expect(reserved(waiting, NOW)).toEqual({ ...waiting, lastCallAtMs: NOW })
    expect(reserved(waiting, NOW + 1)).toMatchObject({ notBeforeCause: null })
  })

  test('a clean poll changes nothing without back-off', () => {
    const state = at({ cleanPolls: 3 })
    expect(answered(state, { kind: 'clean', isPoll: true }, NOW)).toBe(state)
    expect(answered(state, { kind: 'other' }, NOW)).toBe(state)
  })

  test.each([
    [10 * 60_000, false],
    [10 * 60_000 + 1, true],
    [null, false],
  ])('a Retry-After of %s ms: capped is %s', (retryAfterMs, capped) => {
    const next = answered(at({}), { kind: 'throttled', retryAfterMs }, NOW)
    expect(next.lastThrottle).toEqual({
      atMs: NOW,
      waitMs: Math.min(retryAfterMs ?? 15_000, 10 * 60_000),
      askedForMs: retryAfterMs,
      capped,
    })
  })

  test('server trouble is not throttling, and keeps the last throttle on record', () => {
    const before = answered(at({}), { kind: 'throttled', retryAfterMs: 7000 }, NOW)
    const after = answered(before, { kind: 'server-trouble', retryAfterMs: null }, NOW + 9000)
    expect(after.lastThrottle).toBe(before.lastThrottle)
    expect(after.notBeforeCause).toBe('server-trouble')
  })

  test('of two calls of a kind the older one is sent first, whatever their position', () => {
    const old = { kind: 'extend' as const, queuedAtMs: NOW - 100 }
    const young = { kind: 'extend' as const, queuedAtMs: NOW - 50 }
    expect(leavingOrder([young, old], NOW)).toEqual([old, young])
    expect(leavingOrder([old, young], NOW)).toEqual([old, young])
  })

  test('all reads merge with each other, a change only with its own kind', () => {
    expect(CALL_KINDS.map(mergeGroup)).toEqual([
      'stop',
      'extend',
      'create',
      'read',
      'read',
      'read',
      'token',
    ])
  })
})
