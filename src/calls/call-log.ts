import { randomId } from '../util/random-id.ts'
import { createStore } from 'zustand'
import type { CallKind, CallReport } from '../gate/types.ts'
import type { ServiceErrorKind } from '../service/result.ts'
import { perRuntime } from '../runtime/part.ts'
import type { Runtime } from '../runtime/runtime.ts'

/** A call in the list of recent calls. Plain JSON, without a secret. */
export type CallRecord = {
  /** Unique over all tabs. */
  id: string
  kind: CallKind
  /** Session ID, or null. */
  subject: string | null
  method: string
  /** Absolute address at the service. */
  url: string
  /** JSON body as sent; undefined for none. */
  body?: unknown
  /** Local clock, epoch ms: when it was queued, sent, and answered. */
  queuedAtMs: number
  sentAtMs: number
  receivedAtMs: number
  /** HTTP status; null when no answer came. */
  status: number | null
  msCv: string | null
  /** Error kind, or null when it succeeded. */
  error: ServiceErrorKind | null
  /** The service's own error code, verbatim. */
  code: string | null
}

/**
 * Number of records kept; the oldest go first. An hour of four idle regions makes 1,440 calls.
 */
export const MAX_RECORDS = 2000

/** The recent calls of all tabs, oldest first. In memory only. */
export const callLogStore = perRuntime(() =>
  createStore<{ records: readonly CallRecord[] }>()(() => ({ records: [] })),
)

/** Adds records of this or another tab, and skips those known already. */
export function addCallRecords(runtime: Runtime, added: readonly CallRecord[]): void {
  callLogStore(runtime).setState(({ records }) => {
    // Needed for a single record too: a new leader may have only one to send.
    const known = new Set(records.map(({ id }) => id))
    const news = added.filter(({ id }) => !known.has(id))
    if (news.length === 0) return { records }
    const all = [...records, ...news]
    if (added.length > 1) all.sort((a, b) => a.sentAtMs - b.sentAtMs)
    return { records: all.slice(-MAX_RECORDS) }
  })
}

/** Forgets all records of this tab. */
export function clearCallLog(runtime: Runtime): void {
  callLogStore(runtime).setState({ records: [] })
}

/**
 * IDs for this tab's records. The tab's own ID won't do, because a duplicated tab copies it.
 */
const nextIdOf = perRuntime(() => {
  const prefix = randomId(20)
  let last = 0
  return () => {
    last += 1
    return `${prefix} ${last}`
  }
})

/** Records what a gate reports. A call that never reached the network isn't recorded. */
export function recordCall(
  runtime: Runtime,
  { kind, subject, queuedAtMs, result }: CallReport,
): void {
  const { request, status, msCv, sentAtMs, receivedAtMs } = result.meta
  if (!request) return
  addCallRecords(runtime, [
    {
      id: nextIdOf(runtime)(),
      kind,
      subject,
      ...request,
      queuedAtMs,
      sentAtMs,
      receivedAtMs,
      status,
      msCv,
      error: result.ok ? null : result.error.kind,
      code: result.ok ? null : result.error.code,
    },
  ])
}
