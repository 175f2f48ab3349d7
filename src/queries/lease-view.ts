import { createdAtMsOf } from '../service/session.ts'
import { useCallback } from 'react'
import { deadlineOf, type Urgency } from '../lease/deadline.ts'
import { serverNow } from '../lease/server-clock.ts'
import { isTerminal } from '../lease/session-rules.ts'
import { useNowMs } from '../util/ticker.ts'
import type { EndpointState, FleetRow } from './fleet-model.ts'
import { useFleet } from './fleet.tsx'
import { useWake } from './wake.ts'

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

/**
 * Server time at an endpoint, epoch ms. A simulated service may run faster than the clock on
 * the wall.
 */
const serverNowAt = (
  row: FleetRow,
  endpoint: EndpointState | undefined,
  nowMs: number,
): number => {
  const clock = endpoint?.clock ?? null
  const speed = row.ref.account.simulatedSpeed ?? 1
  const sinceMs = clock ? Math.max(0, nowMs - clock.observedAtMs) : 0
  return serverNow(clock, nowMs) + sinceMs * (speed - 1)
}

/**
 * Works out what to show of a session's lease.
 * @param nowMs local clock, epoch ms
 * @param wokeAtMs a list from before is not trusted, epoch ms; 0: no such time
 */
export const leaseView = (
  row: FleetRow,
  endpoint: EndpointState | undefined,
  nowMs: number,
  wokeAtMs = 0,
): LeaseView => {
  const { session } = row
  if (isTerminal(session.status)) return { kind: 'ended' }
  const serverNowMs = serverNowAt(row, endpoint, nowMs)
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
    isStale:
      endpoint?.receivedAtMs !== undefined &&
      endpoint.receivedAtMs !== null &&
      (nowMs - endpoint.receivedAtMs > STALE_AFTER_MS || endpoint.receivedAtMs < wokeAtMs),
    urgency: deadline.urgency,
    leftShare: deadline.leftShare,
  }
}

/** Finds the state of a row's endpoint; by what it names, as its object is renewed with the accounts. */
export const useEndpointOf = () => {
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
export const useLeaseView = (row: FleetRow, nowMs: number): LeaseView =>
  leaseView(
    row,
    useEndpointOf()(row),
    nowMs,
    useWake((state) => state.wokeAtMs),
  )

/** The filter "ends within 10 minutes", renewed every quarter of a minute rather than each second. */
export const useEndsSoon = (): ((row: FleetRow) => boolean) => {
  const endpointOf = useEndpointOf()
  const nowMs = Math.ceil(useNowMs() / 15_000) * 15_000
  return useCallback(
    (row) => {
      const view = leaseView(row, endpointOf(row), nowMs)
      return view.kind === 'counting' && view.urgency !== 'calm'
    },
    [endpointOf, nowMs],
  )
}
