import { readFault } from './fault.ts'
import { readHttpDate } from './http-date.ts'
import type { ServicePorts } from './ports.ts'
import {
  noAnswer,
  type ResponseMeta,
  type ServiceError,
  serviceError,
  type ServiceErrorKind,
  type ServiceResult,
} from './result.ts'
import { redactor } from './secrets.ts'

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
  /** The answer to this call is a secret itself: its body comes unredacted, never to be shown. */
  bringsSecret?: true
}

/**
 * Reads Retry-After as RFC 9110 (10.2.3) writes it: whole seconds, or an HTTP date seen from the
 * answer's own Date. Any other form says nothing, and the caller waits its own time.
 * @param nowMs server time if known, else local, epoch ms
 * @returns ms, never negative; null when absent or in no such form
 */
export function readRetryAfter(header: string | null, nowMs: number): number | null {
  const text = header?.trim() ?? ''
  if (/^\d+$/.test(text)) return Math.min(Number(text) * 1000, Number.MAX_SAFE_INTEGER)
  const atMs = readHttpDate(text)
  return atMs === null ? null : Math.max(0, atMs - nowMs)
}

/** Parses JSON; undefined when it is none. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown
  } catch {
    return undefined
  }
}

/** An `unreadable` failure: the answer came, but not in a form this console understands. */
export function unreadable(detail: string, meta: ResponseMeta): ServiceResult<never> {
  return {
    ok: false,
    error: serviceError('unreadable', { status: meta.status, msCv: meta.msCv, detail }),
    meta,
  }
}

/** In a few words, what a body that should be JSON is instead. */
export function describeBody(text: string, contentType: string | null): string {
  return text.trim() === ''
    ? 'expected JSON, got an empty body'
    : `expected JSON, got ${contentType ?? 'no content type'}: ${text.trim().slice(0, 80)}`
}

/** The whole of an answer, without the secrets that whoever gave it may have repeated. */
export type Answer = { status: number; text: string; contentType: string | null }

type Redact = (text: string) => string

/**
 * Sends one call.
 * @returns the body of a 2xx, or a typed error for every other end: status, no network, timeout,
 *   abort, body too large
 */
export async function send(
  call: Call,
  ports: ServicePorts,
  signal?: AbortSignal,
): Promise<ServiceResult<Answer>> {
  const sentAtMs = ports.now()
  const redact = redactor([call.bearer, ...ports.secrets()])
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
    const header = headersOf(response, redact)
    meta.status = response.status
    meta.msCv = header('ms-cv')
    meta.serverDateMs = readHttpDate(header('date'))
    const body = await readBody(response)
    meta.receivedAtMs = ports.now()
    if (body === null) return unreadable(`the body exceeds ${MAX_BODY_BYTES} bytes`, meta)
    // Of an answer that is no JSON the gateway gives an excerpt, as a JSON string.
    const foreignType = header('x-gateway-not-json')
    const isSecret = call.bringsSecret && response.ok && foreignType === null
    const clean = isSecret ? body : redact(body)
    const answer: Answer = {
      status: response.status,
      text: foreignType === null ? clean : String(parseJson(clean)),
      contentType: foreignType ?? header('content-type'),
    }
    if (!response.ok) return { ok: false, error: errorFromBody(answer, header, meta), meta }
    return foreignType === null
      ? { ok: true, data: answer, meta }
      : unreadable(describeBody(answer.text, foreignType), meta)
  } catch (thrown) {
    meta.receivedAtMs = ports.now()
    const kind = signal?.aborted ? 'cancelled' : timeout.signal.aborted ? 'timeout' : 'network'
    // A header that can't be sent is quoted in the message.
    const detail = redact(thrown instanceof Error ? thrown.message : String(thrown))
    return {
      ok: false,
      error: serviceError(kind, { status: meta.status, msCv: meta.msCv, detail }),
      meta,
    }
  } finally {
    ports.clearTimer(timer)
  }
}

/** Reads headers of an answer. */
function headersOf({ headers }: Response, redact: Redact) {
  return (name: string): string | null => {
    const value = headers.get(name)
    return value === null ? null : redact(value)
  }
}

/** Reads a body up to the bound; null when it is larger. The rest is not downloaded. */
async function readBody(response: Response): Promise<string | null> {
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

function errorFromBody(
  { status, text, contentType }: Answer,
  header: ReturnType<typeof headersOf>,
  meta: ResponseMeta,
): ServiceError {
  const body = parseJson(text)
  const wire =
    typeof body === 'object' && body !== null && 'error' in body ? body.error : undefined
  // A 403 can carry a body although none is declared: always try, never require (2.2).
  const fault = readFault(wire)
  const gatewayCode = header('x-gateway-error')
  return serviceError(gatewayCode === null ? statusKind(status) : 'gateway', {
    status,
    code: gatewayCode ?? (fault?.code || null),
    message: fault?.message || null,
    fault,
    msCv: meta.msCv,
    retryAfterMs: readRetryAfter(header('retry-after'), meta.serverDateMs ?? meta.receivedAtMs),
    detail: fault || text.trim() === '' ? null : describeBody(text, contentType),
  })
}

function statusKind(status: number): ServiceErrorKind {
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
