import { readFault } from './fault.ts'
import type { ServicePorts } from './ports.ts'
import {
  noAnswer,
  type ResponseMeta,
  type ServiceError,
  serviceError,
  type ServiceErrorKind,
  type ServiceResult,
} from './result.ts'

/** One call of the service: sent, bounded in time and size, and classified. Never throws. */

/** Largest body that is read; a list of 10,000 sessions has 3 MB. */
const MAX_BODY_BYTES = 16 * 1024 * 1024

/** What is sent, before it becomes a Request. */
export type Call = {
  method: 'GET' | 'PUT' | 'PATCH' | 'POST' | 'DELETE'
  url: string
  /** The value behind `Bearer `. */
  bearer: string
  /** JSON body; undefined for none. */
  body?: unknown
  headers?: Record<string, string>
}

const statusKind = (status: number): ServiceErrorKind => {
  switch (status) {
    case 401:
      return 'unauthorized'
    case 403:
      return 'forbidden'
    case 404:
      return 'not-found'
    case 409:
      return 'conflict'
    case 422:
      return 'unprocessable'
    case 429:
      return 'throttled'
    default:
      return status >= 500 ? 'server' : 'bad-request'
  }
}

/**
 * Reads Retry-After: integer seconds, or an HTTP date seen from the answer's own Date.
 * @param nowMs server time if known, else local, epoch ms
 * @returns ms, never negative; null when absent or unreadable
 */
export const readRetryAfter = (header: string | null, nowMs: number): number | null => {
  if (header === null || header.trim() === '') return null
  if (/^\d+$/.test(header.trim())) return Number(header.trim()) * 1000
  const atMs = Date.parse(header)
  return Number.isNaN(atMs) ? null : Math.max(0, atMs - nowMs)
}

const readDate = (header: string | null): number | null => {
  const atMs = header === null ? Number.NaN : Date.parse(header)
  return Number.isNaN(atMs) ? null : atMs
}

/** Reads a body up to the bound; null when it is larger. The rest is not downloaded. */
const readBody = async (response: Response): Promise<string | null> => {
  if (!response.body) return ''
  const reader = response.body.getReader()
  const decoder = new TextDecoder()
  let text = ''
  let bytes = 0
  for (;;) {
    const { done, value } = await reader.read()
    if (done) return text + decoder.decode()
    bytes += value.byteLength
    if (bytes > MAX_BODY_BYTES) {
      await reader.cancel()
      return null
    }
    text += decoder.decode(value, { stream: true })
  }
}

/** Parses JSON; undefined when it is none. */
export const parseJson = (text: string): unknown => {
  try {
    return JSON.parse(text) as unknown
  } catch {
    return undefined
  }
}

/** An `unreadable` failure: the answer came, but not in a form this console understands. */
export const unreadable = (detail: string, meta: ResponseMeta): ServiceResult<never> => ({
  ok: false,
  error: serviceError('unreadable', { status: meta.status, msCv: meta.msCv, detail }),
  meta,
})

/** In a few words, what a body that should be JSON is instead. */
export const describeBody = (text: string, contentType: string | null): string =>
  text.trim() === ''
    ? 'expected JSON, got an empty body'
    : `expected JSON, got ${contentType ?? 'no content type'}: ${text.trim().slice(0, 80)}`

/** Type of an answer that is no JSON; the gateway passes on an excerpt of it, as a JSON string. */
const notJsonType = (response: Response): string | null =>
  response.headers.get('x-gateway-not-json')

const typeOf = (response: Response): string | null =>
  notJsonType(response) ?? response.headers.get('content-type')

const errorFromBody = (response: Response, text: string, meta: ResponseMeta): ServiceError => {
  const body = parseJson(text)
  const wire =
    typeof body === 'object' && body !== null && 'error' in body ? body.error : undefined
  // A 403 can carry a body although none is declared: always try, never require (2.2).
  const fault = readFault(wire)
  const gatewayCode = response.headers.get('x-gateway-error')
  return serviceError(gatewayCode === null ? statusKind(response.status) : 'gateway', {
    status: response.status,
    code: gatewayCode ?? (fault?.code || null),
    message: fault?.message || null,
    fault,
    msCv: meta.msCv,
    retryAfterMs: readRetryAfter(
      response.headers.get('retry-after'),
      meta.serverDateMs ?? meta.receivedAtMs,
    ),
    detail: fault || text.trim() === '' ? null : describeBody(text, typeOf(response)),
  })
}

/** An answer of status 2xx. */
export type Answer = { status: number; text: string; contentType: string | null }

/**
 * Sends one call.
 * @returns the body of a 2xx, or a typed error for every other end: status, no network, timeout,
 *   abort, body too large
 */
export const send = async (
  call: Call,
  ports: ServicePorts,
  signal?: AbortSignal,
): Promise<ServiceResult<Answer>> => {
  const sentAtMs = ports.now()
  const timeout = new AbortController()
  const timer = ports.setTimer(() => timeout.abort(), ports.timeoutMs)
  const meta: ResponseMeta = {
    ...noAnswer(sentAtMs),
    request: { method: call.method, url: call.url, body: call.body },
  }
  try {
    const response = await ports.send(
      new Request(call.url, {
        method: call.method,
        headers: {
          accept: 'application/json',
          authorization: `Bearer ${call.bearer}`,
          ...(call.body === undefined ? {} : { 'content-type': 'application/json' }),
          ...call.headers,
        },
        body: call.body === undefined ? null : JSON.stringify(call.body),
        signal: signal ? AbortSignal.any([signal, timeout.signal]) : timeout.signal,
      }),
    )
    meta.status = response.status
    meta.msCv = response.headers.get('ms-cv')
    meta.serverDateMs = readDate(response.headers.get('date'))
    const body = await readBody(response)
    meta.receivedAtMs = ports.now()
    if (body === null) return unreadable(`the body exceeds ${MAX_BODY_BYTES} bytes`, meta)
    const isJson = notJsonType(response) === null
    const text = isJson ? body : String(parseJson(body))
    if (response.ok && !isJson) return unreadable(describeBody(text, typeOf(response)), meta)
    return response.ok
      ? {
          ok: true,
          data: {
            status: response.status,
            text,
            contentType: response.headers.get('content-type'),
          },
          meta,
        }
      : { ok: false, error: errorFromBody(response, text, meta), meta }
  } catch (thrown) {
    meta.receivedAtMs = ports.now()
    const kind = signal?.aborted ? 'cancelled' : timeout.signal.aborted ? 'timeout' : 'network'
    const detail = thrown instanceof Error ? thrown.message : String(thrown)
    return {
      ok: false,
      error: serviceError(kind, { status: meta.status, msCv: meta.msCv, detail }),
      meta,
    }
  } finally {
    ports.clearTimer(timer)
  }
}
