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
/** A gate that opened so long ago. */
const openedSince = (ms: number, part: Partial<SharedGateState> = {}) =>
  state({ lastCallAtMs: NOW - 5000 - ms, ...part })

describe('nothing waits', () => {
  test('a state without an own claim stays as it is', () => {
    const before = state({ claims: [claim('other')] })
    const { next, result } = takeTurn(before, null, me)
    expect(result).toEqual({ kind: 'idle' })
    expect(next).toBe(before)
  })

  test('an own claim is withdrawn, the others stay', () => {
    const before = state({ lastCallAtMs: 5, claims: [claim('me'), claim('other')] })
    expect(takeTurn(before, null, me)).toEqual({
      next: { ...before, claims: [claim('other')] },
      result: { kind: 'idle' },
    })
  })
})

describe('a lead that is over', () => {
  test('its poll does not leave, and its claim is withdrawn', () => {
    const before = state({ claims: [claim('me'), claim('other')] })
    expect(takeTurn(before, mine({ leaderEpoch: 0 }), me)).toEqual({
      next: { ...before, claims: [claim('other')] },
      result: { kind: 'deposed' },
    })
  })

  test.each([1, 2, null])('a call of lead %s leaves while 1 is known', (leaderEpoch) => {
    const { result } = takeTurn(INITIAL_STATE, mine({ leaderEpoch }), me)
    expect(result).toEqual({ kind: 'leave' })
  })
})

describe('an open gate', () => {
  test('lets a call leave, notes when, and keeps nothing of the call', () => {
    expect(takeTurn(openedSince(0), mine(), me)).toEqual({
      next: { ...openedSince(0), lastCallAtMs: NOW, claims: [] },
      result: { kind: 'leave' },
    })
  })

  test('is kept for a more urgent call of another tab, for a second or so', () => {
    const before = openedSince(TURN_MS - 1, { claims: [claim('other', { kind: 'stop' })] })
    expect(takeTurn(before, mine(), me)).toEqual({
      next: { ...before, claims: [claim('other', { kind: 'stop' }), claim('me')] },
      // Until the other one has missed its turn.
      result: { kind: 'wait', untilMs: NOW + 1 },
    })
  })

  test('goes to the next one when the other tab has missed its turn, and forgets its claim', () => {
    const before = openedSince(TURN_MS, {
      claims: [claim('other', { kind: 'stop' }), claim('third', { kind: 'detail' })],
    })
    const { next, result } = takeTurn(before, mine(), me)
    expect(result).toEqual({ kind: 'leave' })
    expect(next.claims).toEqual([claim('third', { kind: 'detail' })])
  })

  test('lets the more urgent of two leave first, and keeps the claim of the other', () => {
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
  test('lets nothing leave before it opens, however urgent, and notes the claim once', () => {
    const before = state({ lastCallAtMs: NOW - 1000, claims: [claim('me'), claim('other')] })
    expect(takeTurn(before, mine({ kind: 'stop' }), me)).toEqual({
      next: { ...before, claims: [claim('other'), claim('me', { kind: 'stop' })] },
      result: { kind: 'wait', untilMs: NOW + 4000 },
    })
  })

  test('a claim that is stored holds no number of a lead', () => {
    const { next } = takeTurn(state({ lastCallAtMs: NOW }), mine({ leaderEpoch: 1 }), me)
    expect(next.claims).toEqual([claim('me')])
  })

  test('a last call in the future is stored as of now', () => {
    const { next, result } = takeTurn(state({ lastCallAtMs: NOW + 900 }), mine(), me)
    expect(next.lastCallAtMs).toBe(NOW)
    expect(result).toEqual({ kind: 'wait', untilMs: NOW + 5000 })
  })
})
