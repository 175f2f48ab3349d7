import { endpointLabel } from '../service/endpoints.ts'
import type { ServiceError } from '../service/result.ts'
import type { UnreadableSession } from '../service/session.ts'
import type { EndpointRef } from '../accounts/accounts.ts'
import { locationKeyOf } from '../accounts/endpoint-lookup.ts'
import type { ServerClock } from '../lease/server-clock.ts'
import type { ObservedSession, SessionList } from './session-list.ts'

/** One session where it lives: a row of the fleet. */
export type FleetRow = {
  /** Unique over all accounts and endpoints. */
  key: string
  ref: EndpointRef
  /** Region name, or host of an endpoint that is none of the ten. */
  region: string
  session: ObservedSession
}

/** What is known of one endpoint right now. */
export type EndpointState = {
  ref: EndpointRef
  region: string
  /** locked: no key or token in memory, so nothing is asked. */
  status: 'locked' | 'loading' | 'ready' | 'failed'
  /** The last failure, when it is newer than the last list. */
  error: ServiceError | null
  /** Local clock of the last good list, epoch ms; null before the first. */
  receivedAtMs: number | null
  /** By how much this tab's clock had been set back by then, ms. */
  setBackMs: number
  clock: ServerClock | null
  unreadable: readonly UnreadableSession[]
  /** The last list broke off: sessions may be missing. */
  isIncomplete: boolean
  sessionCount: number
  /** A session starts or stops, so the list is asked for more often. */
  isMoving: boolean
}

/** Key of a session in rows and stores. */
export function sessionKey(ref: EndpointRef, id: string): string {
  return `${locationKeyOf(ref)} ${id}`
}

// A row is the same object as long as its session and endpoint are: memoized rows of the
// table compare by reference.
const rowCache = new WeakMap<ObservedSession, FleetRow>()

/** The row of a session. */
export function toRow(ref: EndpointRef, session: ObservedSession): FleetRow {
  const known = rowCache.get(session)
  if (known && known.ref.account === ref.account && known.ref.endpoint === ref.endpoint)
    return known
  const row: FleetRow = {
    key: sessionKey(ref, session.id),
    ref,
    region: endpointLabel(ref.endpoint),
    session,
  }
  rowCache.set(session, row)
  return row
}

/** The state of one endpoint, from what the cache holds of it. */
export function endpointState(
  ref: EndpointRef,
  isUnlocked: boolean,
  data: SessionList | undefined,
  error: ServiceError | null,
): EndpointState {
  return {
    ref,
    region: endpointLabel(ref.endpoint),
    status: !isUnlocked ? 'locked' : error ? 'failed' : data ? 'ready' : 'loading',
    error: isUnlocked ? error : null,
    receivedAtMs: data?.receivedAtMs ?? null,
    setBackMs: data?.setBackMs ?? 0,
    clock: data?.clock ?? null,
    unreadable: data?.unreadable ?? [],
    isIncomplete: data?.isIncomplete ?? false,
    sessionCount: data?.sessions.length ?? 0,
    isMoving: isMoving(data),
  }
}

/** Whether a session of a list starts or stops. */
export function isMoving(list: SessionList | undefined): boolean {
  return (
    list?.sessions.some(({ status }) => status === 'Starting' || status === 'Stopping') ?? false
  )
}
