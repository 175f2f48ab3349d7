import { disturbed } from './faults.ts'
import { type SessionRecord, viewInV1At } from './record.ts'
import type { ScenarioName } from './scenarios.ts'
import { serverFacts } from './session-facts.ts'
import { formatTimespan } from './timespan.ts'

const EXPIRED = 'The session was stopped because its maximum lease time was reached.'

/**
 * A session as v1 sends it (docs/protocol.md#api-v1): all fields in the sample's order, null
 * when unset. The sample lacks the documented sessionSize, which is sent in its alphabetical
 * place.
 * @returns JSON-able; in some scenarios not a record
 */
export function sessionInV1(
  endpoint: string,
  record: SessionRecord,
  nowMs: number,
  scenario: ScenarioName,
): unknown {
  const { id, size, leaseMs, failure } = record
  const { status, elapsedMs } = viewInV1At(record, nowMs)
  const failed = status === 'Error' ? failure?.message : undefined
  const wire = {
    message: failed ?? (status === 'Expired' ? EXPIRED : null),
    sessionElapsedTime: formatTimespan(elapsedMs),
    sessionHostname: status === 'Ready' ? serverFacts(endpoint, record).hostname : null,
    sessionId: id,
    sessionMaxLeaseTime: formatTimespan(leaseMs),
    sessionSize: size,
    sessionStatus: status,
  }
  return disturbed(wire, id, scenario)
}

/** An error as v1 sends it: a plain text (docs/protocol.md#error-answers). */
export function errorInV1(message: string): string {
  return JSON.stringify({ error: message })
}
