import type { ServerRequest } from 'srvx'
import { serve } from 'srvx/node'
import { preflight, readableAnywhere } from './cors.ts'
import type { Simulator } from './simulator.ts'

/** A simulator on a port of this machine. */
export type HttpHost = {
  /** E.g. `http://127.0.0.1:8787`. */
  origin: string
  /** Ends at once and closes open connections. */
  close: () => Promise<void>
}

/** Loopback only: the simulator is not a service for other machines. */
const HOSTNAME = '127.0.0.1'

/**
 * Serves both APIs and the token service on one origin.
 * @param port 0 picks a free one
 * @throws the system's error (as a rejection), e.g. with code EADDRINUSE
 */
export async function startHttpHost(
  simulator: Simulator,
  { port, cors }: { port: number; cors: boolean },
): Promise<HttpHost> {
  const answer = async (request: Request): Promise<Response> => {
    const response = await simulator.handle(request)
    return cors ? readableAnywhere(response) : response
  }
  const server = serve({
    port,
    hostname: HOSTNAME,
    silent: true,
    gracefulShutdown: false,
    fetch: async (request: ServerRequest) => {
      const answered = cors ? preflight(request) : null
      if (answered) return answered
      try {
        const response = await answer(request)
        return response.type === 'error' ? hangUp(request) : response
      } catch {
        // The caller disconnected before its body was read.
        return hangUp(request)
      }
    },
  })
  await server.ready()
  return {
    origin: new URL(server.url ?? `http://${HOSTNAME}:${port}/`).origin,
    close: () => server.close(true),
  }
}

/** Ends the connection without an answer, as the simulated service just did. */
function hangUp(request: ServerRequest): Response {
  request.runtime?.node?.res?.destroy()
  // Never sent, because the connection is gone; the server's interface requires a response.
  return new Response(null, { status: 500 })
}
