import { csvOf, tabbedLine } from '../util/csv.ts'
import type { FleetRow } from './fleet-model.ts'

/** Sessions as files and text. Pure. Every field is named here, so that no secret slips in. */

/** What is known of a session, for a program or a spreadsheet; null for what isn't known. */
type SessionRecord = ReturnType<typeof sessionRecord>

/** Returns what is known of a session. Times are ISO 8601 in server time, and durations minutes. */
export function sessionRecord({ session, ref, region }: FleetRow) {
  const { ready, leaseMs } = session
  return {
    session: session.id,
    status: session.status,
    account: ref.account.name,
    region,
    endpoint: ref.endpoint,
    size: session.size,
    created: session.createdAt,
    readyEarliest: iso(ready?.earliestMs),
    readyLatest: iso(ready?.latestMs),
    leaseMinutes: leaseMs / 60_000,
    endsEarliest: iso(ready && ready.earliestMs + leaseMs),
    endsLatest: iso(ready && ready.latestMs + leaseMs),
    hostname: session.hostname,
    inspectorPort: session.arrInspectorPort,
    handshakePort: session.handshakePort,
    teraflops: session.teraflops,
    message: session.error?.message ?? session.message,
  }
}

const TEXT_FIELDS = ['session', 'status', 'size', 'region', 'account', 'endsEarliest'] as const

/** Returns sessions as CSV with a header line (RFC 4180). */
export function sessionsAsCsv(rows: readonly FleetRow[]): string {
  const records = rows.map(sessionRecord)
  const lines = records.map((record) => Object.values(record).map(textOf))
  return csvOf([HEADER, ...lines])
}

/** Returns sessions as JSON. */
export function sessionsAsJson(rows: readonly FleetRow[]): string {
  return `${JSON.stringify(rows.map(sessionRecord), null, 2)}\n`
}

/** Returns one line for each session, for a message: what matters, with tabs between. */
export function sessionsAsText(rows: readonly FleetRow[]): string {
  return rows
    .map(sessionRecord)
    .map((record) => tabbedLine(TEXT_FIELDS.map((name) => textOf(record[name]))))
    .join('\n')
}

const HEADER: readonly (keyof SessionRecord)[] = [
  'session',
  'status',
  'account',
  'region',
  'endpoint',
  'size',
  'created',
  'readyEarliest',
  'readyLatest',
  'leaseMinutes',
  'endsEarliest',
  'endsLatest',
  'hostname',
  'inspectorPort',
  'handshakePort',
  'teraflops',
  'message',
]

function textOf(value: string | number | null): string {
  return value === null ? '' : String(value)
}

function iso(atMs: number | null | undefined): string | null {
  return atMs === null || atMs === undefined ? null : new Date(atMs).toISOString()
}
