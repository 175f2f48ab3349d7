import type { ServicePorts, ServiceTarget } from '../service/ports.ts'
import type { ApiVersion } from '../service/session.ts'

/** For specs: a `send` that answers from a list and remembers its requests. */

export const ACCOUNT = '12345678-90ab-cdef-1234-567890abcdef'
export const ENDPOINT = 'https://remoterendering.westus2.mixedreality.azure.com'

export function target(apiVersion: ApiVersion): ServiceTarget {
  return {
    endpoint: ENDPOINT,
    accountId: ACCOUNT,
    apiVersion,
  }
}

/** Ports on the time of the test. */
export function portsOf(send: ServicePorts['send'], timeoutMs = 30_000): ServicePorts {
  return {
    send,
    now: () => Date.now(),
    setTimer: (run, ms) => setTimeout(run, ms),
    clearTimer: (handle) => clearTimeout(handle as ReturnType<typeof setTimeout>),
    newCorrelationVector: () => 'AAAAAAAAAAAAAAAAAAAAAA',
    secrets: () => [],
    timeoutMs,
  }
}

/** Ports that give the same answer to every request. */
export function answering(body: string | null, init: ResponseInit = {}) {
  const requests: Request[] = []
  const ports = portsOf(async (request) => {
    requests.push(request)
    return new Response(body, init)
  })
  return { ports: { ...ports, now: () => 1_000_000 }, requests }
}

/** What was sent, in a comparable form. */
export async function sent(request: Request | undefined) {
  return {
    method: request?.method,
    url: request?.url,
    authorization: request?.headers.get('authorization'),
    contentType: request?.headers.get('content-type'),
    body: request ? await request.text() : undefined,
  }
}
