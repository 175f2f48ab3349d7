import { isTerminal, type SessionRecord, viewAt } from './record.ts'
import { startFailure, startUpMs } from './start-up.ts'
import { findSession, putSession, type Snapshot } from './snapshot.ts'

/** The validated content of a create. */
export type CreateOrder = { id: string; size: string; leaseMs: number }

const MINUTE_MS = 60_000

/** Longest lease of a create: 1440 min (docs/protocol.md#api-2021-01-01). */
export const MAX_LEASE_MS = 1_440 * MINUTE_MS

/** A PATCH takes "less than 1440" min (docs/protocol.md#leases): 1439 whole minutes at most. */
const MAX_EXTENDED_LEASE_MS = MAX_LEASE_MS - MINUTE_MS

/**
 * Sizes that a create can name, in any case, as clients sent them
 * (docs/protocol.md#calls-of-both-versions).
 */
const SIZES = ['Standard', 'Premium'] as const

/** The size in the service's own casing; null when there is no such size. */
export function knownSize(text: string): string | null {
  return SIZES.find((size) => size.toLowerCase() === text.toLowerCase()) ?? null
}

/**
 * Creates a session (docs/protocol.md#create-is-idempotent). The same ID with the same settings
 * returns the existing session, ended or not; other settings are a conflict.
 */
export function createSession(
  snapshot: Snapshot,
  endpoint: string,
  { id, size, leaseMs }: CreateOrder,
): { outcome: 'created' | 'same' | 'conflict'; record: SessionRecord } {
  const known = findSession(snapshot, endpoint, id)
  if (known) {
    const isSame = known.size === size && known.leaseMs === leaseMs
    return { outcome: isSame ? 'same' : 'conflict', record: known }
  }
  const { nowMs, state } = snapshot
  const { seed, scenario } = state.options
  const readyAtMs = nowMs + startUpMs(size, scenario, `start ${seed} ${endpoint} ${id}`)
  const record: SessionRecord = {
    id,
    createdAtMs: nowMs,
    readyAtMs,
    size,
    leaseMs,
    stoppedAtMs: null,
    failure: startFailure(size, scenario, nowMs, readyAtMs),
  }
  putSession(snapshot, endpoint, record)
  return { outcome: 'created', record }
}

/** Why a lease is unchanged. */
export type ExtendRefusal = 'not-found' | 'ended' | 'not-larger' | 'too-long'

/**
 * Sets a longer lease (docs/protocol.md#leases). It only grows, and only while the session is
 * alive.
 */
export function extendSession(
  snapshot: Snapshot,
  endpoint: string,
  id: string,
  leaseMs: number,
): SessionRecord | ExtendRefusal {
  const known = findSession(snapshot, endpoint, id)
  if (!known) return 'not-found'
  if (isTerminal(viewAt(known, snapshot.nowMs))) return 'ended'
  if (leaseMs <= known.leaseMs) return 'not-larger'
  if (leaseMs > MAX_EXTENDED_LEASE_MS) return 'too-long'
  const record = { ...known, leaseMs }
  putSession(snapshot, endpoint, record)
  return record
}

/**
 * Stops a session. One that has ended stays as it ended (docs/protocol.md#life-of-a-session).
 */
export function stopSession(
  snapshot: Snapshot,
  endpoint: string,
  id: string,
): 'stopped' | 'not-found' {
  const known = findSession(snapshot, endpoint, id)
  if (!known) return 'not-found'
  if (!isTerminal(viewAt(known, snapshot.nowMs)))
    putSession(snapshot, endpoint, { ...known, stoppedAtMs: snapshot.nowMs })
  return 'stopped'
}
