/**
 * The page reaches every service through its own origin: `/gateway/<host>/<path>`. Hosts under
 * `.simulator.test` exist only in the simulator.
 */

/** The domain of the simulated account. */
export const SIMULATOR_DOMAIN = 'simulator.test'

/** Matches the addresses of calls to the simulator in the page, and no others. */
export const SIMULATOR_ADDRESS = /\/gateway\/[^/?#]+\.simulator\.test\//i

const GATEWAY_PATH = /^\/gateway\/([^/]+)(\/.*)$/

/**
 * Returns a call to the gateway as the service itself would get it.
 * @param signal ends the call as well, besides the caller's own
 * @returns null when the address isn't the gateway's
 */
export async function behindGateway(
  request: Request,
  signal: AbortSignal,
): Promise<Request | null> {
  const { pathname, search } = new URL(request.url)
  const [, host, path] = GATEWAY_PATH.exec(pathname) ?? []
  if (host === undefined || path === undefined) return null
  const { method, headers } = request
  const body = await request.text()
  return new Request(`https://${host}${path}${search}`, {
    method,
    headers,
    signal: AbortSignal.any([signal, request.signal]),
    ...(body !== '' && { body }),
  })
}

/**
 * Returns an answer as the gateway passes it on. Between page and service stands the gateway: a
 * connection that the service broke reaches the page as the gateway's own answer, and never as a
 * failure of the page's network.
 */
export function throughGateway(answer: Response): Response {
  if (answer.type !== 'error') return answer
  const code = 'upstream-unreachable'
  return Response.json(
    { error: { code, message: 'The service could not be reached.' } },
    { status: 502, headers: { 'x-gateway-error': code } },
  )
}
