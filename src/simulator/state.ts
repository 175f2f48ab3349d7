import type { SimulatorOptions } from './options.ts'
import type { SessionRecord } from './record.ts'
import type { SimTime } from './sim-time.ts'
import { emptyStats, type SimulatorStats } from './stats.ts'

/**
 * Increased whenever this version could misread an earlier stored state, which is then not
 * used.
 */
export const STATE_VERSION = 1

/**
 * Everything that a simulator stores, as plain JSON. It doesn't contain the generated fleet,
 * which follows from the options and the time of its beginning, so that the state stays small
 * with 10,000 sessions.
 */
export type SimulatorState = {
  version: typeof STATE_VERSION
  options: SimulatorOptions
  time: SimTime
  /** Simulated instant at which the fleet began. */
  fleetOriginMs: number
  /** Number of calls so far, so that choices by seed differ from call to call. */
  calls: number
  /** Real time of the last call. */
  lastCallMs: number
  /** Sessions created or changed since then, by {@link sessionKey}. */
  changed: Record<string, SessionRecord>
  /** Rate limit buckets by account and endpoint, see rate-limit.ts. */
  buckets: Record<string, number>
  /** Calls whose answer was withheld, as fingerprints, newest last. */
  withheld: string[]
  stats: SimulatorStats
}

/** The key of a session. IDs are unique within an endpoint, and no host contains a slash. */
export function sessionKey(endpoint: string, id: string): string {
  return `${endpoint}/${id}`
}

/** A new state whose simulated time begins at the real time. */
export function beginState(options: SimulatorOptions, realMs: number): SimulatorState {
  return {
    version: STATE_VERSION,
    options,
    time: { realOriginMs: realMs, simOriginMs: realMs, speed: options.speed },
    fleetOriginMs: realMs,
    calls: 0,
    lastCallMs: realMs,
    changed: {},
    buckets: {},
    withheld: [],
    stats: emptyStats(),
  }
}
