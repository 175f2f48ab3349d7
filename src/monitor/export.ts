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

/**
 * Returns one field of a CSV file. Text that a spreadsheet would run as a formula is prefixed with
 * a quote, because anyone who starts a session chooses its ID.
 */
export function csvField(text: string): string {
  const safe = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}

/** Returns the history as CSV with a header line (RFC 4180). */
export function asCsv(entries: readonly HistoryEntry[]): string {
  return [
    COLUMNS.map(([name]) => name),
    ...entries.map((entry) => COLUMNS.map(([, read]) => csvField(read(entry)))),
  ]
    .map((fields) => `${fields.join(',')}\r\n`)
    .join('')
}

/** Returns the history as JSON. */
export function asJson(entries: readonly HistoryEntry[]): string {
  return `${JSON.stringify(entries, null, 2)}\n`
}

function iso(ms: number | null): string {
  return ms === null ? '' : new Date(ms).toISOString()
}
