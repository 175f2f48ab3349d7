import type { SimulatorOptions } from './options.ts'
import type { ScenarioName } from './scenarios.ts'

/** How often one account may call one endpoint (docs/protocol.md#rate-limit). */
export type RateLimit = {
  callsPerMinute: number
  burst: number
  /** How a 429 says how long to wait: in whole seconds, in a form no client may use, or not. */
  retryAfter: 'seconds' | 'odd' | 'none'
}

/** Few enough calls that a console which polls meets a 429 within its first minute. */
const THROTTLED = { callsPerMinute: 2, burst: 1 }

const throttledBy: Partial<Record<ScenarioName, RateLimit['retryAfter']>> = {
  throttled: 'seconds',
  'throttled-without-header': 'none',
  'odd-retry-after': 'odd',
}

/** The limit in force for the session API; null when nothing is limited. */
export function sessionLimit(options: SimulatorOptions): RateLimit | null {
  const retryAfter = throttledBy[options.scenario]
  return retryAfter ? { ...THROTTLED, retryAfter } : tokenLimit(options)
}

/** The limit in force for the token service, whatever the scenario: one has to get in. */
export function tokenLimit({
  rateLimit,
  callsPerMinute,
  burst,
}: SimulatorOptions): RateLimit | null {
  return rateLimit ? { callsPerMinute, burst, retryAfter: 'seconds' } : null
}

/** Values of Retry-After that RFC 9110 (10.2.3) does not define. */
const ODD_RETRY_AFTER = ['1.5', '-5', '1e3', '+5', 'soon', '2030-01-01', 'Jan 1 2030']

/**
 * The headers of a 429.
 * @param waitMs until the next call would be let through
 * @param count of the calls so far, which picks the odd value
 */
export function retryHeaders(
  { retryAfter }: RateLimit,
  waitMs: number,
  count: number,
): Record<string, string> {
  if (retryAfter === 'none') return {}
  const seconds = String(Math.ceil(waitMs / 1_000))
  const odd = ODD_RETRY_AFTER[count % ODD_RETRY_AFTER.length] ?? ''
  return { 'retry-after': retryAfter === 'odd' ? odd : seconds }
}

/**
 * Lets one call through a token bucket or refuses it. The bucket is held as one number, the
 * time at which it would be full again; a refused call does not move it.
 * @param fullAtMs as returned by the call before; undefined for a bucket never used
 * @param realMs real time: people and consoles wait in real time at every simulated speed
 * @returns ms to wait (0: let through) and the bucket from now on
 */
export function passBucket(
  fullAtMs: number | undefined,
  { callsPerMinute, burst }: RateLimit,
  realMs: number,
): { waitMs: number; fullAtMs: number } {
  const intervalMs = 60_000 / callsPerMinute
  const from = Math.max(fullAtMs ?? realMs, realMs)
  const waitMs = from - realMs - (burst - 1) * intervalMs
  return waitMs > 0 ? { waitMs, fullAtMs: from } : { waitMs: 0, fullAtMs: from + intervalMs }
}
