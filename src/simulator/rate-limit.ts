import type { SimulatorOptions } from './options.ts'

/** How often one account may call one endpoint (protocol section 4, last line). */
export type RateLimit = {
  callsPerMinute: number
  burst: number
  /** Whether a 429 says how long to wait. */
  tellsRetryAfter: boolean
}

/** Few enough calls that a console which polls meets a 429 within its first minute. */
const THROTTLED = { callsPerMinute: 2, burst: 1 }

/** The limit in force for the session API; null when nothing is limited. */
export const sessionLimit = (options: SimulatorOptions): RateLimit | null => {
  if (options.scenario === 'throttled') return { ...THROTTLED, tellsRetryAfter: true }
  if (options.scenario === 'throttled-without-header')
    return { ...THROTTLED, tellsRetryAfter: false }
  return tokenLimit(options)
}

/** The limit in force for the token service, whatever the scenario: one has to get in. */
export const tokenLimit = ({
  rateLimit,
  callsPerMinute,
  burst,
}: SimulatorOptions): RateLimit | null =>
  rateLimit ? { callsPerMinute, burst, tellsRetryAfter: true } : null

/**
 * Lets one call through a token bucket or refuses it. The bucket is held as one number, the
 * time at which it would be full again; a refused call does not move it.
 * @param fullAtMs as returned by the call before; undefined for a bucket never used
 * @param realMs real time: people and consoles wait in real time at every simulated speed
 * @returns ms to wait (0: let through) and the bucket from now on
 */
export const passBucket = (
  fullAtMs: number | undefined,
  { callsPerMinute, burst }: RateLimit,
  realMs: number,
): { waitMs: number; fullAtMs: number } => {
  const intervalMs = 60_000 / callsPerMinute
  const from = Math.max(fullAtMs ?? realMs, realMs)
  const waitMs = from - realMs - (burst - 1) * intervalMs
  return waitMs > 0 ? { waitMs, fullAtMs: from } : { waitMs: 0, fullAtMs: from + intervalMs }
}
