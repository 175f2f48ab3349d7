import { createdAtMsOf } from '../service/session.ts'
import { useCallback, useMemo } from 'react'
import { deadlineOf, type Urgency } from '../lease/deadline.ts'
import { serverNow } from '../lease/server-clock.ts'
import { isTerminal } from '../lease/session-rules.ts'
import { useCoarseNowMs } from '../util/ticker.ts'
import type { EndpointState, FleetRow } from './fleet-model.ts'
import { useFleet } from './fleet.tsx'
import { NEVER_WOKEN, wakeStore, type Wake } from '../tabs/page-lifecycle.ts'
import { useRuntimeStore } from '../runtime/use-runtime-store.ts'

/** What to show of a session's lease. `isStale`: the list is too old to be relied upon. */
export type LeaseView = { isStale: boolean } & (
  | {
      kind: 'counting'
      leftMs: number
      /** Earliest possible end, local clock, epoch ms. */
      endsAtMs: number
      isApproximate: boolean
      urgency: Urgency
      leftShare: number
    }
  | { kind: 'starting'; forMs: number | null }
  | { kind: 'ended' }
  | { kind: 'unknown' }
)

/** An older list is stale. Longer than the slowest regular poll interval of a hidden tab. */
const STALE_AFTER_MS = 45_000

/** Returns the age of the last list, ms; null when there is none. @param nowMs local, epoch ms */
export function listAgeMs(endpoint: EndpointState, nowMs: number, wake: Wake): number | null {
  return endpoint.receivedAtMs === null
    ? null
    : Math.max(0, steadyNow(endpoint, nowMs, wake) - endpoint.receivedAtMs)
}

/**
 * Returns the server time at an endpoint, epoch ms. A simulated service may run faster than real
 * time.
 * @param nowMs local clock, epoch ms
 */
export function serverNowAt(
  row: FleetRow,
  endpoint: EndpointState | undefined,
  nowMs: number,
  wake: Wake,
): number {
  const clock = endpoint?.clock ?? null
  const speed = row.ref.account.simulatedSpeed ?? 1
  const steadyNowMs = steadyNow(endpoint, nowMs, wake)
  const sinceMs = clock ? Math.max(0, steadyNowMs - clock.observedAtMs) : 0
  return serverNow(clock, steadyNowMs) + sinceMs * (speed - 1)
}

/**
 * Returns what to show of a session's lease.
 * @param nowMs local clock, epoch ms
 * @param wake the last wake-up of the computer; older lists aren't trusted
 */
export function leaseView(
  row: FleetRow,
  endpoint: EndpointState | undefined,
  nowMs: number,
  wake: Wake = NEVER_WOKEN,
): LeaseView {
  const isStale = endpoint !== undefined && isListStale(endpoint, nowMs, wake)
  const { session } = row
  if (isTerminal(session.status)) return { kind: 'ended', isStale }
  const serverNowMs = serverNowAt(row, endpoint, nowMs, wake)
  if (session.status === 'Starting') {
    const createdMs = createdAtMsOf(session)
    return {
      kind: 'starting',
      isStale,
      forMs: createdMs === null ? null : Math.max(0, serverNowMs - createdMs),
    }
  }
  if (!session.ready) return { kind: 'unknown', isStale }
  const deadline = deadlineOf(session.ready, session.leaseMs, serverNowMs)
  const speed = row.ref.account.simulatedSpeed ?? 1
  return {
    kind: 'counting',
    leftMs: Math.max(0, deadline.leftMs),
    endsAtMs: nowMs + deadline.leftMs / speed,
    isApproximate: deadline.isApproximate,
    isStale,
    urgency: deadline.urgency,
    leftShare: deadline.leftShare,
  }
}

/** Finds the state of a row's endpoint by value, because an edited account is a new object. */
export function useEndpointOf() {
  const { endpoints } = useFleet()
  return useCallback(
    ({ ref }: FleetRow) =>
      endpoints.find(
        (state) =>
          state.ref.account.id === ref.account.id && state.ref.endpoint === ref.endpoint,
      ),
    [endpoints],
  )
}

/** Returns what to show of a session's lease, live. @param nowMs from useNowMs */
export function useLeaseView(row: FleetRow, nowMs: number): LeaseView {
  return useLeaseViewAt(row)(nowMs)
}

/** Returns what to show of a session's lease at any time of the local clock, epoch ms. */
export function useLeaseViewAt(row: FleetRow): (atMs: number) => LeaseView {
  const endpoint = useEndpointOf()(row)
  const wake = useRuntimeStore(wakeStore, (state) => state)
  return (atMs) => leaseView(row, endpoint, atMs, wake)
}

/**
 * Returns the server time where a row's session runs, epoch ms, updated every 5 s rather than every
 * second, because it is asked for each of thousands of sessions.
 */
export function useServerNowOf(): (row: FleetRow) => number {
  const endpointOf = useEndpointOf()
  const wake = useRuntimeStore(wakeStore, (state) => state)
  const nowMs = useCoarseNowMs(5000)
  return useMemo(() => serverNows(endpointOf, nowMs, wake), [endpointOf, nowMs, wake])
}

/** Returns the server time by row, worked out once for each endpoint. */
function serverNows(
  endpointOf: (row: FleetRow) => EndpointState | undefined,
  nowMs: number,
  wake: Wake,
): (row: FleetRow) => number {
  const known = new Map<FleetRow['ref'], number>()
  return (row) => {
    const atMs = known.get(row.ref) ?? serverNowAt(row, endpointOf(row), nowMs, wake)
    known.set(row.ref, atMs)
    return atMs
  }
}

/**
 * Returns the time left of a lease that is running, ms; null when none is.
 * @param serverNowMs server time where it runs, epoch ms
 */
export function leftMsOf(
  { session: { status, ready, leaseMs } }: FleetRow,
  serverNowMs: number,
): number | null {
  if (!ready || status === 'Starting' || isTerminal(status)) return null
  return Math.max(0, ready.earliestMs + leaseMs - serverNowMs)
}

/**
 * Returns the local time without what the clock was set back since the last list, epoch ms, so that
 * ages and times left continue.
 */
function steadyNow(endpoint: EndpointState | undefined, nowMs: number, wake: Wake): number {
  return nowMs + (endpoint ? Math.max(0, wake.setBackMs - endpoint.setBackMs) : 0)
}

/**
 * Whether the last list is too old to be trusted, or from before a wake-up.
 * @param nowMs local clock, epoch ms
 */
export function isListStale(endpoint: EndpointState, nowMs: number, wake: Wake): boolean {
  const ageMs = listAgeMs(endpoint, nowMs, wake)
  if (endpoint.receivedAtMs === null || ageMs === null) return false
  const isFromBefore =
    endpoint.receivedAtMs < wake.wokeAtMs || endpoint.setBackMs < wake.setBackMs
  return isFromBefore || ageMs > STALE_AFTER_MS
}
