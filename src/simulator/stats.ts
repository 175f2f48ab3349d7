import type { Operation } from './route.ts'

/** The calls to one endpoint, in real time. */
type EndpointStats = {
  calls: number
  /** Calls answered with 429. */
  throttled: number
  /** Smallest time between the arrivals of two calls, ms; null before the second call. */
  smallestGapMs: number | null
  lastArrivalMs: number
  operations: Partial<Record<Operation, number>>
}

/** Counts of calls since the simulator began. Tests and benchmarks read them. */
export type SimulatorStats = {
  calls: number
  throttled: number
  /** Smallest gap of all endpoints, ms. */
  smallestGapMs: number | null
  /** By host. The token service counts as the endpoint `sts`. */
  endpoints: Record<string, EndpointStats>
}

/** Counts before the first call. */
export function emptyStats(): SimulatorStats {
  return {
    calls: 0,
    throttled: 0,
    smallestGapMs: null,
    endpoints: {},
  }
}

/**
 * Counts a call that just arrived.
 * @param realMs time of arrival
 */
export function countCall(
  stats: SimulatorStats,
  endpoint: string,
  operation: Operation,
  realMs: number,
): void {
  stats.calls += 1
  const known = stats.endpoints[endpoint]
  const entry: EndpointStats = known ?? {
    calls: 0,
    throttled: 0,
    smallestGapMs: null,
    lastArrivalMs: realMs,
    operations: {},
  }
  stats.endpoints[endpoint] = entry
  entry.calls += 1
  entry.operations[operation] = (entry.operations[operation] ?? 0) + 1
  if (known) {
    const gapMs = realMs - known.lastArrivalMs
    entry.smallestGapMs = smaller(entry.smallestGapMs, gapMs)
    stats.smallestGapMs = smaller(stats.smallestGapMs, gapMs)
  }
  entry.lastArrivalMs = realMs
}

/** Marks a call that was counted before as answered with 429. */
export function countThrottled(stats: SimulatorStats, endpoint: string): void {
  stats.throttled += 1
  const entry = stats.endpoints[endpoint]
  if (entry) entry.throttled += 1
}

function smaller(a: number | null, b: number): number {
  return a === null ? b : Math.min(a, b)
}
