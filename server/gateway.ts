import { originOf, type OwnHosts, routeVerdict } from './allow-list.ts'

/**
 * The same-origin relay: the service sends no CORS headers
 * (docs/protocol.md#no-cross-origin-calls), so the page calls `/gateway/<host>/<path>` on its
 * own origin. It allows listed hosts and the protocol's methods and paths, sends no cookies, and logs
 * nothing. Answers are data for the page's scripts, never documents.
 */

const PREFIX = '/gateway/'
const MAX_REQUEST_BYTES = 256 * 1024
const UPSTREAM_TIMEOUT_MS = 60_000
/** How much of an answer that isn't JSON is forwarded: enough to recognize a sign-in page. */
const EXCERPT_BYTES = 1024

/** Only these are sent to the service; cookies, origin, and referrer are not. */
const REQUEST_HEADERS = [
  'accept',
  'authorization',
  'content-type',
  'x-mrc-cv',
  'x-ms-client-request-id',
] as const

/** Only these are returned to the page. */
const RESPONSE_HEADERS = [
  'api-supported-versions',
  'date',
  'location',
  'ms-cv',
  'retry-after',
  'www-authenticate',
] as const

/**
 * An answer has the console's own origin, but its content comes from the service. With these headers
 * a browser never treats it as a document, script, or style, and never stores it where a later
 * navigation would find it.
 */
const ANSWER_HEADERS: Readonly<Record<string, string>> = {
  'cache-control': 'no-store',
  'content-disposition': 'attachment',
  'content-security-policy': "sandbox; default-src 'none'",
  'cross-origin-resource-policy': 'same-origin',
  'x-content-type-options': 'nosniff',
}

/** Names the type of an answer that isn't JSON. The body is then an excerpt as a JSON string. */
const NOT_JSON_HEADER = 'x-gateway-not-json'

const JSON_TYPE = /^(application|text)\/([\w.-]+\+)?json\s*(;|$)/i

type GatewayError =
  | 'cross-site'
  | 'not-a-call'
  | 'host-not-allowed'
  | 'path-not-allowed'
  | 'method-not-allowed'
  | 'body-too-large'
  | 'redirected'
  | 'upstream-unreachable'
  | 'upstream-timeout'

const errors: Record<GatewayError, { status: number; message: string }> = {
  'cross-site': { status: 403, message: 'The gateway answers only the console it belongs to.' },
  'not-a-call': { status: 403, message: 'The gateway answers calls, it serves no pages.' },
  'host-not-allowed': {
    status: 403,
    message:
      'The gateway may not call this host. Name its origin in GATEWAY_ALLOW and restart.',
  },
  'path-not-allowed': { status: 404, message: 'This path is not part of the session API.' },
  'method-not-allowed': { status: 405, message: 'The session API has no such method here.' },
  'body-too-large': { status: 413, message: 'The request body is too large.' },
  redirected: { status: 502, message: 'The service answered with a redirect; not followed.' },
  'upstream-unreachable': { status: 502, message: 'The service could not be reached.' },
  'upstream-timeout': { status: 504, message: 'The service did not answer in time.' },
}

/**
 * Makes the gateway.
 * @param options `allowed`: origins by host, besides the service's; `ownHosts`: host names of this
 *   console; `fetch`: the network
 * @returns `handle`, which returns the answer, or null when the request is not for the gateway
 */
export function createGateway({
  allowed,
  ownHosts,
  fetch: fetchUpstream,
}: {
  allowed: ReadonlyMap<string, string>
  ownHosts: OwnHosts
  fetch: (url: string, init: RequestInit) => Promise<Response>
}) {
  return {
    handle: async (request: Request): Promise<Response | null> => {
      const { pathname, search } = new URL(request.url)
      if (!pathname.startsWith(PREFIX)) return null
      if (!isOwnPage(request, ownHosts)) return refuse('cross-site')
      if (!isCall(request)) return refuse('not-a-call')

      const rest = pathname.slice(PREFIX.length)
      const slash = rest.indexOf('/')
      const host = slash === -1 ? rest : rest.slice(0, slash)
      const path = slash === -1 ? '/' : rest.slice(slash)
      const origin = originOf(host, allowed)
      if (origin === null) return refuse('host-not-allowed')
      const verdict = routeVerdict(request.method, path)
      if (verdict !== 'allowed') return refuse(verdict)

      const body = await bodyOf(request)
      if (body === 'too-large') return refuse('body-too-large')
      const timeout = AbortSignal.timeout(UPSTREAM_TIMEOUT_MS)
      try {
        const answer = await fetchUpstream(`${origin}${path}${search}`, {
          method: request.method,
          headers: pick(request.headers, REQUEST_HEADERS),
          body,
          // A token must not follow a redirect to an unknown host.
          redirect: 'manual',
          signal: AbortSignal.any([request.signal, timeout]),
        })
        if (answer.status >= 300 && answer.status < 400) return refuse('redirected')
        return await passOn(answer)
      } catch {
        return refuse(timeout.aborted ? 'upstream-timeout' : 'upstream-unreachable')
      }
    },
  }
}

function refuse(code: GatewayError): Response {
  return Response.json(
    { error: { code, message: errors[code].message } },
    {
      status: errors[code].status,
      headers: {
        ...ANSWER_HEADERS,
        'x-gateway-error': code,
        // The rest of the body is not read, so the connection can't be reused.
        ...(code === 'body-too-large' ? { connection: 'close' } : {}),
      },
    },
  )
}

function pick(from: Headers, names: readonly string[]): Headers {
  const picked = new Headers()
  for (const name of names) {
    const value = from.get(name)
    if (value !== null) picked.set(name, value)
  }
  return picked
}

/**
 * Whether the console itself sends the request. Other pages must not use the gateway, not even by
 * DNS rebinding.
 */
function isOwnPage(request: Request, ownHosts: OwnHosts): boolean {
  const host = request.headers.get('host') ?? new URL(request.url).host
  const scheme = ownHosts.get(host.replace(/:\d+$/, '').toLowerCase())
  if (scheme === undefined) return false
  const site = request.headers.get('sec-fetch-site')
  if (site !== null && site !== 'same-origin') return false
  const origin = request.headers.get('origin')
  return origin === null || origin === URL.parse(`${scheme}//${host}`)?.origin
}

/**
 * Whether a script of the page sends the request, according to the browser's headers. A navigation,
 * frame, script, style, or image would make the answer a part of a page.
 */
function isCall({ headers }: Request): boolean {
  const destination = headers.get('sec-fetch-dest')
  return (
    headers.get('sec-fetch-mode') !== 'navigate' &&
    (destination === null || destination === 'empty')
  )
}

/** Reads a body until it ends or exceeds a limit, by at most one chunk. */
async function readUpTo(
  body: ReadableStream<Uint8Array>,
  maxBytes: number,
): Promise<Uint8Array<ArrayBuffer>> {
  const reader = body.getReader()
  const chunks: Uint8Array[] = []
  let length = 0
  while (length <= maxBytes) {
    const { done, value } = await reader.read()
    if (done) break
    chunks.push(value)
    length += value.byteLength
  }
  reader.releaseLock()
  const bytes = new Uint8Array(length)
  chunks.reduce((at, chunk) => {
    bytes.set(chunk, at)
    return at + chunk.byteLength
  }, 0)
  return bytes
}

/** Reads the body of a request. Trusts Content-Length, and counts bytes where it is missing. */
async function bodyOf(request: Request): Promise<Uint8Array<ArrayBuffer> | null | 'too-large'> {
  if (request.body === null || request.method === 'GET') return null
  if (Number(request.headers.get('content-length') ?? '0') > MAX_REQUEST_BYTES)
    return 'too-large'
  const bytes = await readUpTo(request.body, MAX_REQUEST_BYTES)
  return bytes.byteLength > MAX_REQUEST_BYTES ? 'too-large' : bytes
}

/** Converts the service's answer for the page: JSON unchanged, an excerpt of anything else. */
async function passOn(answer: Response): Promise<Response> {
  const headers = pick(answer.headers, RESPONSE_HEADERS)
  for (const [name, value] of Object.entries(ANSWER_HEADERS)) headers.set(name, value)
  const { status } = answer
  const type = answer.headers.get('content-type')
  if (answer.body === null) return new Response(null, { status, headers })
  if (type !== null && JSON_TYPE.test(type)) {
    headers.set('content-type', type)
    return new Response(answer.body, { status, headers })
  }
  const bytes = await readUpTo(answer.body, EXCERPT_BYTES)
  await answer.body.cancel()
  if (bytes.byteLength === 0) return new Response(null, { status, headers })
  headers.set('content-type', 'application/json')
  headers.set(NOT_JSON_HEADER, type ?? 'no content type')
  const excerpt = new TextDecoder().decode(bytes.subarray(0, EXCERPT_BYTES))
  return new Response(JSON.stringify(excerpt), { status, headers })
}
