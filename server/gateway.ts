import { originOf, routeVerdict } from './allow-list.ts'

/**
 * The same-origin relay: the service sends no CORS headers (protocol section 6), so the page
 * calls `/gateway/<host>/<path>` on its own origin. Allow-listed hosts, the protocol's methods
 * and paths, no cookies, nothing logged.
 */

const PREFIX = '/gateway/'
const MAX_REQUEST_BYTES = 256 * 1024
const UPSTREAM_TIMEOUT_MS = 60_000

/** Only these go upstream; cookies, origin and referrer stay here. */
const REQUEST_HEADERS = [
  'accept',
  'authorization',
  'content-type',
  'x-mrc-cv',
  'x-ms-client-request-id',
] as const

/** Only these come back. */
const RESPONSE_HEADERS = [
  'api-supported-versions',
  'cache-control',
  'content-type',
  'date',
  'location',
  'ms-cv',
  'pragma',
  'retry-after',
  'www-authenticate',
  'x-content-type-options',
] as const

type GatewayError =
  | 'cross-site'
  | 'host-not-allowed'
  | 'path-not-allowed'
  | 'method-not-allowed'
  | 'body-too-large'
  | 'redirected'
  | 'upstream-unreachable'
  | 'upstream-timeout'

const errors: Record<GatewayError, { status: number; message: string }> = {
  'cross-site': { status: 403, message: 'The gateway answers only the console it belongs to.' },
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

const refuse = (code: GatewayError): Response =>
  Response.json(
    { error: { code, message: errors[code].message } },
    {
      status: errors[code].status,
      headers: { 'x-gateway-error': code, 'cache-control': 'no-store' },
    },
  )

const pick = (from: Headers, names: readonly string[]): Headers => {
  const picked = new Headers()
  for (const name of names) {
    const value = from.get(name)
    if (value !== null) picked.set(name, value)
  }
  return picked
}

/** Another page must not use the gateway with this user's network, nor through a rebound name. */
const isOwnPage = (request: Request, ownHosts: readonly string[]): boolean => {
  const host = request.headers.get('host') ?? new URL(request.url).host
  const name = host.replace(/:\d+$/, '').toLowerCase()
  if (!ownHosts.includes(name)) return false
  const site = request.headers.get('sec-fetch-site')
  if (site !== null && site !== 'same-origin' && site !== 'none') return false
  const origin = request.headers.get('origin')
  return origin === null || URL.parse(origin)?.host === host
}

const bodyOf = async (request: Request): Promise<ArrayBuffer | null | 'too-large'> => {
  if (request.body === null || request.method === 'GET') return null
  if (Number(request.headers.get('content-length') ?? '0') > MAX_REQUEST_BYTES)
    return 'too-large'
  const body = await request.arrayBuffer()
  return body.byteLength > MAX_REQUEST_BYTES ? 'too-large' : body
}

/**
 * Makes the gateway.
 * @param options `allowed`: host to origin, besides the service's; `ownHosts`: host names this
 *   console may be opened under; `fetch`: the network
 * @returns handle: the answer, or null when the request is not for the gateway
 */
export const createGateway = ({
  allowed,
  ownHosts,
  fetch: fetchUpstream,
}: {
  allowed: ReadonlyMap<string, string>
  ownHosts: readonly string[]
  fetch: (url: string, init: RequestInit) => Promise<Response>
}) => ({
  handle: async (request: Request): Promise<Response | null> => {
    const { pathname, search } = new URL(request.url)
    if (!pathname.startsWith(PREFIX)) return null
    if (!isOwnPage(request, ownHosts)) return refuse('cross-site')

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
        // A token must not follow a redirect to who knows where.
        redirect: 'manual',
        signal: AbortSignal.any([request.signal, timeout]),
      })
      if (answer.status >= 300 && answer.status < 400) return refuse('redirected')
      return new Response(answer.body, {
        status: answer.status,
        headers: pick(answer.headers, RESPONSE_HEADERS),
      })
    } catch {
      return refuse(timeout.aborted ? 'upstream-timeout' : 'upstream-unreachable')
    }
  },
})

/** Host names a console on this machine is opened under. */
export const LOOPBACK_NAMES = ['localhost', '127.0.0.1', '[::1]']
