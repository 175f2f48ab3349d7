import * as v from 'valibot'
import { readFault } from './fault.ts'
import { KNOWN_STATUSES, type Session, type UnreadableSession } from './session.ts'
import { parseTimespan } from './timespan.ts'

/**
 * Reads both wire formats into the one model. Absent, null, and 0 all mean "not set"
 * (docs/protocol.md#recorded-answers).
 */

const MINUTE_MS = 60_000

const status = v.pipe(
  v.string(),
  v.nonEmpty(),
  // Lowercase in the text of the documents, Pascal case on the wire; both are accepted
  // (docs/protocol.md#calls-of-both-versions).
  v.transform((word) => canonical(word, KNOWN_STATUSES)),
)
const size = v.pipe(
  v.string(),
  v.transform((word) => canonical(word, ['Standard', 'Premium'])),
)
const optionalText = v.fallback(v.nullable(v.pipe(v.string(), v.nonEmpty())), null)
const optionalPort = v.fallback(
  v.nullable(v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(65_535))),
  null,
)
const optionalNumber = v.fallback(
  v.nullable(v.pipe(v.number(), v.finite(), v.notValue(0))),
  null,
)
/** Ten years: longer than any lease, and far below the limit of dates. */
const MAX_MINUTES = 5_256_000

const minutes = v.pipe(
  v.number(),
  v.minValue(0),
  v.maxValue(MAX_MINUTES),
  v.transform((count) => count * MINUTE_MS),
)
const timespan = v.pipe(
  v.string(),
  v.transform(parseTimespan),
  v.number('not a timespan'),
  v.minValue(0),
  v.maxValue(MAX_MINUTES * MINUTE_MS),
)

const session2021 = v.object({
  id: v.pipe(v.string(), v.nonEmpty()),
  status,
  size: v.fallback(size, ''),
  creationTime: v.optional(optionalText, null),
  elapsedTimeMinutes: v.optional(v.nullable(minutes), null),
  maxLeaseTimeMinutes: minutes,
  hostname: v.optional(optionalText, null),
  arrInspectorPort: v.optional(optionalPort, null),
  handshakePort: v.optional(optionalPort, null),
  teraflops: v.optional(optionalNumber, null),
  error: v.optional(v.unknown()),
})

const sessionV1 = v.object({
  sessionId: v.pipe(v.string(), v.nonEmpty()),
  sessionStatus: status,
  sessionSize: v.optional(v.fallback(size, ''), ''),
  sessionElapsedTime: v.optional(v.nullable(timespan), null),
  sessionMaxLeaseTime: timespan,
  sessionHostname: v.optional(optionalText, null),
  message: v.optional(optionalText, null),
})

type Read<T> = { ok: true; session: T } | { ok: false; reason: string }

/** Reads one session of the 2021-01-01 API (docs/protocol.md#api-2021-01-01). */
export function readSession2021(wire: unknown): Read<Session> {
  const parsed = v.safeParse(session2021, wire)
  if (!parsed.success) return { ok: false, reason: issueText(parsed.issues) }
  const record = parsed.output
  return {
    ok: true,
    session: {
      id: record.id,
      status: record.status,
      size: record.size,
      createdAt:
        record.creationTime !== null && !Number.isNaN(Date.parse(record.creationTime))
          ? record.creationTime
          : null,
      elapsedMs: record.elapsedTimeMinutes ?? 0,
      elapsedPrecisionMs: MINUTE_MS,
      leaseMs: record.maxLeaseTimeMinutes,
      hostname: record.hostname,
      arrInspectorPort: record.arrInspectorPort,
      handshakePort: record.handshakePort,
      teraflops: record.teraflops,
      error: readFault(record.error),
      message: null,
    },
  }
}

/** Reads one session of the v1 API (docs/protocol.md#api-v1). */
export function readSessionV1(wire: unknown): Read<Session> {
  const parsed = v.safeParse(sessionV1, wire)
  if (!parsed.success) return { ok: false, reason: issueText(parsed.issues) }
  const record = parsed.output
  return {
    ok: true,
    session: {
      id: record.sessionId,
      status: record.sessionStatus,
      size: record.sessionSize,
      createdAt: null,
      elapsedMs: record.sessionElapsedTime ?? 0,
      elapsedPrecisionMs: 1000,
      leaseMs: record.sessionMaxLeaseTime,
      hostname: record.sessionHostname,
      arrInspectorPort: null,
      handshakePort: null,
      teraflops: null,
      error: null,
      message: record.message,
    },
  }
}

/** Reads the records of a list. An unreadable one is set aside, and the rest is kept. */
export function readSessions(
  records: readonly unknown[],
  read: (wire: unknown) => Read<Session>,
): { sessions: Session[]; unreadable: UnreadableSession[] } {
  const sessions: Session[] = []
  const unreadable: UnreadableSession[] = []
  records.forEach((wire, index) => {
    const result = read(wire)
    if (result.ok) sessions.push(result.session)
    else unreadable.push({ index, id: idOf(wire), reason: result.reason })
  })
  return { sessions, unreadable }
}

function canonical(word: string, known: readonly string[]): string {
  return known.find((name) => name.toLowerCase() === word.toLowerCase()) ?? word
}

function issueText(issues: readonly v.BaseIssue<unknown>[]): string {
  return issues
    .map((issue) => `${v.getDotPath(issue) ?? 'record'}: ${issue.message}`)
    .join('; ')
}

function idOf(wire: unknown): string | null {
  if (typeof wire !== 'object' || wire === null) return null
  const id = 'id' in wire ? wire.id : 'sessionId' in wire ? wire.sessionId : null
  return typeof id === 'string' && id !== '' ? id : null
}
