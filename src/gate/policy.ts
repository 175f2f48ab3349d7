import type { ServiceResult } from '../service/result.ts'
import { CALL_KINDS, type CallKind } from './types.ts'
import type { SharedGateState } from './store.ts'

/** The rules of the gate, without a clock or a timer. Times in ms, local clock. */

/** A read that waited this long goes next, whatever else waits. */
export const STARVED_AFTER_MS = 60_000
/** Wait after a 429 that names none (docs/protocol.md#rate-limit: the documents' example). */
const DEFAULT_RETRY_MS = 15_000
/** A Retry-After beyond this is not believed. */
const MAX_RETRY_MS = 10 * 60_000
/** Back-off stretches the poll interval by at most this; 10 s become 120 s at the most. */
const MAX_POLL_FACTOR = 16
const CLEAN_POLLS_TO_EASE = 10

/** Keeps a spacing within what the setting offers. */
export function clampSpacing(spacingMs: number): number {
  return Math.min(10_000, Math.max(2000, spacingMs))
}

/**
 * The state with times pulled back that can only come from a clock that was set back since. It
 * has to be stored: pulled back anew at each look they would move along with the clock.
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

/** A difference between the clock on the wall and the time that passed, above which it was set. */
const SET_CLOCK_MS = 250

/** By how much the clock on the wall was set between two looks at both clocks, ms; 0: not. */
export function clockJumpMs(
  before: { wallMs: number; passedMs: number },
  now: { wallMs: number; passedMs: number },
): number {
  const jumpMs = now.wallMs - before.wallMs - (now.passedMs - before.passedMs)
  return Math.abs(jumpMs) < SET_CLOCK_MS ? 0 : jumpMs
}

/**
 * The state after the clock was set, or the computer slept: what the service asked to wait moves
 * along, once however many tabs notice, and the last call counts as of now, because how long ago
 * it was can't be told.
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
 * When the next call may leave. A last call that lies in the future (the clock was set back)
 * does not lock the gate for longer than one spacing.
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

/** The state after a call was let go; written before it leaves, so that nothing can slip in. */
export function reserved(state: SharedGateState, nowMs: number): SharedGateState {
  return {
    ...state,
    lastCallAtMs: nowMs,
    notBeforeCause: state.notBeforeMs > nowMs ? state.notBeforeCause : null,
  }
}

/** What a call's answer means for the gate. */
export type Verdict =
  | { kind: 'clean'; isPoll: boolean }
  | { kind: 'throttled' | 'server-trouble'; retryAfterMs: number | null }
  | { kind: 'other' }

/** What the answer to a call means for the gate: a 503 slows down as a 429 does. */
export function verdictOf(kind: CallKind, result: ServiceResult<unknown>): Verdict {
  if (result.ok) return { kind: 'clean', isPoll: kind === 'poll' || kind === 'refresh' }
  const { error } = result
  if (error.kind === 'throttled') return { kind: 'throttled', retryAfterMs: error.retryAfterMs }
  return error.kind === 'server' && error.status === 503
    ? { kind: 'server-trouble', retryAfterMs: error.retryAfterMs }
    : { kind: 'other' }
}

/** The state after an answer: back-off doubles on 429 and 503, and eases after ten clean polls. */
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
 * The waiting calls in the order they will leave: by priority, then by age; a patient one that
 * has starved goes first.
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
 * When the next of the waiting calls will have starved, local clock, ms; Infinity: none will.
 * The order changes then, so the tab has to tell the others anew what it wants.
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

// A refresh counts too: it may carry a poll that merged into it while it starved.
function isPatient(kind: CallKind) {
  return mergeGroup(kind) === 'read'
}
