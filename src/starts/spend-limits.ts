/** Bounds on what this browser may start without being asked twice. Pure. */

/** Set by the user; null: no bound. */
export type SpendLimits = {
  maxSessions: number | null
  /** Sum of all running leases. */
  maxLeaseHours: number | null
}

/** Which bound a start would break. */
export type SpendGuard = { limit: 'sessions' | 'lease-hours'; wouldBe: number; max: number }

/**
 * Whether starting sessions stays within the bounds; the first one that is broken, or null.
 * @param runningLeasesMs leases of the sessions that run or start
 */
export function spendGuard(
  runningLeasesMs: readonly number[],
  wanted: { count: number; leaseMs: number },
  { maxSessions, maxLeaseHours }: SpendLimits,
): SpendGuard | null {
  const sessions = runningLeasesMs.length + wanted.count
  if (maxSessions !== null && sessions > maxSessions)
    return { limit: 'sessions', wouldBe: sessions, max: maxSessions }
  const leaseMs = runningLeasesMs.reduce((sum, ms) => sum + ms, wanted.count * wanted.leaseMs)
  const hours = leaseMs / 3_600_000
  return maxLeaseHours !== null && hours > maxLeaseHours
    ? { limit: 'lease-hours', wouldBe: Math.ceil(hours * 10) / 10, max: maxLeaseHours }
    : null
}

/** Most sessions of one batch. */
export const MAX_BATCH = 20

/**
 * The ids of a batch: `{n}` in the pattern becomes the number, which else is put behind it.
 * @param count 1 to MAX_BATCH; one session has the pattern itself for its id
 */
export function batchIds(pattern: string, count: number): string[] {
  const numbers = Array.from({ length: count }, (_, index) => String(index + 1))
  if (pattern.includes('{n}')) return numbers.map((n) => pattern.replaceAll('{n}', n))
  return count === 1 ? [pattern] : numbers.map((n) => `${pattern}-${n}`)
}
