import type { QueuedCall } from './call-queue.ts'
import { leavingOrder, nextCallAt, nextDeparture } from './policy.ts'
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
  const departures = departuresOf(calls, firstAtMs, spacingMs)
  return leavingOrder(calls, nowMs).map((ranked) => {
    const departure = ranked.isReady ? departures.shift() : undefined
    const { id, kind, subject, operationId, payload, queuedAtMs } = departure?.call ?? ranked
    const leavesAtMs = departure?.atMs ?? null
    return { id, kind, subject, operationId, payload, queuedAtMs, leavesAtMs }
  })
}

/** The calls that are ready, each with the time at which it is sent, in that order. */
function departuresOf(
  calls: readonly QueuedCall[],
  firstAtMs: number,
  spacingMs: number,
): { call: QueuedCall; atMs: number }[] {
  const departures = []
  let ready = calls.filter(({ isReady }) => isReady)
  let openAtMs = firstAtMs
  for (;;) {
    const next = nextDeparture(ready, openAtMs, spacingMs)
    if (!next) return departures
    departures.push(next)
    ready = ready.filter((call) => call !== next.call)
    openAtMs = next.atMs + spacingMs
  }
}
