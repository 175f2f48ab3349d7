import type { SimulatorOptions } from './options.ts'
import { hexDigits, pick, share } from './random.ts'
import type { ScenarioName } from './scenarios.ts'
import type { SimulatorState } from './state.ts'

/** By how much the service's clock is ahead in the scenario clock-skew: 7 min. */
const SKEW_MS = 7 * 60_000

/** Real time after which a token is refused in the scenario expired-token. */
const EARLY_EXPIRY_MS = 60_000

/** Share of calls that fail in the scenarios flaky, connection-reset, and stall. */
const FAULT_SHARE = 0.3

/** Delay of an answer in the scenario stall: as long as many clients wait. */
const STALL_MS = 30_000

/** Number of withheld answers that are remembered. */
const WITHHELD_KEPT = 50

/** The service's own clock at a simulated instant. */
export function serverClock(nowMs: number, scenario: ScenarioName): number {
  return scenario === 'clock-skew' ? nowMs + SKEW_MS : nowMs
}

/** Whether the service refuses a token that hasn't expired. */
export function refusesEarly(
  { scenario, speed }: SimulatorOptions,
  issuedAtMs: number,
  serverMs: number,
): boolean {
  return scenario === 'expired-token' && serverMs - issuedAtMs >= EARLY_EXPIRY_MS * speed
}

/** The endpoint that is down in the scenario region-down: the second one, or the only one. */
export function endpointDown(
  endpoints: readonly string[],
  scenario: ScenarioName,
): string | null {
  return scenario === 'region-down' ? (endpoints[1] ?? endpoints[0] ?? null) : null
}

/**
 * Whether this call fails in the scenario flaky, and with which status; null when it succeeds.
 */
export function flakyStatus({ options, calls }: SimulatorState): 500 | 503 | null {
  const choice = `flaky ${options.seed} ${calls}`
  const fails = options.scenario === 'flaky' && share(choice) < FAULT_SHARE
  return fails ? pick(`${choice} status`, [500, 503]) : null
}

/**
 * Whether the connection breaks during this call in the scenario connection-reset, before or
 * after the call takes effect; null when it doesn't.
 */
export function resetMoment({ options, calls }: SimulatorState): 'before' | 'after' | null {
  const choice = `reset ${options.seed} ${calls}`
  const breaks = options.scenario === 'connection-reset' && share(choice) < FAULT_SHARE
  return breaks ? pick(`${choice} moment`, ['before', 'after']) : null
}

/** Real time by which the answer to this call is delayed in the scenario stall; otherwise 0. */
export function stallMs({ options, calls }: SimulatorState): number {
  return options.scenario === 'stall' && share(`stall ${options.seed} ${calls}`) < FAULT_SHARE
    ? STALL_MS
    : 0
}

/**
 * Whether the answer to a changing call is withheld in the scenario lost-reply: the first time,
 * but not when the same call is repeated. Remembers the call.
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

/** Right-to-left, zero-width, and control characters, which make one ID look like another. */
const STRANGE = ['\u202Egpj.', 'zero\u200Bwidth', 'bell\u0007', 'half\uD800', '\u2066iso\u2069']

/**
 * A session as it is sent in a scenario: broken in many ways in malformed, with misleading
 * characters in strange-texts, some Ready ones with an undocumented status in unknown-status,
 * otherwise unchanged.
 */
export function disturbed(wire: Wire, id: string, scenario: ScenarioName): unknown {
  if (scenario === 'malformed') return corrupted(wire, id)
  if (scenario === 'strange-texts') return strange(wire, id)
  const isReady = wire['status'] === 'Ready' || wire['sessionStatus'] === 'Ready'
  return scenario === 'unknown-status' && isReady && share(`unknown ${id}`) < 0.5
    ? replaced(wire, /status$/i, 'Maintenance')
    : wire
}

function corrupted(wire: Wire, id: string): unknown {
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

/** What a malicious or broken service might call a session. */
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
