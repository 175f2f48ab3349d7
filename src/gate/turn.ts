import { leavingOrder, nextCallAt, pulledBack, reserved } from './policy.ts'
import type { Claim, SharedGateState } from './store.ts'

/** Decides which of all waiting tabs may make the next call. Pure. */

/**
 * How long an open gate waits for the tab whose turn it is. Timers of a hidden tab fire up to a
 * second late; a tab that closed, crashed, or froze misses its turn.
 */
const TURN_MS = 1200

/** What may happen with a tab's most urgent waiting call. */
export type Turn =
  | { kind: 'leave' }
  | { kind: 'wait'; untilMs: number }
  /** A later leadership has begun, so this poll must not be sent. */
  | { kind: 'deposed' }
  /** Nothing waits. */
  | { kind: 'idle' }

/**
 * Releases a tab's most urgent call, or records that it waits.
 * @param first the call, `leaderEpoch` as in GateCall; null when nothing waits
 * @returns the state to store before the call is sent, and what may happen
 */
export function takeTurn(
  state: SharedGateState,
  first: (Claim & { leaderEpoch: number | null }) | null,
  known: { holder: string; leaderEpoch: number; spacingMs: number; nowMs: number },
): { next: SharedGateState; result: Turn } {
  const { nowMs } = known
  const others = state.claims.filter(({ holder }) => holder !== known.holder)
  const unclaimed = others.length === state.claims.length ? state : { ...state, claims: others }
  if (!first) return { next: unclaimed, result: { kind: 'idle' } }
  const { leaderEpoch, ...mine } = first
  if (leaderEpoch !== null && leaderEpoch < known.leaderEpoch)
    return { next: unclaimed, result: { kind: 'deposed' } }

  const opening = nextCallAt(state, known.spacingMs, nowMs)
  const isOpen = opening.atMs <= nowMs
  if (isOpen && !isOthersTurn(others, mine, opening.atMs, nowMs)) {
    // The tabs before this one missed their turn. Those that are still there claim again.
    const order = leavingOrder([mine, ...others], nowMs)
    const claims = order.slice(order.indexOf(mine) + 1)
    return { next: reserved({ ...state, claims }, nowMs), result: { kind: 'leave' } }
  }
  return {
    next: { ...pulledBack(state, nowMs), claims: [...others, mine] },
    result: { kind: 'wait', untilMs: isOpen ? opening.atMs + TURN_MS : opening.atMs },
  }
}

function isOthersTurn(
  others: readonly Claim[],
  mine: Claim,
  openedAtMs: number,
  nowMs: number,
): boolean {
  return nowMs - openedAtMs < TURN_MS && leavingOrder([mine, ...others], nowMs)[0] !== mine
}
