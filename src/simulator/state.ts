import type { SimulatorOptions } from './options.ts'
import type { SessionRecord } from './record.ts'
import type { SimTime } from './sim-time.ts'
import { emptyStats, type SimulatorStats } from './stats.ts'

/** Raised whenever a stored state of before could be misread: such a state is not gone on with. */
export const STATE_VERSION = 1

/**
 * All that a simulator remembers, plain JSON. The generated fleet is not in it: it follows from
 * the options and the time the fleet began, so that the state stays small with 10,000 sessions.
 */
export type SimulatorState = {
  version: typeof STATE_VERSION
  options: SimulatorOptions
  time: SimTime
  /** Simulated instant at which the fleet began. */
  fleetOriginMs: number
  /** Calls handled so far: makes choices by seed differ from call to call. */
  calls: number
  /** Real time of the last call. */
  lastCallMs: number
  /** Sessions created or changed since, by {@link sessionKey}. */
  changed: Record<string, SessionRecord>
  /** Rate limit buckets by account and endpoint, see rate-limit.ts. */
  buckets: Record<string, number>
  /** Calls whose answer was withheld, as fingerprints, newest last. */
  withheld: string[]
  stats: SimulatorStats
}

/** Key of a session: ids are unique within an endpoint. No host has a slash. */
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
