import type { CallKind } from '../../gate/types.ts'
import type { CallRecord } from '../../calls/call-log.ts'

/** Recent calls as text: to search, to export, to repeat in a shell. Never a secret. Pure. */

/** What may stand in an address or a body and is nobody's business. */
const SECRET_NAME = /token|key|secret|sig|password|authorization/i

const SH_SECRET = {
  token: '"Authorization: Bearer $ARR_ACCOUNT_ID:$ARR_ACCOUNT_KEY"',
  session: '"Authorization: Bearer $ARR_TOKEN"',
}

const PS_SECRET = {
  token: '"Bearer ${env:ARR_ACCOUNT_ID}:${env:ARR_ACCOUNT_KEY}"',
  session: '"Bearer $env:ARR_TOKEN"',
}

/** The call as a curl command for a POSIX shell; the secret comes from the environment. */
export function asCurl({ kind, method, url, body }: CallRecord): string {
  return [
    `curl --request ${method} ${shQuoted(redactedUrl(url))}`,
    `--header ${SH_SECRET[kind === 'token' ? 'token' : 'session']}`,
    ...(body === undefined
      ? []
      : [
          `--header 'Content-Type: application/json'`,
          `--data-raw ${shQuoted(redactedBody(body))}`,
        ]),
  ].join(' \\\n  ')
}

/** The call as a PowerShell command; the secret comes from the environment. */
export function asPowerShell({ kind, method, url, body }: CallRecord): string {
  return [
    `Invoke-RestMethod -Method ${method} -Uri ${psQuoted(redactedUrl(url))}`,
    `-Headers @{ Authorization = ${PS_SECRET[kind === 'token' ? 'token' : 'session']} }`,
    ...(body === undefined
      ? []
      : [`-ContentType 'application/json'`, `-Body ${psQuoted(redactedBody(body))}`]),
  ].join(' `\n  ')
}

/** Times of a call, ms: in the gate, and at the service. */
export function callTimes({ queuedAtMs, sentAtMs, receivedAtMs }: CallRecord) {
  return {
    // A clock that was set meanwhile must not make times negative.
    waitMs: Math.max(0, sentAtMs - queuedAtMs),
    durationMs: Math.max(0, receivedAtMs - sentAtMs),
  }
}

/** The path of a call with its query, as the service saw it. */
export function callPath({ url }: CallRecord): string {
  const { pathname, search } = new URL(redactedUrl(url))
  return pathname + search
}

/** Calls as JSON lines, oldest first; what was sent as a body is left out. */
export function asJsonLines(records: readonly CallRecord[]): string {
  return records
    .map((record) => {
      const { kind, subject, method, url, sentAtMs, status, error, code, msCv } = record
      const line = {
        time: new Date(sentAtMs).toISOString(),
        kind,
        subject,
        method,
        url: redactedUrl(url),
        status,
        error,
        code,
        ...callTimes(record),
        msCv,
      }
      return `${JSON.stringify(line)}\n`
    })
    .join('')
}

/** What to show of the recent calls. */
export type CallFilter = { text: string; kind: CallKind | null; isProblemsOnly: boolean }

/** Whether a call passes a filter. */
export function matchesCall(record: CallRecord, filter: CallFilter): boolean {
  const { kind, method, url, status, error, code, msCv, subject } = record
  if (filter.kind !== null && kind !== filter.kind) return false
  if (filter.isProblemsOnly && error === null) return false
  const wanted = filter.text.trim().toLowerCase()
  return (
    wanted === '' ||
    [kind, method, url, status, error, code, msCv, subject].some((part) =>
      String(part ?? '')
        .toLowerCase()
        .includes(wanted),
    )
  )
}

/** Single quotes of a POSIX shell: nothing inside has a meaning, but the quote itself. */
function shQuoted(text: string): string {
  return `'${text.replaceAll("'", String.raw`'\''`)}'`
}

function redactedUrl(address: string): string {
  const url = new URL(address)
  for (const name of url.searchParams.keys())
    if (SECRET_NAME.test(name)) url.searchParams.set(name, '[redacted]')
  url.username = ''
  url.password = ''
  return url.href
}

function redactedBody(body: unknown): string {
  return JSON.stringify(body, (name, value: unknown) =>
    SECRET_NAME.test(name) && typeof value === 'string' ? '[redacted]' : value,
  )
}

/** Single quotes of PowerShell; it takes typographic ones for quotes too. */
function psQuoted(text: string): string {
  return `'${text.replaceAll(/['‘’‚‛]/g, '$&$&')}'`
}
