import { createdAtMsOf } from '../service/session.ts'
import { useCallback } from 'react'
import { deadlineOf, type Urgency } from '../lease/deadline.ts'
import { serverNow } from '../lease/server-clock.ts'
import { isTerminal } from '../lease/session-rules.ts'
import { useNowMs } from '../util/ticker.ts'
import type { EndpointState, FleetRow } from './fleet-model.ts'
import { useFleet } from './fleet.tsx'
import { NEVER_WOKEN, wakeStore, type Wake } from '../tabs/page-lifecycle.ts'
import { useRuntimeStore } from '../runtime/use-runtime-store.ts'

/** What the screen says of a session's life. */
export type LeaseView =
  | {
      kind: 'counting'
      leftMs: number
      /** Earliest possible end by the local clock, epoch ms. */
      endsAtMs: number
      isApproximate: boolean
      /** The list is too old for the countdown to be trusted. */
      isStale: boolean
      urgency: Urgency
      leftShare: number
    }
  | { kind: 'starting'; forMs: number | null }
  | { kind: 'ended' }
  | { kind: 'unknown' }

/** A list older than this is stale; above the slowest ordinary poll of a hidden tab. */
const STALE_AFTER_MS = 45_000

/** Age of an endpoint's last list, ms; null when there is none. @param nowMs local clock, epoch ms */
export function listAgeMs(endpoint: EndpointState, nowMs: number, wake: Wake): number | null {
  return endpoint.receivedAtMs === null
    ? null
    : Math.max(0, steadyNow(endpoint, nowMs, wake) - endpoint.receivedAtMs)
}

/**
 * Server time at an endpoint, epoch ms. A simulated service may run faster than the clock on
 * the wall.
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
 * Works out what to show of a session's lease.
 * @param nowMs local clock, epoch ms
 * @param wake a list from before it is not trusted
 */
export function leaseView(
  row: FleetRow,
  endpoint: EndpointState | undefined,
  nowMs: number,
  wake: Wake = NEVER_WOKEN,
): LeaseView {
  const { session } = row
  if (isTerminal(session.status)) return { kind: 'ended' }
  const serverNowMs = serverNowAt(row, endpoint, nowMs, wake)
  if (session.status === 'Starting') {
    const createdMs = createdAtMsOf(session)
    return {
      kind: 'starting',
      forMs: createdMs === null ? null : Math.max(0, serverNowMs - createdMs),
    }
  }
  if (!session.ready) return { kind: 'unknown' }
  const deadline = deadlineOf(session.ready, session.leaseMs, serverNowMs)
  const speed = row.ref.account.simulatedSpeed ?? 1
  return {
    kind: 'counting',
    leftMs: Math.max(0, deadline.leftMs),
    endsAtMs: nowMs + deadline.leftMs / speed,
    isApproximate: deadline.isApproximate,
    isStale: endpoint !== undefined && isListStale(endpoint, nowMs, wake),
    urgency: deadline.urgency,
    leftShare: deadline.leftShare,
  }
}

/** Finds the state of a row's endpoint; by what it names, as its object is renewed with the accounts. */
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

/** What to show of a session's lease, live. @param nowMs from useNowMs */
export function useLeaseView(row: FleetRow, nowMs: number): LeaseView {
  return leaseView(
    row,
    useEndpointOf()(row),
    nowMs,
    useRuntimeStore(wakeStore, (state) => state),
  )
}

/** The filter "ends within 10 minutes", renewed every quarter of a minute rather than each second. */
export function useEndsSoon(): (row: FleetRow) => boolean {
  const endpointOf = useEndpointOf()
  const wake = useRuntimeStore(wakeStore, (state) => state)
  const nowMs = Math.ceil(useNowMs() / 15_000) * 15_000
  return useCallback(
    (row) => {
      const view = leaseView(row, endpointOf(row), nowMs, wake)
      return view.kind === 'counting' && view.urgency !== 'calm'
    },
    [endpointOf, nowMs, wake],
  )
}

/**
 * Local clock as the endpoint's last list knows it, epoch ms: without what it was set back since,
 * so that ages and times left go on.
 */
function steadyNow(endpoint: EndpointState | undefined, nowMs: number, wake: Wake): number {
  return nowMs + (endpoint ? Math.max(0, wake.setBackMs - endpoint.setBackMs) : 0)
}

/** Whether what an endpoint last told is too old, or from before a wake, to be relied upon. */
function isListStale(endpoint: EndpointState, nowMs: number, wake: Wake): boolean {
  const ageMs = listAgeMs(endpoint, nowMs, wake)
  if (endpoint.receivedAtMs === null || ageMs === null) return false
  const isFromBefore =
    endpoint.receivedAtMs < wake.wokeAtMs || endpoint.setBackMs < wake.setBackMs
  return isFromBefore || ageMs > STALE_AFTER_MS
}
