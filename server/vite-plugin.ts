import type { IncomingMessage, ServerResponse } from 'node:http'
import { toNodeHandler } from 'srvx/node'
import type { Plugin } from 'vite'
import { configuredGateway } from './configured-gateway.ts'

/** Mounts the gateway in vite's development server, so that `npm run dev` has the same origin. */
export function gatewayPlugin(): Plugin {
  return {
    name: 'console-gateway',
    configureServer: (server) => {
      const gateway = configuredGateway(process.env)
      // srvx types its handler for HTTP/1 and 2 at once; vite's server here speaks HTTP/1.
      const handler = toNodeHandler(
        async (request) =>
          (await gateway.handle(request)) ?? new Response('Not found', { status: 404 }),
      ) as (req: IncomingMessage, res: ServerResponse) => unknown
      server.middlewares.use((req, res, next) => {
        if (req.url?.startsWith('/gateway/')) handler(req, res)
        else next()
      })
    },
  }
}
