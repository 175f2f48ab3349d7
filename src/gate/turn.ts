import {
  leavingOrder,
  MAX_HOLD_MS,
  nextCallAt,
  nextDeparture,
  pulledBack,
  reserved,
} from './policy.ts'
import type { Claim, SharedGateState } from './store.ts'

/** Decides which of all waiting tabs may make the next call. Pure. */

/**
 * How long an open gate waits for the tab whose turn it is, counted from the end of a hold. Timers
 * of a hidden tab fire up to a second late; a tab that closed, crashed, or froze misses its turn.
 */
const TURN_MS = 1200

/** What may happen with a tab's next call. */
export type Turn =
  | { kind: 'leave' }
  | { kind: 'wait'; untilMs: number }
  /** A later leadership has begun, so this poll must not be sent. */
  | { kind: 'deposed' }
  /** Nothing waits. */
  | { kind: 'idle' }

/**
 * Releases a tab's next call, or records that it waits.
 * @param first the call, `leaderEpoch` as in GateCall; null when nothing waits
 * @returns the state to store before the call is sent, and what may happen
 */
export function takeTurn(
  state: SharedGateState,
  first: (Claim & { leaderEpoch: number | null }) | null,
  known: { holder: string; leaderEpoch: number; spacingMs: number; nowMs: number },
): { next: SharedGateState; result: Turn } {
  const { nowMs, spacingMs } = known
  const others = state.claims.filter(({ holder }) => holder !== known.holder)
  const unclaimed = others.length === state.claims.length ? state : { ...state, claims: others }
  if (!first) return { next: unclaimed, result: { kind: 'idle' } }
  const { leaderEpoch, ...mine } = first
  if (leaderEpoch !== null && leaderEpoch < known.leaderEpoch)
    return { next: unclaimed, result: { kind: 'deposed' } }

  const openedAtMs = nextCallAt(state, spacingMs, nowMs).atMs
  const wait = (untilMs: number) => ({
    next: { ...pulledBack(state, nowMs), claims: [...others, mine] },
    result: { kind: 'wait' as const, untilMs },
  })
  const startMs = Math.max(openedAtMs, mine.heldUntilMs)
  if (startMs > nowMs) return wait(startMs)
  const missesAtMs = (each: Claim) => Math.max(openedAtMs, holdOf(each, nowMs)) + TURN_MS
  const present = others.filter((each) => missesAtMs(each) > nowMs)
  const next = nextDeparture([mine, ...present], nowMs, spacingMs)
  if (next && (next.call !== mine || next.atMs > nowMs))
    return wait(next.call === mine ? next.atMs : missesAtMs(next.call))
  // The tabs before this one missed their turn. Those that are still there claim again.
  const order = leavingOrder([mine, ...others], nowMs)
  const claims = order.filter(
    (each, index) => index > order.indexOf(mine) || holdOf(each, nowMs) > nowMs,
  )
  return { next: reserved({ ...state, claims }, nowMs), result: { kind: 'leave' } }
}

/** The end of a hold, epoch ms. One further away than any hold is from before a set clock. */
function holdOf({ heldUntilMs }: Claim, nowMs: number): number {
  return heldUntilMs > nowMs + MAX_HOLD_MS ? 0 : heldUntilMs
}
