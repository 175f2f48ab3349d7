import { type Answer, byteLength } from './reply.ts'
import type { SimulatorStats } from './stats.ts'

/** Reason phrases, which PowerShell shows as StatusDescription (docs/protocol.md#api-v1). */
const STATUS_TEXTS: Record<number, string> = {
  200: 'OK',
  201: 'Created',
  202: 'Accepted',
  204: 'No Content',
  400: 'Bad Request',
  401: 'Unauthorized',
  403: 'Forbidden',
  404: 'Not Found',
  405: 'Method Not Allowed',
  409: 'Conflict',
  413: 'Content Too Large',
  422: 'Unprocessable Entity',
  429: 'Too Many Requests',
  500: 'Internal Server Error',
  503: 'Service Unavailable',
}

/** An answer as the web platform's response. */
export function toResponse({ status, headers, body }: Answer): Response {
  return new Response(body, { status, headers, statusText: STATUS_TEXTS[status] ?? '' })
}

/** The simulator's own counts: `GET /simulator/stats`. */
export function statsResponse(stats: SimulatorStats): Response {
  const body = JSON.stringify(stats)
  const headers = {
    'cache-control': 'no-store',
    'content-length': String(byteLength(body)),
    'content-type': 'application/json; charset=utf-8',
  }
  return new Response(body, { headers })
}

/** Refuses a body that isn't read to its end. No other call can follow it on the connection. */
export function tooLargeResponse(): Response {
  return toResponse({
    status: 413,
    headers: { connection: 'close', 'content-length': '0' },
    body: null,
  })
}
