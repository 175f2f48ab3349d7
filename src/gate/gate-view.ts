import type { QueuedCall } from './call-queue.ts'
import { leavingOrder, nextCallAt } from './policy.ts'
import type { SharedGateState } from './store.ts'
import type { GateView } from './types.ts'

/**
 * What the screen and the poller see of a gate. Pure.
 * @param calls the waiting calls, in any order
 */
export function gateView(
  state: SharedGateState,
  calls: readonly QueuedCall[],
  spacingMs: number,
  nowMs: number,
): GateView {
  const next = nextCallAt(state, spacingMs, nowMs)
  return {
    nextCallAtMs: next.atMs,
    closedBy: next.closedBy,
    spacingMs,
    pollFactor: state.pollFactor,
    lastThrottle: state.lastThrottle,
    waiting: waitingCalls(calls, Math.max(next.atMs, nowMs), spacingMs, nowMs),
  }
}

/**
 * The waiting calls in the order in which they are sent. A call that isn't ready delays no
 * other.
 */
function waitingCalls(
  calls: readonly QueuedCall[],
  firstAtMs: number,
  spacingMs: number,
  nowMs: number,
): GateView['waiting'] {
  let readyBefore = 0
  return leavingOrder(calls, nowMs).map((call) => {
    const leavesAtMs = call.isReady ? firstAtMs + readyBefore * spacingMs : null
    if (call.isReady) readyBefore += 1
    const { id, kind, subject, operationId, payload, queuedAtMs } = call
    return { id, kind, subject, operationId, payload, queuedAtMs, leavesAtMs }
  })
}
