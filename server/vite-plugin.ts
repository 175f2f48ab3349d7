import type { IncomingMessage, ServerResponse } from 'node:http'
import { toNodeHandler } from 'srvx/node'
import type { Plugin } from 'vite'
import { configuredGateway } from './configured-gateway.ts'

/** Adds the gateway to Vite's development server, so that `npm run dev` has one origin too. */
export function gatewayPlugin(): Plugin {
  return {
    name: 'console-gateway',
    configureServer: (server) => {
      const gateway = configuredGateway(process.env)
      // The type of srvx's handler covers HTTP/1 and HTTP/2. Vite's server here speaks HTTP/1.
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
