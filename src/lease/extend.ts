import { MAX_EXTENDED_LEASE_MS } from './limits.ts'

/**
 * What a user asks for: more time, or a new total, in ms. `atLeastAddMs` is set when a total
 * replaced an addition; the lease must then grow by at least that much.
 */
export type ExtendChange = { addMs: number } | { toLeaseMs: number; atLeastAddMs?: number }

/** Why a lease can't be changed as requested. */
export type ExtendProblem = 'not-larger' | 'at-cap' | 'over-cap'

/**
 * The absolute lease to send: leases are totals from Ready and only grow
 * (docs/protocol.md#leases). Rounded up to whole minutes, the smallest unit of 2021-01-01.
 * @param leaseMs the current lease
 */
export function extendedLease(
  leaseMs: number,
  change: ExtendChange,
): { ok: true; leaseMs: number } | { ok: false; problem: ExtendProblem } {
  if (leaseMs >= MAX_EXTENDED_LEASE_MS) return { ok: false, problem: 'at-cap' }
  const wanted =
    'addMs' in change
      ? leaseMs + change.addMs
      : Math.max(change.toLeaseMs, leaseMs + (change.atLeastAddMs ?? 0))
  const total = Math.ceil(wanted / 60_000) * 60_000
  if (!(total > leaseMs)) return { ok: false, problem: 'not-larger' }
  return total > MAX_EXTENDED_LEASE_MS
    ? { ok: false, problem: 'over-cap' }
    : { ok: true, leaseMs: total }
}

/**
 * Joins a second change to one that hasn't been sent yet. Quick clicks add up to one call, and
 * a total never takes away what was added before it.
 */
export function mergeChanges(waiting: ExtendChange, added: ExtendChange): ExtendChange {
  if ('addMs' in added) {
    if ('addMs' in waiting) return { addMs: waiting.addMs + added.addMs }
    const { toLeaseMs, atLeastAddMs = 0 } = waiting
    return {
      toLeaseMs: toLeaseMs + added.addMs,
      atLeastAddMs: atLeastAddMs + added.addMs,
    }
  }
  if ('addMs' in waiting) return { ...added, atLeastAddMs: waiting.addMs }
  return { ...waiting, toLeaseMs: Math.max(waiting.toLeaseMs, added.toLeaseMs) }
}
