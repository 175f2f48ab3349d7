/**
 * CORS for the HTTP server. "Off" is like the real service, which sends no such header
 * (docs/protocol.md#no-cross-origin-calls). "On" lets a page of another origin call the
 * simulator directly.
 */

const METHODS = 'GET, PUT, PATCH, POST, DELETE'
const REQUEST_HEADERS =
  'accept, authorization, content-type, x-mrc-cv, x-ms-client-request-id, x-ms-return-client-request-id, x-ms-useragent'

/** Pages can't read these headers unless they are listed: trace, throttling, server time. */
const EXPOSED = 'MS-CV, Retry-After, Date, Location, WWW-Authenticate, api-supported-versions'

/** The answer to a preflight; null when the request isn't one. */
export function preflight(request: Request): Response | null {
  return request.method === 'OPTIONS' && request.headers.has('access-control-request-method')
    ? new Response(null, {
        status: 204,
        headers: {
          'access-control-allow-origin': '*',
          'access-control-allow-methods': METHODS,
          'access-control-allow-headers': REQUEST_HEADERS,
          'access-control-max-age': '7200',
        },
      })
    : null
}

/** The same answer, readable by pages of any origin. */
export function readableAnywhere(response: Response): Response {
  if (response.type === 'error') return response
  response.headers.set('access-control-allow-origin', '*')
  response.headers.set('access-control-expose-headers', EXPOSED)
  return response
}
