import type { SimulatorOptions } from './options.ts'
import type { ScenarioName } from './scenarios.ts'

/** How often one account may call one endpoint (docs/protocol.md#rate-limit). */
export type RateLimit = {
  callsPerMinute: number
  burst: number
  /** How a 429 states the wait: in whole seconds, in an invalid form, or not at all. */
  retryAfter: 'seconds' | 'odd' | 'none'
}

/** So few calls that a polling console gets a 429 within its first minute. */
const THROTTLED = { callsPerMinute: 2, burst: 1 }

const throttledBy: Partial<Record<ScenarioName, RateLimit['retryAfter']>> = {
  throttled: 'seconds',
  'throttled-without-header': 'none',
  'odd-retry-after': 'odd',
}

/** The limit of the session API; null when there is none. */
export function sessionLimit(options: SimulatorOptions): RateLimit | null {
  const retryAfter = throttledBy[options.scenario]
  return retryAfter ? { ...THROTTLED, retryAfter } : tokenLimit(options)
}

/** The limit of the token service. No scenario changes it, because a client has to get in. */
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
 * @param waitMs until the next call would be allowed
 * @param count number of calls so far, which selects the odd value
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
 * Lets one call through a token bucket or refuses it. The bucket is one number, the time at
 * which it would be full again. A refused call doesn't move it.
 * @param fullAtMs as returned by the call before; undefined for an unused bucket
 * @param realMs real time, because people and consoles wait in real time at every simulated
 *   speed
 * @returns ms to wait (0: allowed) and the new bucket
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
