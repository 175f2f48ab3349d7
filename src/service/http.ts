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

/**
 * Sends one call of the service, limits its time and size, and classifies the result. Never
 * throws.
 */

/** Largest body that is read. A list of 10,000 sessions takes 3 MB. */
const MAX_BODY_BYTES = 16 * 1024 * 1024

/** A call before it becomes a Request. */
export type Call = {
  method: 'GET' | 'PUT' | 'PATCH' | 'POST' | 'DELETE'
  url: string
  /** The value after `Bearer `. */
  bearer: string
  /** JSON body; undefined for none. */
  body?: unknown
  headers?: Record<string, string>
  /**
   * The answer to this call is itself a secret. Its body is returned unredacted and must never
   * be shown.
   */
  bringsSecret?: true
  /** Called when it is sent. */
  onSent?: (() => void) | undefined
}

/**
 * Reads Retry-After as RFC 9110 (10.2.3) defines it: whole seconds, or an HTTP date relative to
 * the Date of the same answer. Any other form is ignored, and the caller uses its own delay.
 * @param nowMs server time if known, else local time, epoch ms
 * @returns ms, never negative; null when absent or in another form
 */
export function readRetryAfter(header: string | null, nowMs: number): number | null {
  const text = header?.trim() ?? ''
  if (/^\d+$/.test(text)) return Math.min(Number(text) * 1000, Number.MAX_SAFE_INTEGER)
  const atMs = readHttpDate(text)
  return atMs === null ? null : Math.max(0, atMs - nowMs)
}

/** Parses JSON. Returns undefined when the text isn't JSON. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown
  } catch {
    return undefined
  }
}

/**
 * An `unreadable` failure: an answer came, but in a form that the console doesn't understand.
 */
export function unreadable(detail: string, meta: ResponseMeta): ServiceResult<never> {
  return {
    ok: false,
    error: serviceError('unreadable', { status: meta.status, msCv: meta.msCv, detail }),
    meta,
  }
}

/** Describes in a few words what came in place of JSON. */
export function describeBody(text: string, contentType: string | null): string {
  return text.trim() === ''
    ? 'expected JSON, got an empty body'
    : `expected JSON, got ${contentType ?? 'no content type'}: ${text.trim().slice(0, 80)}`
}

/** A complete answer, without the secrets that its sender may have repeated. */
export type Answer = { status: number; text: string; contentType: string | null }

type Redact = (text: string) => string

/**
 * Sends one call.
 * @returns the body of a 2xx, or a typed error for everything else: status, no network,
 *   timeout, abort, body too large
 */
export async function send(
  call: Call,
  ports: ServicePorts,
  signal?: AbortSignal,
): Promise<ServiceResult<Answer>> {
  const sentAtMs = ports.now()
  call.onSent?.()
  const redact = redactor([call.bearer, ...ports.secrets()])
  const cutOff = createCutOff(ports, signal)
  const meta: ResponseMeta = {
    ...noAnswer(sentAtMs),
    request: { method: call.method, url: call.url, body: call.body },
  }
  try {
    const response = await cutOff.race(ports.send(requestOf(call, cutOff.signal)))
    const header = headersOf(response, redact)
    meta.status = response.status
    meta.msCv = header('ms-cv')
    meta.serverDateMs = readHttpDate(header('date'))
    const body = await cutOff.race(readBody(response))
    meta.receivedAtMs = ports.now()
    if (body === null) return unreadable(`the body exceeds ${MAX_BODY_BYTES} bytes`, meta)
    // The gateway replaces an answer that isn't JSON with an excerpt, as a JSON string.
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
    const kind = signal?.aborted ? 'cancelled' : cutOff.signal.aborted ? 'timeout' : 'network'
    // The browser's message quotes a header that can't be sent.
    const detail = redact(thrown instanceof Error ? thrown.message : String(thrown))
    return {
      ok: false,
      error: serviceError(kind, { status: meta.status, msCv: meta.msCv, detail }),
      meta,
    }
  } finally {
    cutOff.clear()
  }
}

/**
 * Ends a call when its time is up or its caller gives up. The promise ends too, not only the
 * request: a network that ignores the abort would block the gate of the endpoint for good.
 */
function createCutOff({ setTimer, clearTimer, timeoutMs }: ServicePorts, signal?: AbortSignal) {
  const controller = new AbortController()
  const aborted = new Promise<never>((_resolve, reject) => {
    controller.signal.addEventListener('abort', () => reject(controller.signal.reason as Error))
  })
  // Without a race nobody waits for it.
  aborted.catch(() => {})
  const abort = () => controller.abort()
  const timer = setTimer(abort, timeoutMs)
  signal?.addEventListener('abort', abort)
  if (signal?.aborted) abort()
  return {
    signal: controller.signal,
    race: <T>(task: Promise<T>): Promise<T> => Promise.race([task, aborted]),
    clear: () => {
      clearTimer(timer)
      signal?.removeEventListener('abort', abort)
    },
  }
}

function requestOf({ method, url, bearer, body, headers }: Call, signal: AbortSignal): Request {
  return new Request(url, {
    method,
    headers: {
      accept: 'application/json',
      authorization: `Bearer ${bearer}`,
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      ...headers,
    },
    body: body === undefined ? null : JSON.stringify(body),
    signal,
  })
}

/** Reads headers of an answer. */
function headersOf({ headers }: Response, redact: Redact) {
  return (name: string): string | null => {
    const value = headers.get(name)
    return value === null ? null : redact(value)
  }
}

/**
 * Reads a body up to the limit. Returns null when it is larger, without downloading the rest.
 */
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
  // A 403 can carry a body although none is declared, so always try and never require one
  // (docs/protocol.md#error-answers).
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
