import type { SessionCall } from './call.ts'
import { answer2021, answerEmpty } from './headers.ts'
import { readObject } from './lenient-json.ts'
import { listPage, pagingOf } from './list-page.ts'
import { type SessionRecord, viewAt } from './record.ts'
import type { Answer } from './reply.ts'
import {
  createSession,
  extendSession,
  type ExtendRefusal,
  knownSize,
  MAX_LEASE_MS,
  stopSession,
} from './rules.ts'
import { errorIn2021, sessionIn2021 } from './wire-2021.ts'
import { allSessions, findSession } from './snapshot.ts'

const MINUTE_MS = 60_000

/** Letters, digits, hyphen, underscore, at most 256 (docs/protocol.md#api-2021-01-01). */
const SESSION_ID = /^[A-Za-z0-9_-]{1,256}$/

/** The specification's example text for 400 and 422 alike (docs/protocol.md#error-answers). */
const MALFORMED = 'The request was malformed.'

/**
 * Carries out a call of 2021-01-01 and its preview, which are the same
 * (docs/protocol.md#api-2021-01-01).
 */
export function answerIn2021(call: SessionCall): Answer {
  const { route, snapshot, endpoint, context } = call
  switch (route.operation) {
    case 'create':
      return create(call)
    case 'extend':
      return extend(call)
    case 'list':
      return list(call)
    case 'get': {
      const record = findSession(snapshot, endpoint, route.sessionId)
      return record ? single(call, 'read', 200, record) : answerEmpty(context, 404)
    }
    case 'stop':
      return stopSession(snapshot, endpoint, route.sessionId) === 'stopped'
        ? answer2021(context, 'empty', 204, null)
        : answerEmpty(context, 404)
  }
}

function create(call: SessionCall): Answer {
  const { sessionId: id } = call.route
  if (!SESSION_ID.test(id))
    return badRequest(
      call,
      'The session id may hold letters, digits, hyphens and underscores, 256 at most.',
    )
  const body = readObject(call.body)
  const minutes = body && leaseMinutes(body)
  const sizeText = body?.get('size')
  if (minutes === null || typeof sizeText !== 'string') return badRequest(call, MALFORMED)
  // Recorded messages for a negative lease and an unknown size
  // (docs/protocol.md#error-answers).
  if (minutes < 0) return badRequest(call, 'The maxLeaseTimeMinutes value cannot be negative.')
  const leaseMs = minutes * MINUTE_MS
  if (leaseMs > MAX_LEASE_MS)
    return badRequest(call, 'The maxLeaseTimeMinutes value cannot be larger than 1440.')
  const size = knownSize(sizeText)
  if (size === null) return badRequest(call, `Can't specify this VM size: ${sizeText}`)

  const { outcome, record } = createSession(call.snapshot, call.endpoint, { id, size, leaseMs })
  if (outcome === 'conflict')
    return conflict(call, 'A resource already exists under the given ID.')
  return single(call, 'write', outcome === 'created' ? 201 : 200, record)
}

function badRequest({ context }: SessionCall, message: string): Answer {
  return answer2021(context, 'write', 400, errorIn2021('BadRequest', message))
}

/** Whole minutes of a body; null when the field is missing or not whole. */
function leaseMinutes(body: Map<string, unknown>): number | null {
  const value = body.get('maxLeaseTimeMinutes')
  return typeof value === 'number' && Number.isSafeInteger(value) ? value : null
}

function conflict(call: SessionCall, message: string): Answer {
  return answer2021(call.context, 'write', 409, errorIn2021('Conflict', message))
}

function extend(call: SessionCall): Answer {
  const body = readObject(call.body)
  const minutes = body && leaseMinutes(body)
  if (minutes === null) return badRequest(call, MALFORMED)
  const { sessionId } = call.route
  const extended = extendSession(call.snapshot, call.endpoint, sessionId, minutes * MINUTE_MS)
  if (typeof extended === 'string') return refuseExtend(call, extended)
  return single(call, 'write', 200, extended)
}

function refuseExtend(call: SessionCall, refusal: ExtendRefusal): Answer {
  if (refusal === 'not-found') return answerEmpty(call.context, 404)
  if (refusal === 'ended')
    return conflict(call, 'The session has ended and cannot be extended.')
  return answer2021(call.context, 'write', 422, errorIn2021('UnprocessableEntity', MALFORMED))
}

function list(call: SessionCall): Answer {
  const { snapshot, endpoint, url, context } = call
  const page = listPage({
    sessions: allSessions(snapshot, endpoint),
    // Only Starting and Ready (docs/protocol.md#life-of-a-session).
    isListed: (record) => ['Starting', 'Ready'].includes(viewAt(record, snapshot.nowMs).status),
    paging: pagingOf(snapshot.state.options.scenario),
    url,
  })
  if (!page) return badRequest(call, MALFORMED)
  const sessions = page.sessions.map((record) => present(call, record))
  const body = { sessions, ...(page.nextLink !== null && { '@nextLink': page.nextLink }) }
  return answer2021(context, 'read', 200, JSON.stringify(body))
}

function present({ endpoint, snapshot }: SessionCall, record: SessionRecord): unknown {
  return sessionIn2021(endpoint, record, snapshot.nowMs, snapshot.state.options.scenario)
}

function single(
  call: SessionCall,
  kind: 'read' | 'write',
  status: number,
  record: SessionRecord,
): Answer {
  return answer2021(call.context, kind, status, JSON.stringify(present(call, record)))
}
