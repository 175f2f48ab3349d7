import type { ServicePorts } from './ports.ts'

/**
 * The service sends no CORS headers (docs/protocol.md#no-cross-origin-calls), so the page calls
 * its own origin: `/gateway/<host>/<path>`.
 */
export function relayUrl(serviceUrl: string, pageOrigin: string): string {
  const { host, pathname, search } = new URL(serviceUrl)
  return `${pageOrigin}/gateway/${host}${pathname}${search}`
}

/**
 * Returns a `send` that goes through the gateway on the page's own origin. Redirects are
 * refused, so that a token never follows one. Cookies are neither sent nor stored.
 */
export function throughRelay(
  fetchRequest: (request: Request) => Promise<Response>,
  pageOrigin: string,
): ServicePorts['send'] {
  return async (request) => {
    const body = request.body === null ? null : await request.text()
    return fetchRequest(
      new Request(relayUrl(request.url, pageOrigin), {
        method: request.method,
        headers: request.headers,
        body,
        signal: request.signal,
        credentials: 'omit',
        cache: 'no-store',
        redirect: 'error',
      }),
    )
  }
}
