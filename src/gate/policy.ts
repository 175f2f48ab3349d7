import type { ServiceResult } from '../service/result.ts'
import { CALL_KINDS, type CallKind } from './types.ts'
import type { SharedGateState } from './store.ts'

/** The rules of the gate, without a clock or a timer. Times in ms, local clock. */

/** A read that waited this long is sent next, whatever else waits. */
export const STARVED_AFTER_MS = 60_000
/** Wait after a 429 without Retry-After (the example of docs/protocol.md#rate-limit). */
const DEFAULT_RETRY_MS = 15_000
/** A longer Retry-After is capped to this. */
const MAX_RETRY_MS = 10 * 60_000
/** Largest factor by which back-off stretches the poll interval. */
const MAX_POLL_FACTOR = 16
const CLEAN_POLLS_TO_EASE = 10

/** Keeps a spacing within the limits of the setting. */
export function clampSpacing(spacingMs: number): number {
  return Math.min(10_000, Math.max(2000, spacingMs))
}

/** Longest hold of a call, the largest undo time of the settings. */
export const MAX_HOLD_MS = 10_000

/** Keeps a hold within the limits of the setting. */
export function clampHold(holdMs: number): number {
  return Math.min(MAX_HOLD_MS, Math.max(0, holdMs))
}

/**
 * The state with times corrected that only a clock set back since can explain. The result has
 * to be stored: corrected again at each look, the times would move along with the clock.
 */
export function pulledBack(state: SharedGateState, nowMs: number): SharedGateState {
  const latestMs = nowMs + MAX_RETRY_MS
  return state.lastCallAtMs <= nowMs && state.notBeforeMs <= latestMs
    ? state
    : {
        ...state,
        lastCallAtMs: Math.min(state.lastCallAtMs, nowMs),
        notBeforeMs: Math.min(state.notBeforeMs, latestMs),
      }
}

/** When the wall clock and the time that passed differ by more than this, the clock was set. */
export const SET_CLOCK_MS = 250

/** By how many ms the wall clock was set between two readings of both clocks; 0: it was not. */
export function clockJumpMs(
  before: { wallMs: number; passedMs: number },
  now: { wallMs: number; passedMs: number },
): number {
  const jumpMs = now.wallMs - before.wallMs - (now.passedMs - before.passedMs)
  return Math.abs(jumpMs) < SET_CLOCK_MS ? 0 : jumpMs
}

/**
 * The state after the clock was set or the computer slept. The wait that the service requested
 * moves along, once however many tabs notice. The last call counts as made now, because its age
 * is unknown.
 * @param knownShiftMs `clockShiftMs` as this tab knew it before; null when it never looked
 */
export function afterJump(
  state: SharedGateState,
  jumpMs: number,
  knownShiftMs: number | null,
  nowMs: number,
): SharedGateState {
  if (jumpMs === 0) return state
  const missingMs = knownShiftMs === null ? 0 : knownShiftMs + jumpMs - state.clockShiftMs
  return {
    ...state,
    clockShiftMs: state.clockShiftMs + missingMs,
    lastCallAtMs: state.lastCallAtMs === 0 ? 0 : nowMs,
    notBeforeMs: state.notBeforeMs === 0 ? 0 : state.notBeforeMs + missingMs,
  }
}

/**
 * When the next call may be sent. A last call in the future (the clock was set back) closes the
 * gate for one spacing at most.
 */
export function nextCallAt(
  stored: SharedGateState,
  spacingMs: number,
  nowMs: number,
): { atMs: number; closedBy: 'open' | 'spacing' | 'throttled' | 'server-trouble' } {
  const state = pulledBack(stored, nowMs)
  const { notBeforeMs } = state
  const spacedAtMs = state.lastCallAtMs === 0 ? 0 : state.lastCallAtMs + spacingMs
  const atMs = Math.max(spacedAtMs, notBeforeMs)
  if (atMs <= nowMs) return { atMs, closedBy: 'open' }
  return {
    atMs,
    closedBy: notBeforeMs >= spacedAtMs ? (state.notBeforeCause ?? 'throttled') : 'spacing',
  }
}

/**
 * The state after a call was released. It is written before the call is sent, so that no other
 * call can get between.
 */
export function reserved(state: SharedGateState, nowMs: number): SharedGateState {
  return {
    ...state,
    lastCallAtMs: nowMs,
    notBeforeCause: state.notBeforeMs > nowMs ? state.notBeforeCause : null,
  }
}

/**
 * The state once it is known when a call was really sent. It may have been later than its turn,
 * behind a slow disk or in a busy tab, and the spacing counts from there.
 * @param sentAtMs local clock, epoch ms; null when nothing was sent
 */
export function sentAt(
  state: SharedGateState,
  sentAtMs: number | null,
  nowMs: number,
): SharedGateState {
  // The clock may have been set back since.
  const atMs = Math.min(sentAtMs ?? 0, nowMs)
  return atMs > state.lastCallAtMs ? { ...state, lastCallAtMs: atMs } : state
}

/** What a call's answer means for the gate. */
export type Verdict =
  | { kind: 'clean'; isPoll: boolean }
  | { kind: 'throttled' | 'server-trouble'; retryAfterMs: number | null }
  | { kind: 'other' }

/** Classifies an answer for the gate: a 503 slows down as a 429 does. */
export function verdictOf(kind: CallKind, result: ServiceResult<unknown>): Verdict {
  if (result.ok) return { kind: 'clean', isPoll: kind === 'poll' || kind === 'refresh' }
  const { error } = result
  if (error.kind === 'throttled') return { kind: 'throttled', retryAfterMs: error.retryAfterMs }
  return error.kind === 'server' && error.status === 503
    ? { kind: 'server-trouble', retryAfterMs: error.retryAfterMs }
    : { kind: 'other' }
}

/**
 * The state after an answer. Back-off doubles on 429 and 503, and eases after ten clean polls.
 */
export function answered(
  state: SharedGateState,
  verdict: Verdict,
  nowMs: number,
): SharedGateState {
  switch (verdict.kind) {
    case 'other':
      return state
    case 'clean': {
      if (!verdict.isPoll || state.pollFactor === 1) return state
      const cleanPolls = state.cleanPolls + 1
      return cleanPolls < CLEAN_POLLS_TO_EASE
        ? { ...state, cleanPolls }
        : { ...state, cleanPolls: 0, pollFactor: Math.max(1, state.pollFactor / 2) }
    }
    case 'throttled':
    case 'server-trouble': {
      const askedForMs = verdict.retryAfterMs
      const waitMs = Math.min(askedForMs ?? DEFAULT_RETRY_MS, MAX_RETRY_MS)
      return {
        ...state,
        notBeforeMs: Math.max(state.notBeforeMs, nowMs + waitMs),
        notBeforeCause: verdict.kind,
        pollFactor: Math.min(MAX_POLL_FACTOR, state.pollFactor * 2),
        cleanPolls: 0,
        lastThrottle:
          verdict.kind === 'throttled'
            ? {
                atMs: nowMs,
                waitMs,
                askedForMs,
                capped: askedForMs !== null && askedForMs > MAX_RETRY_MS,
              }
            : state.lastThrottle,
      }
    }
  }
}

/**
 * The waiting calls in the order in which they are sent: by priority, then by age. A starved
 * read comes first.
 */
export function leavingOrder<C extends { kind: CallKind; queuedAtMs: number }>(
  waiting: readonly C[],
  nowMs: number,
): C[] {
  const rank = ({ kind, queuedAtMs }: C) =>
    isPatient(kind) && nowMs - queuedAtMs >= STARVED_AFTER_MS ? -1 : CALL_KINDS.indexOf(kind)
  return waiting.toSorted((a, b) => rank(a) - rank(b) || a.queuedAtMs - b.queuedAtMs)
}

/**
 * The next call to be sent, and when. A held call waits for the end of its hold. A call of lower
 * priority that would close the gate beyond the end of that hold lets the held one go first.
 * Extensions never do, because a lease may depend on them.
 * @param openAtMs when the gate is open, local clock, epoch ms; not in the past
 * @returns null when nothing waits
 */
export function nextDeparture<
  C extends { kind: CallKind; queuedAtMs: number; heldUntilMs: number },
>(
  waiting: readonly C[],
  openAtMs: number,
  spacingMs: number,
): { call: C; atMs: number } | null {
  // The first end of a hold among the calls that are more urgent; after the loop, of all.
  let heldUntilMs = Infinity
  for (const call of leavingOrder(waiting, openAtMs)) {
    if (call.heldUntilMs > openAtMs) heldUntilMs = Math.min(heldUntilMs, call.heldUntilMs)
    else if (call.kind === 'extend' || heldUntilMs >= openAtMs + spacingMs)
      return { call, atMs: openAtMs }
  }
  return Number.isFinite(heldUntilMs) ? nextDeparture(waiting, heldUntilMs, spacingMs) : null
}

/**
 * When the next waiting call will have starved, local clock, ms; Infinity: none will. The order
 * changes then, so the tab has to renew its claim.
 */
export function nextStarvingAtMs(
  waiting: Iterable<{ kind: CallKind; queuedAtMs: number }>,
  nowMs: number,
): number {
  let firstMs = Number.POSITIVE_INFINITY
  for (const { kind, queuedAtMs } of waiting) {
    const atMs = queuedAtMs + STARVED_AFTER_MS
    if (isPatient(kind) && atMs > nowMs) firstMs = Math.min(firstMs, atMs)
  }
  return firstMs
}

/** Calls merge within a group: a refresh answers a waiting poll of the same list. */
export function mergeGroup(kind: CallKind): string {
  return kind === 'poll' || kind === 'refresh' || kind === 'detail' ? 'read' : kind
}

// A refresh counts too: a poll that has waited long may have merged into it.
function isPatient(kind: CallKind) {
  return mergeGroup(kind) === 'read'
}
