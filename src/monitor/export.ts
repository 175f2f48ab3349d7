import { csvOf } from '../util/csv.ts'
import type { HistoryEntry } from './history.ts'

/** Writes the history as a file. Pure. */

const COLUMNS: readonly (readonly [string, (entry: HistoryEntry) => string])[] = [
  ['session', ({ sessionId }) => sessionId],
  ['account', ({ accountName }) => accountName],
  ['region', ({ region }) => region],
  ['endpoint', ({ endpoint }) => endpoint],
  ['size', ({ size }) => size],
  ['started', ({ startedAtMs }) => iso(startedAtMs)],
  ['startedBy', ({ startedBy }) => startedBy],
  ['readyEarliest', ({ ready }) => iso(ready?.earliestMs ?? null)],
  ['readyLatest', ({ ready }) => iso(ready?.latestMs ?? null)],
  ['ended', ({ endedAtMs }) => iso(endedAtMs)],
  ['reason', ({ reason }) => reason ?? ''],
  ['leaseMinutes', ({ leaseMs }) => String(leaseMs / 60_000)],
  ['leaseChanges', ({ leases }) => String(leases.length - 1)],
  ['message', ({ message }) => message ?? ''],
]

/** Returns the history as CSV with a header line (RFC 4180). */
export function asCsv(entries: readonly HistoryEntry[]): string {
  return csvOf([
    COLUMNS.map(([name]) => name),
    ...entries.map((entry) => COLUMNS.map(([, read]) => read(entry))),
  ])
}

/** Returns the history as JSON. */
export function asJson(entries: readonly HistoryEntry[]): string {
  return `${JSON.stringify(entries, null, 2)}\n`
}

function iso(ms: number | null): string {
  return ms === null ? '' : new Date(ms).toISOString()
}
