import type { SimulatorOptions } from './options.ts'
import { withSpeed } from './sim-time.ts'
import { beginState, type SimulatorState } from './state.ts'

/** Real time without a call after which a simulation is abandoned: 12 h. */
const ABANDONED_MS = 12 * 60 * 60_000

/**
 * The state under other options. Speed, scenario, and limits change at once, without a jump of the
 * simulated time. Another number of sessions or another seed needs a new fleet and a new state.
 */
export function withOptions(
  state: SimulatorState,
  options: SimulatorOptions,
  realMs: number,
): SimulatorState {
  const { sessions, seed } = state.options
  if (options.sessions !== sessions || options.seed !== seed)
    return { ...beginState(options, realMs), stats: state.stats }
  const time =
    options.speed === state.time.speed
      ? state.time
      : withSpeed(state.time, options.speed, realMs)
  // Buckets of another limit would delay calls that the new one allows.
  return { ...state, options, time, buckets: {}, withheld: [] }
}

/**
 * The state that a starting page uses: the stored one, so that a reload or a second tab sees the
 * same service, unless it is so old that all its leases have ended.
 */
export function adopted(
  state: SimulatorState,
  options: SimulatorOptions,
  realMs: number,
): SimulatorState {
  if (realMs - state.lastCallMs > ABANDONED_MS) return beginState(options, realMs)
  const isUnchanged = JSON.stringify(options) === JSON.stringify(state.options)
  return isUnchanged ? state : withOptions(state, options, realMs)
}
