import { describe, expect, test } from 'vitest'
import { answered, clampSpacing, leavingOrder, nextCallAt, reserved } from './policy.ts'
import { pollIntervalMs, untilNextPollMs } from './poll-interval.ts'
import { INITIAL_STATE } from './store.ts'

const NOW = 1_000_000
const throttled = (retryAfterMs: number | null) =>
  answered(INITIAL_STATE, { kind: 'throttled', retryAfterMs }, NOW)

describe('the next call', () => {
  test('may leave at once when none has left before', () => {
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

  test('a clock that was set back locks the gate for one spacing at most', () => {
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

  test('eases one step after ten clean polls; other calls do not count', () => {
    let state = answered(throttled(1000), { kind: 'throttled', retryAfterMs: 1000 }, NOW)
    for (let count = 0; count < 9; count += 1) {
      state = answered(state, { kind: 'clean', isPoll: true }, NOW)
      state = answered(state, { kind: 'clean', isPoll: false }, NOW)
    }
    expect(state.pollFactor).toBe(4)
    expect(answered(state, { kind: 'clean', isPoll: true }, NOW).pollFactor).toBe(2)
  })
})

describe('the order of leaving', () => {
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

  test('a poll that has waited for 60 s goes before a stop', () => {
    const waiting = [call('stop', NOW), call('poll', NOW - 60_000)]
    expect(leavingOrder(waiting, NOW)[0]?.kind).toBe('poll')
    expect(leavingOrder([call('stop', NOW), call('poll', NOW - 59_999)], NOW)[0]?.kind).toBe(
      'stop',
    )
  })
})

test('the setting keeps within 2 and 10 s', () => {
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
