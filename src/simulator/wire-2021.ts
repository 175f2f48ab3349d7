import { disturbed, serverClock } from './faults.ts'
import { pickNumber } from './random.ts'
import { type SessionRecord, viewAt } from './record.ts'
import type { ScenarioName } from './scenarios.ts'
import { serverFacts } from './session-facts.ts'

const MINUTE_MS = 60_000

/**
 * An instant with up to seven fraction digits, no trailing zeros, and `+00:00`
 * (docs/protocol.md#recorded-answers).
 */
export function creationTime(epochMs: number, id: string): string {
  const [seconds = '', milliseconds = ''] = new Date(epochMs)
    .toISOString()
    .slice(0, -1)
    .split('.')
  const belowMs = String(pickNumber(`ticks ${id}`, 0, 9_999)).padStart(4, '0')
  const fraction = `${milliseconds}${belowMs}`.replace(/0+$/, '')
  return `${seconds}${fraction === '' ? '' : `.${fraction}`}+00:00`
}

/**
 * A session as 2021-01-01 sends it: fields in the recorded order, unset ones absent, elapsed
 * minutes rounded down (docs/protocol.md#recorded-answers).
 * @returns JSON-able; in some scenarios not a record
 */
export function sessionIn2021(
  endpoint: string,
  record: SessionRecord,
  nowMs: number,
  scenario: ScenarioName,
): unknown {
  const { id, size, createdAtMs, leaseMs, failure } = record
  const { status, wasReady, elapsedMs } = viewAt(record, nowMs)
  const isReady = status === 'Ready'
  const server = serverFacts(endpoint, record)
  const wire = {
    id,
    creationTime: creationTime(serverClock(createdAtMs, scenario), id),
    ...(isReady && {
      arrInspectorPort: server.arrInspectorPort,
      handshakePort: server.handshakePort,
    }),
    elapsedTimeMinutes: Math.floor(elapsedMs / MINUTE_MS),
    ...(isReady && { hostname: server.hostname }),
    maxLeaseTimeMinutes: Math.floor(leaseMs / MINUTE_MS),
    size,
    status,
    ...(wasReady && { teraflops: server.teraflops }),
    ...(status === 'Error' &&
      failure && { error: { code: failure.code, message: failure.message } }),
  }
  return disturbed(wire, id, scenario)
}

/** An error as 2021-01-01 sends it (docs/protocol.md#error-answers). */
export function errorIn2021(code: string, message: string): string {
  return JSON.stringify({ error: { code, message } })
}
