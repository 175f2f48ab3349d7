import type { SessionCall } from './call.ts'
import { createSession } from './rules.ts'
import { findSession } from './snapshot.ts'

const HOUR_MS = 60 * 60_000

/**
 * The scenario id-conflict: just before a create of 2021-01-01, somebody else creates a session
 * under the same ID with unlikely settings.
 */
export function takeIdFor({ route, snapshot, endpoint }: SessionCall): void {
  const { api, operation, sessionId: id } = route
  if (api !== '2021' || operation !== 'create' || findSession(snapshot, endpoint, id)) return
  createSession(snapshot, endpoint, { id, size: 'Premium', leaseMs: 7.75 * HOUR_MS })
}
