import { formatTime } from '../../i18n/format.ts'
import { MAX_EXTENDED_LEASE_MS } from '../../lease/limits.ts'
import { nextTimeOfDay } from '../../lease/time-of-day.ts'
import { leaseText, readLease } from './session-validators.ts'

/** What the form asks: a new total, a time of day, or the longest lease there is. */
export type ExtendFields = { mode: 'total' | 'until' | 'max'; total: string; until: string }

/** The lease that is to be extended. */
export type CurrentLease = {
  leaseMs: number
  /** Its end, local clock, epoch ms; null: not known. */
  endsAtMs: number | null
}

/** What the form begins with: an hour more. @param isUntil an end time was asked for */
export function firstExtendFields(
  { leaseMs, endsAtMs }: CurrentLease,
  isUntil: boolean,
): ExtendFields {
  return {
    mode: isUntil && endsAtMs !== null ? 'until' : 'total',
    total: leaseText(Math.min(leaseMs + HOUR_MS, MAX_EXTENDED_LEASE_MS)),
    until: endsAtMs === null ? '' : formatTime(endsAtMs + HOUR_MS),
  }
}

/**
 * The total that the fields ask for, ms; a time of day as whole minutes, rounded up.
 * @param nowMs local clock, epoch ms
 * @returns null when they can't be read
 */
export function wantedLeaseMs(
  { mode, total = '', until = '' }: Partial<ExtendFields>,
  { leaseMs, endsAtMs }: CurrentLease,
  nowMs: number,
): number | null {
  if (mode === 'max') return MAX_EXTENDED_LEASE_MS
  if (mode === 'total') return readLease(total)
  const untilMs = nextTimeOfDay(until, nowMs)
  if (untilMs === null || endsAtMs === null) return null
  return Math.ceil((leaseMs + untilMs - endsAtMs) / MINUTE_MS) * MINUTE_MS
}

/** What keeps the fields from being sent. One at a time: the first thing to correct. */
export type ExtendProblem =
  | { kind: 'unreadable'; mode: 'total' | 'until' }
  | { kind: 'not-larger' | 'whole-minutes' | 'over-cap' }

/**
 * Returns what is wrong with the fields; null when nothing is.
 * @param nowMs local clock, epoch ms
 */
export function extendProblem(
  fields: Partial<ExtendFields>,
  lease: CurrentLease,
  nowMs: number,
): ExtendProblem | null {
  const wantedMs = wantedLeaseMs(fields, lease, nowMs)
  if (wantedMs === null)
    return { kind: 'unreadable', mode: fields.mode === 'until' ? 'until' : 'total' }
  if (wantedMs > MAX_EXTENDED_LEASE_MS) return { kind: 'over-cap' }
  if (wantedMs <= lease.leaseMs) return { kind: 'not-larger' }
  return wantedMs % MINUTE_MS === 0 ? null : { kind: 'whole-minutes' }
}

const MINUTE_MS = 60_000
const HOUR_MS = 60 * MINUTE_MS
