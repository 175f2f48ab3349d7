import type { SessionCall } from './call.ts'
import { answerEmpty, answerV1 } from './headers.ts'
import { readObject } from './lenient-json.ts'
import { guid } from './random.ts'
import { type SessionRecord, viewInV1At } from './record.ts'
import type { Answer } from './reply.ts'
import {
  createSession,
  extendSession,
  type ExtendRefusal,
  knownSize,
  MAX_LEASE_MS,
  stopSession,
} from './rules.ts'
import { parseTimespan } from './timespan.ts'
import { errorInV1, sessionInV1 } from './wire-v1.ts'
import { allSessions, findSession } from './snapshot.ts'

/** Carries out a call of v1 (docs/protocol.md#api-v1). */
export function answerInV1(call: SessionCall): Answer {
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
      return record
        ? answerV1(context, 200, JSON.stringify(present(call, record)))
        : answerEmpty(context, 404)
    }
    case 'stop':
      return stopSession(snapshot, endpoint, route.sessionId) === 'stopped'
        ? answerV1(context, 204, null)
        : answerEmpty(context, 404)
  }
}

function create(call: SessionCall): Answer {
  const { endpoint, snapshot, context, route } = call
  const body = readObject(call.body)
  const leaseMs = leaseOf(body)
  if (leaseMs === null) return refuse(call, 400, 'The maxLeaseTime value is not a timespan.')
  if (leaseMs > MAX_LEASE_MS)
    return refuse(call, 400, 'The maxLeaseTime value cannot be larger than 24 hours.')
  if (!areModels(body?.get('models')))
    return refuse(call, 400, 'The models value is not an array of URLs.')
  const sizeText = body?.get('size')
  const size = typeof sizeText === 'string' ? knownSize(sizeText) : null
  if (size === null) return refuse(call, 400, `Can't specify this VM size: ${String(sizeText)}`)

  // The service assigns the ID, so a repeated call makes a second session
  // (docs/protocol.md#v1-has-no-idempotent-create).
  const { seed } = snapshot.state.options
  const id = guid(`session ${seed} ${endpoint} ${snapshot.state.calls}`)
  createSession(snapshot, endpoint, { id, size, leaseMs })
  // Relative and without a leading slash. The sample cuts it off after the account.
  const location = `accounts/${route.accountId}/sessions/${id}/properties`
  return answerV1(context, 202, JSON.stringify({ sessionId: id }), { location })
}

/** The lease of a body in ms; null when it is missing or not a time span. */
function leaseOf(body: Map<string, unknown> | null): number | null {
  const value = body?.get('maxLeaseTime')
  return typeof value === 'string' ? parseTimespan(value) : null
}

function refuse({ context }: SessionCall, status: number, message: string): Answer {
  return answerV1(context, status, errorInV1(message))
}

/**
 * Absent, or an array of texts: the addresses of models to preload (docs/protocol.md#api-v1).
 */
function areModels(value: unknown): boolean {
  return (
    value === undefined ||
    (Array.isArray(value) && value.every((model) => typeof model === 'string'))
  )
}

function extend(call: SessionCall): Answer {
  const leaseMs = leaseOf(readObject(call.body))
  if (leaseMs === null) return refuse(call, 400, 'The maxLeaseTime value is not a timespan.')
  const extended = extendSession(call.snapshot, call.endpoint, call.route.sessionId, leaseMs)
  return typeof extended === 'string'
    ? refuseExtend(call, extended)
    : answerV1(call.context, 200, null)
}

function refuseExtend(call: SessionCall, refusal: ExtendRefusal): Answer {
  switch (refusal) {
    case 'not-found':
      return answerEmpty(call.context, 404)
    case 'ended':
      return refuse(call, 409, 'The session has ended and cannot be extended.')
    case 'not-larger':
      return refuse(call, 422, 'The maxLeaseTime value must be larger than the current one.')
    case 'too-long':
      return refuse(call, 422, 'The maxLeaseTime value must be less than 24 hours.')
  }
}

function list(call: SessionCall): Answer {
  const { snapshot, endpoint, context } = call
  // The documents say "active" (docs/protocol.md#api-v1).
  const listed = ['Starting', 'Ready', 'Stopping']
  const sessions = allSessions(snapshot, endpoint)
    .filter((record) => listed.includes(viewInV1At(record, snapshot.nowMs).status))
    .map((record) => present(call, record))
  return answerV1(context, 200, JSON.stringify({ sessions }), { isList: true })
}

function present({ endpoint, snapshot }: SessionCall, record: SessionRecord): unknown {
  return sessionInV1(endpoint, record, snapshot.nowMs, snapshot.state.options.scenario)
}
