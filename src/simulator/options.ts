import { isScenario, SCENARIOS, type ScenarioName } from './scenarios.ts'

/**
 * The behavior of the simulated service. Plain data: kept in storage, and set by address or
 * flag.
 */
export type SimulatorOptions = {
  /** Sessions of the generated fleet, ended ones included. */
  sessions: number
  /** Simulated seconds per real second. */
  speed: number
  /** Seed of the fleet, start-up times, IDs, and faults. */
  seed: number
  scenario: ScenarioName
  rateLimit: boolean
  /** Sustained calls per real minute, for one account at one endpoint. */
  callsPerMinute: number
  /** Calls that may come at once before the sustained rate applies. */
  burst: number
}

/** New values for some options, as texts or in their own type. */
export type OptionChange = { [Name in keyof SimulatorOptions]?: unknown }

export const DEFAULT_OPTIONS: SimulatorOptions = {
  sessions: 12,
  speed: 1,
  seed: 1,
  scenario: 'none',
  rateLimit: true,
  callsPerMinute: 12,
  burst: 6,
}

/** An invalid value. The message names the option and its valid values. */
export class OptionError extends Error {}

type Read<T> = (name: string, value: unknown) => T

/**
 * Reads a switch: on, off, or a boolean.
 * @throws OptionError for anything else
 */
export const readSwitch: Read<boolean> = (name, value) => {
  if (value === true || value === 'on') return true
  if (value === false || value === 'off') return false
  throw new OptionError(`${name} must be on or off, not "${String(value)}".`)
}

const readScenario: Read<ScenarioName> = (name, value) => {
  if (isScenario(value)) return value
  throw new OptionError(
    `${name} must be one of ${SCENARIOS.join(', ')}; "${String(value)}" is none of them.`,
  )
}

type Readers = { [Name in keyof SimulatorOptions]: Read<SimulatorOptions[Name]> }

const READERS: Readers = {
  sessions: number(0, 100_000, true),
  speed: number(0.001, 100_000, false),
  seed: number(0, 0xffff_ffff, true),
  scenario: readScenario,
  rateLimit: readSwitch,
  callsPerMinute: number(0.1, 100_000, false),
  burst: number(1, 100_000, true),
}

/** Names of the options in addresses and on the command line. */
export const OPTION_NAMES: readonly string[] = Object.keys(READERS).map(outerName)

/**
 * Reads options from a record: stored ones, or texts from an address, in either spelling
 * (`rateLimit`, `rate-limit`). A missing option gets its default. Unknown names are ignored, so
 * that options stored by another version can still be read.
 * @throws OptionError naming the option and its valid values
 */
export function readSimulatorOptions(input: unknown): SimulatorOptions {
  const given = new Map<string, unknown>(
    typeof input === 'object' && input !== null ? Object.entries(input) : [],
  )
  const read = <Name extends keyof SimulatorOptions>(name: Name): SimulatorOptions[Name] => {
    const value = given.get(name) ?? given.get(outerName(name))
    const reader: Read<SimulatorOptions[Name]> = READERS[name]
    return value === undefined || value === null
      ? DEFAULT_OPTIONS[name]
      : reader(outerName(name), value)
  }
  return {
    sessions: read('sessions'),
    speed: read('speed'),
    seed: read('seed'),
    scenario: read('scenario'),
    rateLimit: read('rateLimit'),
    callsPerMinute: read('callsPerMinute'),
    burst: read('burst'),
  }
}

function number(min: number, max: number, whole: boolean): Read<number> {
  const kind = whole ? 'a whole number' : 'a number'
  return (name, value) => {
    // '' would be read as 0, which is never intended.
    const read = typeof value === 'string' && value.trim() !== '' ? Number(value) : value
    if (typeof read === 'number' && read >= min && read <= max) {
      if (!whole || Number.isInteger(read)) return read
    }
    throw new OptionError(
      `${name} must be ${kind} from ${min} to ${max}, not "${String(value)}".`,
    )
  }
}

/** Name of an option in addresses and on the command line. */
function outerName(name: string): string {
  return name.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)
}
