import type { SimulatorOptions } from './options.ts'
import { hexDigits, pick, share } from './random.ts'
import type { ScenarioName } from './scenarios.ts'
import type { SimulatorState } from './state.ts'

/** How far the service's clock runs ahead in the scenario clock-skew: 7 min. */
const SKEW_MS = 7 * 60_000

/** Real time after which a token is refused in the scenario expired-token. */
const EARLY_EXPIRY_MS = 60_000

/** Share of calls that fail in the scenarios flaky, connection-reset and stall. */
const FAULT_SHARE = 0.3

/** How late an answer comes in the scenario stall: as long as many clients wait. */
const STALL_MS = 30_000

/** How many withheld answers are remembered. */
const WITHHELD_KEPT = 50

/** What the service's own clock says at a simulated instant. */
export function serverClock(nowMs: number, scenario: ScenarioName): number {
  return scenario === 'clock-skew' ? nowMs + SKEW_MS : nowMs
}

/** Whether the service turns down a token that by its own words is still good. */
export function refusesEarly(
  { scenario, speed }: SimulatorOptions,
  issuedAtMs: number,
  serverMs: number,
): boolean {
  return scenario === 'expired-token' && serverMs - issuedAtMs >= EARLY_EXPIRY_MS * speed
}

/** The endpoint that is down in the scenario region-down: the second, or the only one. */
export function endpointDown(
  endpoints: readonly string[],
  scenario: ScenarioName,
): string | null {
  return scenario === 'region-down' ? (endpoints[1] ?? endpoints[0] ?? null) : null
}

/** Whether this call fails in the scenario flaky, and with which status; null when it works. */
export function flakyStatus({ options, calls }: SimulatorState): 500 | 503 | null {
  const choice = `flaky ${options.seed} ${calls}`
  const fails = options.scenario === 'flaky' && share(choice) < FAULT_SHARE
  return fails ? pick(`${choice} status`, [500, 503]) : null
}

/**
 * Whether the connection breaks during this call in the scenario connection-reset: before it
 * has an effect or after; null when it holds.
 */
export function resetMoment({ options, calls }: SimulatorState): 'before' | 'after' | null {
  const choice = `reset ${options.seed} ${calls}`
  const breaks = options.scenario === 'connection-reset' && share(choice) < FAULT_SHARE
  return breaks ? pick(`${choice} moment`, ['before', 'after']) : null
}

/** Real time by which the answer to this call is late in the scenario stall; 0 else. */
export function stallMs({ options, calls }: SimulatorState): number {
  return options.scenario === 'stall' && share(`stall ${options.seed} ${calls}`) < FAULT_SHARE
    ? STALL_MS
    : 0
}

/**
 * Whether the answer of a changing call is withheld in the scenario lost-reply: the first time,
 * not when the same call is repeated. Remembers the call.
 */
export function withholdsAnswer(state: SimulatorState, call: string): boolean {
  if (state.options.scenario !== 'lost-reply') return false
  const fingerprint = hexDigits(call, 16)
  const isRepeat = state.withheld.includes(fingerprint)
  state.withheld = state.withheld.filter((known) => known !== fingerprint)
  if (!isRepeat) state.withheld = [...state.withheld, fingerprint].slice(-WITHHELD_KEPT)
  return !isRepeat
}

type Wire = Record<string, unknown>

/** Right to left, without width, control characters: they make one id look like another. */
const STRANGE = ['\u202Egpj.', 'zero\u200Bwidth', 'bell\u0007', 'half\uD800', '\u2066iso\u2069']

/**
 * A session as it goes over the wire under a scenario: spoilt in many ways in malformed, named
 * with characters that mislead in strange-texts, some Ready ones with a status that no document
 * knows in unknown-status, else unchanged.
 */
export function disturbed(wire: Wire, id: string, scenario: ScenarioName): unknown {
  if (scenario === 'malformed') return spoilt(wire, id)
  if (scenario === 'strange-texts') return strange(wire, id)
  const isReady = wire['status'] === 'Ready' || wire['sessionStatus'] === 'Ready'
  return scenario === 'unknown-status' && isReady && share(`unknown ${id}`) < 0.5
    ? replaced(wire, /status$/i, 'Maintenance')
    : wire
}

function spoilt(wire: Wire, id: string): unknown {
  switch (pick(`spoil ${id}`, ['none', 'none', 'null', 'status', 'lease', 'id', 'elapsed'])) {
    case 'null':
      return null
    case 'status':
      return Object.fromEntries(Object.entries(wire).filter(([name]) => !/status$/i.test(name)))
    case 'lease':
      return replaced(wire, /lease/i, 'soon')
    case 'id':
      return replaced(wire, /^(session)?id$/i, { value: 42 })
    case 'elapsed':
      return replaced(wire, /elapsed/i, -1e300)
    default:
      return wire
  }
}

/** What a service that means ill, or is broken, might call a session. */
function strange(wire: Wire, id: string): unknown {
  const part = pick(`strange ${id}`, STRANGE)
  const named = replaced(wire, /^(session)?id$/i, `${part}-${id}`)
  const hosted = replaced(named, /hostname$/i, `${part}.${id}.example`)
  return share(`strange status ${id}`) < 0.5
    ? replaced(hosted, /status$/i, `Under${part}maintenance-`.repeat(20))
    : hosted
}

function replaced(wire: Wire, key: RegExp, value: unknown): Wire {
  return Object.fromEntries(
    Object.entries(wire).map(([name, old]) => [name, key.test(name) ? value : old]),
  )
}
