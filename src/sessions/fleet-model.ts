import { endpointLabel } from '../service/endpoints.ts'
import type { ServiceError } from '../service/result.ts'
import type { UnreadableSession } from '../service/session.ts'
import type { EndpointRef } from '../accounts/accounts.ts'
import { sessionKeyPrefix } from '../accounts/endpoint-lookup.ts'
import type { ServerClock } from '../lease/server-clock.ts'
import type { RecalledList } from './recalled.ts'
import type { ObservedSession, SessionList } from './session-list.ts'

/** A row of the fleet: one session and where it runs. */
export type FleetRow = {
  /** Unique across all accounts and endpoints. */
  key: string
  ref: EndpointRef
  /** The region's name, or the host of an endpoint outside the known regions. */
  region: string
  session: ObservedSession
}

/** The state of one endpoint. */
export type EndpointState = {
  ref: EndpointRef
  region: string
  /** locked: no key or token is in memory, so it isn't polled. */
  status: 'locked' | 'loading' | 'ready' | 'failed'
  /** The last failure, if it is newer than the last list. */
  error: ServiceError | null
  /**
   * When the list arrived that an earlier visit knew and that is shown until this endpoint answers,
   * local clock, epoch ms; null when there is none, or its time isn't known.
   */
  recalledAtMs: number | null
  /** When the last list arrived, local clock, epoch ms; null before the first. */
  receivedAtMs: number | null
  /** How far this tab's clock had been set back by then, ms. */
  setBackMs: number
  clock: ServerClock | null
  unreadable: readonly UnreadableSession[]
  /** The last list broke off, so sessions may be missing. */
  isIncomplete: boolean
  /** The first list has more pages to come. */
  isUnderWay: boolean
  /** The listed sessions. */
  sessions: readonly ObservedSession[]
  /** A session is starting or stopping, so the list is polled more often. */
  isMoving: boolean
}

/** Returns the key of a session in rows and stores. */
export function sessionKey(ref: EndpointRef, id: string): string {
  return `${sessionKeyPrefix(ref)}${id}`
}

// A row stays the same object while its session and endpoint do, because the memoized rows of the
// table compare by reference.
const rowCache = new WeakMap<ObservedSession, FleetRow>()

/** Returns the row of a session. */
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

/**
 * Returns what an earlier visit knew of an endpoint and its list doesn't tell yet: all of it before
 * the first page, and what is on none of the pages until the last one.
 * @param recalled what the earlier visit knew; none when undefined
 */
export function recalledRows(
  ref: EndpointRef,
  data: SessionList | undefined,
  recalled: RecalledList | undefined,
): FleetRow[] {
  if (!recalled || (data && !data.isUnderWay)) return []
  const listed = new Set(data?.sessions.map(({ id }) => id))
  return recalled.sessions
    .filter(({ id }) => !listed.has(id))
    .map((session) => toRow(ref, session))
}

// One object, because what is derived from a list is kept by its reference.
const NO_SESSIONS: readonly ObservedSession[] = []

/** Returns the state of one endpoint from its cached list and error. */
export function endpointState(
  ref: EndpointRef,
  isUnlocked: boolean,
  data: SessionList | undefined,
  error: ServiceError | null,
  recalledAtMs: number | null = null,
): EndpointState {
  return {
    ref,
    region: endpointLabel(ref.endpoint),
    status: !isUnlocked ? 'locked' : error ? 'failed' : data ? 'ready' : 'loading',
    error: isUnlocked ? error : null,
    recalledAtMs: data && !data.isUnderWay ? null : recalledAtMs,
    receivedAtMs: data?.receivedAtMs ?? null,
    setBackMs: data?.setBackMs ?? 0,
    clock: data?.clock ?? null,
    unreadable: data?.unreadable ?? [],
    isIncomplete: data?.isIncomplete ?? false,
    isUnderWay: data?.isUnderWay ?? false,
    sessions: data?.sessions ?? NO_SESSIONS,
    isMoving: isMoving(data),
  }
}

const moving = new WeakMap<readonly ObservedSession[], boolean>()

/** Whether a session of a list is starting or stopping. */
export function isMoving(list: SessionList | undefined): boolean {
  if (!list) return false
  const known = moving.get(list.sessions)
  if (known !== undefined) return known
  const found = list.sessions.some(
    ({ status }) => status === 'Starting' || status === 'Stopping',
  )
  moving.set(list.sessions, found)
  return found
}
