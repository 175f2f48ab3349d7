import type { Wake } from '../tabs/page-lifecycle.ts'
import { type EndpointState, type FleetRow, toRow } from './fleet-model.ts'
import type { ObservedSession } from './session-list.ts'
import { type LeaseView, leaseView } from './time-left.ts'

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
 */
export function endingWithin(
  endpoint: EndpointState,
  withinMs: number,
  nowMs: number,
  wake: Wake,
): Ending[] {
  const endings: Ending[] = []
  for (const ending of endingsOf(endpoint, nowMs, wake)) {
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
function* endingsOf(endpoint: EndpointState, nowMs: number, wake: Wake): Generator<Ending> {
  for (const session of byEnd(endpoint.sessions)) {
    const row = toRow(endpoint.ref, session)
    const view = leaseView(row, endpoint, nowMs, wake)
    if (view.kind === 'counting') yield { row, view }
  }
}

const sorted = new WeakMap<readonly ObservedSession[], readonly ObservedSession[]>()

/** Returns the sessions that were Ready, the earliest end first. Sorted once for each list. */
function byEnd(sessions: readonly ObservedSession[]): readonly ObservedSession[] {
  const known = sorted.get(sessions)
  if (known) return known
  const inOrder = sessions
    .flatMap((session) =>
      session.ready ? [{ session, endMs: session.ready.earliestMs + session.leaseMs }] : [],
    )
    .sort((a, b) => a.endMs - b.endMs)
    .map(({ session }) => session)
  sorted.set(sessions, inOrder)
  return inOrder
}
