import type { Wake } from '../tabs/page-lifecycle.ts'
import { type EndpointState, type FleetRow, toRow } from './fleet-model.ts'
import type { ObservedSession } from './session-list.ts'
import { type LeaseView, leaseView, serverNowAt } from './time-left.ts'

/**
 * The sessions whose leases end next. What happens each second looks at these and at no others,
 * however many sessions there are.
 */

/** A session whose lease is running. */
export type Ending = { row: FleetRow; view: Extract<LeaseView, { kind: 'counting' }> }

/**
 * Returns the sessions of an endpoint whose leases end within a time, the earliest first.
 * @param withinMs in the time of the service, like `leftMs`
 * @param nowMs local clock, epoch ms
 * @param overMs leaves out those with no more than this left, in the time of the service
 */
export function endingWithin(
  endpoint: EndpointState,
  withinMs: number,
  nowMs: number,
  wake: Wake,
  overMs = -Infinity,
): Ending[] {
  const endings: Ending[] = []
  for (const ending of endingsOf(endpoint, nowMs, wake, overMs)) {
    if (ending.view.leftMs > withinMs) break
    endings.push(ending)
  }
  return endings
}

/** Returns the time to the first end at an endpoint, ms; null when no lease is running there. */
export function nearestLeftMs(
  endpoint: EndpointState,
  nowMs: number,
  wake: Wake,
): number | null {
  for (const { view } of endingsOf(endpoint, nowMs, wake)) return view.leftMs
  return null
}

/** The running leases of an endpoint, the earliest end first, each looked at when it is asked for. */
function* endingsOf(
  endpoint: EndpointState,
  nowMs: number,
  wake: Wake,
  overMs = -Infinity,
): Generator<Ending> {
  const ends = byEnd(endpoint.sessions)
  const [first] = ends
  if (!first) return
  const serverNowMs = serverNowAt(toRow(endpoint.ref, first.session), endpoint, nowMs, wake)
  for (let index = countUntil(ends, serverNowMs + overMs); index < ends.length; index += 1) {
    const end = ends[index]
    if (!end) return
    const row = toRow(endpoint.ref, end.session)
    const view = leaseView(row, endpoint, nowMs, wake)
    if (view.kind === 'counting') yield { row, view }
  }
}

/** When the lease of a session ends at the earliest, server time, epoch ms. */
type End = { session: ObservedSession; endMs: number }

const sorted = new WeakMap<readonly ObservedSession[], readonly End[]>()

/** Returns the sessions that were Ready, the earliest end first. Sorted once for each list. */
function byEnd(sessions: readonly ObservedSession[]): readonly End[] {
  const known = sorted.get(sessions)
  if (known) return known
  const inOrder = sessions
    .flatMap((session) =>
      session.ready ? [{ session, endMs: session.ready.earliestMs + session.leaseMs }] : [],
    )
    .sort((a, b) => a.endMs - b.endMs)
  sorted.set(sessions, inOrder)
  return inOrder
}

/** Returns how many leases end at a moment or before, by bisection. */
function countUntil(ends: readonly End[], atMs: number): number {
  let from = 0
  let to = ends.length
  while (from < to) {
    const middle = (from + to) >> 1
    if ((ends[middle]?.endMs ?? Infinity) <= atMs) from = middle + 1
    else to = middle
  }
  return from
}
