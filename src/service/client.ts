import * as v from 'valibot'
import { type Answer, type Call, describeBody, parseJson, send, unreadable } from './http.ts'
import type { ServicePorts, ServiceTarget } from './ports.ts'
import { localFailure, type ResponseMeta, type ServiceResult } from './result.ts'
import type { Session } from './session.ts'
import { accountUrl, isV1, readerOf, withVersion } from './session-api.ts'
import { formatTimespan } from './timespan.ts'

/**
 * Both versions of the session API (docs/protocol.md#api-v1, docs/protocol.md#api-2021-01-01)
 * as functions over one model; list-sessions.ts has the list. Each function makes exactly one
 * call. Following calls are left to the caller, because every call must pass the gate.
 */

/** The settings of a new session. */
export type NewSession = {
  /** Chosen by the client in 2021-01-01; v1 assigns its own. */
  id: string
  size: string
  /** Whole minutes, as ms. */
  leaseMs: number
  /** Addresses of assets to preload; v1 only. */
  models: readonly string[]
}

/** The answer to a create. `session` is null in v1, which returns only the ID. */
export type CreatedSession = { id: string; session: Session | null; alreadyThere: boolean }

/** One session and the body that contained it. */
export type SessionAnswer = { session: Session; text: string }

/**
 * Starts a session. 2021-01-01: PUT, which can be repeated (200 when the session exists
 * already, 409 when it has other settings). v1: POST, which must never be repeated, because
 * each one starts another session.
 */
export async function createSession(
  target: ServiceTarget,
  token: string,
  { id, size, leaseMs, models }: NewSession,
  ports: ServicePorts,
  signal?: AbortSignal,
): Promise<ServiceResult<CreatedSession>> {
  const url = isV1(target) ? `${accountUrl(target)}/create` : sessionUrl(target, id)
  if (url === null) return unaddressable(ports)
  const call: Call = isV1(target)
    ? {
        method: 'POST',
        url,
        bearer: token,
        body: { ...leaseBody(target, leaseMs), models, size: size.toLowerCase() },
      }
    : {
        method: 'PUT',
        url: withVersion(target, url),
        bearer: token,
        body: { ...leaseBody(target, leaseMs), size },
      }
  const result = await send({ ...call, onSent: target.onSent }, ports, signal)
  if (!result.ok) return result
  const { data: answer, meta } = result
  if (isV1(target)) {
    const parsed = v.safeParse(v.object({ sessionId: v.string() }), parseJson(answer.text))
    return parsed.success
      ? {
          ok: true,
          data: { id: parsed.output.sessionId, session: null, alreadyThere: false },
          meta,
        }
      : unreadable(describeBody(answer.text, answer.contentType), meta)
  }
  const read = sessionFrom(target, answer, meta)
  return read.ok
    ? {
        ok: true,
        data: { id, session: read.data.session, alreadyThere: answer.status === 200 },
        meta,
      }
    : read
}

/**
 * Gets one session by ID. Ended sessions are known for 30 days
 * (docs/protocol.md#life-of-a-session).
 */
export async function getSession(
  target: ServiceTarget,
  token: string,
  id: string,
  ports: ServicePorts,
  signal?: AbortSignal,
): Promise<ServiceResult<SessionAnswer>> {
  const url = sessionUrl(target, id)
  if (url === null) return unaddressable(ports)
  const result = await send(
    {
      method: 'GET',
      url: isV1(target) ? `${url}/properties` : withVersion(target, url),
      bearer: token,
      onSent: target.onSent,
    },
    ports,
    signal,
  )
  return result.ok ? sessionFrom(target, result.data, result.meta) : result
}

/**
 * Sets a new, larger lease, counted from Ready. v1 answers with an empty 200, so the session is
 * null there.
 * @param leaseMs the absolute total, whole minutes, as ms
 */
export async function extendSession(
  target: ServiceTarget,
  token: string,
  id: string,
  leaseMs: number,
  ports: ServicePorts,
  signal?: AbortSignal,
): Promise<ServiceResult<Session | null>> {
  const url = sessionUrl(target, id)
  if (url === null) return unaddressable(ports)
  const result = await send(
    {
      method: 'PATCH',
      url: withVersion(target, url),
      bearer: token,
      body: leaseBody(target, leaseMs),
      onSent: target.onSent,
    },
    ports,
    signal,
  )
  if (!result.ok) return result
  if (result.data.text.trim() === '') return { ok: true, data: null, meta: result.meta }
  const read = sessionFrom(target, result.data, result.meta)
  return read.ok ? { ok: true, data: read.data.session, meta: read.meta } : read
}

/**
 * Stops a session for good. A 404 is returned as an error; the caller treats it as "already
 * gone".
 */
export async function stopSession(
  target: ServiceTarget,
  token: string,
  id: string,
  ports: ServicePorts,
  signal?: AbortSignal,
): Promise<ServiceResult<null>> {
  const url = sessionUrl(target, id)
  if (url === null) return unaddressable(ports)
  const result = await send(
    {
      ...(isV1(target)
        ? { method: 'DELETE', url }
        : { method: 'POST', url: withVersion(target, `${url}/:stop`) }),
      bearer: token,
      onSent: target.onSent,
    },
    ports,
    signal,
  )
  return result.ok ? { ok: true, data: null, meta: result.meta } : result
}

/**
 * The address of a session. Null for an ID that can't have one: half of a surrogate pair can't
 * be encoded, and dots alone or an empty text would name something else.
 */
function sessionUrl(target: ServiceTarget, id: string): string | null {
  return /^\.{0,2}$|\p{Cs}/u.test(id) ? null : `${accountUrl(target)}/${encodeURIComponent(id)}`
}

function unaddressable(ports: ServicePorts): ServiceResult<never> {
  return localFailure('bad-request', 'the id has no form in an address', ports.now())
}

function sessionFrom(
  target: ServiceTarget,
  { text, contentType }: Answer,
  meta: ResponseMeta,
): ServiceResult<SessionAnswer> {
  const wire = parseJson(text)
  if (wire === undefined) return unreadable(describeBody(text, contentType), meta)
  const read = readerOf(target)(wire)
  return read.ok
    ? { ok: true, data: { session: read.session, text }, meta }
    : unreadable(read.reason, meta)
}

function leaseBody(target: ServiceTarget, leaseMs: number) {
  return isV1(target)
    ? { maxLeaseTime: formatTimespan(leaseMs) }
    : { maxLeaseTimeMinutes: Math.round(leaseMs / 60_000) }
}
