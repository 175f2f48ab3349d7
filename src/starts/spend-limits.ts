/** Limits above which a start asks for confirmation. Pure. */

/** Limits set by the user; null for none. */
export type SpendLimits = {
  maxSessions: number | null
  /** Maximum sum of all running leases, hours. */
  maxLeaseHours: number | null
}

/** The limit a start would exceed, and what it would come to. */
export type SpendGuard = { limit: 'sessions' | 'lease-hours'; wouldBe: number; max: number }

/**
 * Returns the first limit that a start would exceed, or null.
 * @param runningLeasesMs leases of the sessions that run or start, ms
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

/** Maximum number of sessions in one batch. */
export const MAX_BATCH = 20

/**
 * Returns the IDs of a batch. `{n}` in the pattern stands for the number; without it the number
 * is appended.
 * @param count 1 to MAX_BATCH; a single session gets the pattern itself as its ID
 */
export function batchIds(pattern: string, count: number): string[] {
  const numbers = Array.from({ length: count }, (_, index) => String(index + 1))
  if (pattern.includes('{n}')) return numbers.map((n) => pattern.replaceAll('{n}', n))
  return count === 1 ? [pattern] : numbers.map((n) => `${pattern}-${n}`)
}
