import { pickNumber } from './random.ts'
import type { SessionFailure } from './record.ts'
import type { ScenarioName } from './scenarios.ts'

const SECOND_MS = 1_000
const MINUTE_MS = 60_000

/**
 * How long a session of a size starts, simulated ms: Standard 5 to 10 s, Premium 120 to 180 s
 * (see docs/protocol.md#life-of-a-session); 3 and 10 min in the scenario slow-start.
 * @param choice picks within the range
 */
export function startUpMs(size: string, scenario: ScenarioName, choice: string): number {
  const isPremium = size === 'Premium'
  if (scenario === 'slow-start') return (isPremium ? 10 : 3) * MINUTE_MS
  return isPremium
    ? pickNumber(choice, 120 * SECOND_MS, 180 * SECOND_MS)
    : pickNumber(choice, 5 * SECOND_MS, 10 * SECOND_MS)
}

/**
 * How a start fails in a scenario; null when it succeeds. No recording of a failed start
 * exists, so codes and messages are the simulator's own.
 * @param readyAtMs when it would have become Ready
 */
export function startFailure(
  size: string,
  scenario: ScenarioName,
  createdAtMs: number,
  readyAtMs: number,
): SessionFailure | null {
  if (scenario === 'fails-to-start')
    return {
      atMs: readyAtMs,
      code: 'StartFailed',
      message: 'The rendering server did not become ready and was given back.',
    }
  // A Standard shortage does not imply a Premium shortage (docs/protocol.md#no-capacity).
  if (scenario === 'no-capacity' && size === 'Standard')
    return {
      atMs: createdAtMs + 4 * SECOND_MS,
      code: 'NoCapacity',
      message: 'No rendering server of size Standard is available in this region right now.',
    }
  return null
}
