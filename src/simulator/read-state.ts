import * as v from 'valibot'
import { OptionError, readSimulatorOptions } from './options.ts'
import type { SessionRecord } from './record.ts'
import { type SimulatorState, STATE_VERSION } from './state.ts'

/**
 * Reads a stored state, which can contain anything: the state of another version, or edited
 * data.
 */

const finite = v.pipe(v.number(), v.finite())
const finiteOrNull = v.nullable(finite)

const options = v.pipe(v.unknown(), v.check(areOptions), v.transform(readSimulatorOptions))

const session: v.GenericSchema<unknown, SessionRecord> = v.object({
  id: v.string(),
  createdAtMs: finite,
  readyAtMs: finite,
  size: v.string(),
  leaseMs: finite,
  stoppedAtMs: finiteOrNull,
  failure: v.nullable(v.object({ atMs: finite, code: v.string(), message: v.string() })),
})

const state: v.GenericSchema<unknown, SimulatorState> = v.object({
  version: v.literal(STATE_VERSION),
  options,
  time: v.object({ realOriginMs: finite, simOriginMs: finite, speed: finite }),
  fleetOriginMs: finite,
  calls: finite,
  lastCallMs: finite,
  changed: v.record(v.string(), session),
  buckets: v.record(v.string(), finite),
  withheld: v.array(v.string()),
  stats: v.object({
    calls: finite,
    throttled: finite,
    smallestGapMs: finiteOrNull,
    endpoints: v.record(
      v.string(),
      v.object({
        calls: finite,
        throttled: finite,
        smallestGapMs: finiteOrNull,
        lastArrivalMs: finite,
        operations: v.record(v.string(), finite),
      }),
    ),
  }),
})

/** Returns the stored state; null when this version can't continue with it. */
export function readState(stored: unknown): SimulatorState | null {
  const parsed = v.safeParse(state, stored)
  return parsed.success ? parsed.output : null
}

function areOptions(value: unknown): boolean {
  try {
    readSimulatorOptions(value)
    return true
  } catch (thrown) {
    if (thrown instanceof OptionError) return false
    throw thrown
  }
}
