import { describe, expect, test } from 'vitest'
import { type Claim, INITIAL_STATE, type SharedGateState } from './store.ts'
import { takeTurn } from './turn.ts'

const NOW = 1_000_000
const TURN_MS = 1200
const me = { holder: 'me', leaderEpoch: 1, spacingMs: 5000, nowMs: NOW }
const claim = (holder: string, part: Partial<Claim> = {}): Claim => ({
  holder,
  kind: 'poll',
  queuedAtMs: NOW,
  heldUntilMs: 0,
  ...part,
})
const mine = (part: Partial<Claim & { leaderEpoch: number | null }> = {}) => ({
  ...claim('me'),
  leaderEpoch: null,
  ...part,
})
const state = (part: Partial<SharedGateState> = {}): SharedGateState => ({
  ...INITIAL_STATE,
  ...part,
})
/** A gate that opened this long ago. */
const openedSince = (ms: number, part: Partial<SharedGateState> = {}) =>
  state({ lastCallAtMs: NOW - 5000 - ms, ...part })

describe('nothing waits', () => {
  test('a state without a claim of this tab is unchanged', () => {
    const before = state({ claims: [claim('other')] })
    const { next, result } = takeTurn(before, null, me)
    expect(result).toEqual({ kind: 'idle' })
    expect(next).toBe(before)
  })

  test("this tab's claim is withdrawn, the others stay", () => {
    const before = state({ lastCallAtMs: 5, claims: [claim('me'), claim('other')] })
    expect(takeTurn(before, null, me)).toEqual({
      next: { ...before, claims: [claim('other')] },
      result: { kind: 'idle' },
    })
  })
})

describe('a leadership that has ended', () => {
  test("its poll isn't sent, and its claim is withdrawn", () => {
    const before = state({ claims: [claim('me'), claim('other')] })
    expect(takeTurn(before, mine({ leaderEpoch: 0 }), me)).toEqual({
      next: { ...before, claims: [claim('other')] },
      result: { kind: 'deposed' },
    })
  })

  test.each([1, 2, null])(
    'a call of leadership %s is sent while 1 is the current one',
    (leaderEpoch) => {
      const { result } = takeTurn(INITIAL_STATE, mine({ leaderEpoch }), me)
      expect(result).toEqual({ kind: 'leave' })
    },
  )
})

describe('an open gate', () => {
  test('releases a call, records when, and stores nothing of the call', () => {
    expect(takeTurn(openedSince(0), mine(), me)).toEqual({
      next: { ...openedSince(0), lastCallAtMs: NOW, claims: [] },
      result: { kind: 'leave' },
    })
  })

  test('waits for a more urgent call of another tab for about a second', () => {
    const before = openedSince(TURN_MS - 1, { claims: [claim('other', { kind: 'stop' })] })
    expect(takeTurn(before, mine(), me)).toEqual({
      next: { ...before, claims: [claim('other', { kind: 'stop' }), claim('me')] },
      // Until the other tab has missed its turn.
      result: { kind: 'wait', untilMs: NOW + 1 },
    })
  })

  test('goes to the next tab when one missed its turn, and drops that claim', () => {
    const before = openedSince(TURN_MS, {
      claims: [claim('other', { kind: 'stop' }), claim('third', { kind: 'detail' })],
    })
    const { next, result } = takeTurn(before, mine(), me)
    expect(result).toEqual({ kind: 'leave' })
    expect(next.claims).toEqual([claim('third', { kind: 'detail' })])
  })

  test('releases the more urgent of two first, and keeps the claim of the other', () => {
    const before = openedSince(0, { claims: [claim('other')] })
    const { next, result } = takeTurn(before, mine({ kind: 'stop' }), me)
    expect(result).toEqual({ kind: 'leave' })
    expect(next.claims).toEqual([claim('other')])
  })

  test('goes by age among equals', () => {
    const before = openedSince(0, { claims: [claim('other', { queuedAtMs: NOW - 1 })] })
    expect(takeTurn(before, mine(), me).result.kind).toBe('wait')
    expect(takeTurn(before, mine({ queuedAtMs: NOW - 2 }), me).result.kind).toBe('leave')
  })
})

describe('a closed gate', () => {
  test('releases nothing before it opens, however urgent, and records the claim once', () => {
    const before = state({ lastCallAtMs: NOW - 1000, claims: [claim('me'), claim('other')] })
    expect(takeTurn(before, mine({ kind: 'stop' }), me)).toEqual({
      next: { ...before, claims: [claim('other'), claim('me', { kind: 'stop' })] },
      result: { kind: 'wait', untilMs: NOW + 4000 },
    })
  })

  test('a stored claim contains no leadership number', () => {
    const { next } = takeTurn(state({ lastCallAtMs: NOW }), mine({ leaderEpoch: 1 }), me)
    expect(next.claims).toEqual([claim('me')])
  })

  test('a last call in the future is stored as of now', () => {
    const { next, result } = takeTurn(state({ lastCallAtMs: NOW + 900 }), mine(), me)
    expect(next.lastCallAtMs).toBe(NOW)
    expect(result).toEqual({ kind: 'wait', untilMs: NOW + 5000 })
  })
})

describe('a hold', () => {
  const held = (ms: number, part: Partial<Claim> = {}) =>
    claim('other', { kind: 'extend', heldUntilMs: NOW + ms, ...part })

  test('keeps a call of this tab until it ends, also when the gate is open', () => {
    const { next, result } = takeTurn(state(), mine({ heldUntilMs: NOW + 4000 }), me)
    expect(result).toEqual({ kind: 'wait', untilMs: NOW + 4000 })
    expect(next.claims).toEqual([claim('me', { heldUntilMs: NOW + 4000 })])
    expect(
      takeTurn(next, mine({ heldUntilMs: NOW + 4000 }), { ...me, nowMs: NOW + 4000 }).result,
    ).toEqual({ kind: 'leave' })
  })

  test('that outlasts the gate decides when this tab looks again', () => {
    const before = state({ lastCallAtMs: NOW - 3000 })
    expect(takeTurn(before, mine({ heldUntilMs: NOW + 4000 }), me).result).toEqual({
      kind: 'wait',
      untilMs: NOW + 4000,
    })
    expect(takeTurn(before, mine({ heldUntilMs: NOW + 1000 }), me).result).toEqual({
      kind: 'wait',
      untilMs: NOW + 2000,
    })
  })

  test("of another tab's action makes a read of this tab wait, until that tab missed its turn", () => {
    const before = state({ claims: [held(4000)] })
    expect(takeTurn(before, mine(), me).result).toEqual({
      kind: 'wait',
      untilMs: NOW + 4000 + TURN_MS,
    })
    const later = { ...me, nowMs: NOW + 4000 + TURN_MS }
    const { next, result } = takeTurn(before, mine(), later)
    expect(result).toEqual({ kind: 'leave' })
    expect(next.claims).toEqual([])
  })

  test('that leaves room for a call before it does not make it wait, and is kept', () => {
    const before = state({ claims: [held(5000)] })
    const { next, result } = takeTurn(before, mine(), me)
    expect(result).toEqual({ kind: 'leave' })
    expect(next.claims).toEqual([held(5000)])
  })

  test('makes no extension wait', () => {
    const before = state({ claims: [held(4000, { kind: 'stop' })] })
    expect(takeTurn(before, mine({ kind: 'extend' }), me).result.kind).toBe('leave')
    expect(takeTurn(before, mine({ kind: 'create' }), me).result.kind).toBe('wait')
  })

  test('does not outlast a clock that was set back', () => {
    const before = state({ claims: [held(10_001)] })
    expect(takeTurn(before, mine(), me).result.kind).toBe('leave')
  })
})
