import { fileURLToPath } from 'node:url'
import { serve } from 'srvx/node'
import { configuredGateway } from './configured-gateway.ts'
import { SECURITY_HEADERS } from './security-headers.ts'
import { staticFiles } from './static-files.ts'

/** The server of `npm start`: the built console and its gateway on one origin. */

const port = Number(process.env['PORT'] ?? '5173')
const fail = (message: string): never => {
  console.error(message)
  process.exit(1)
}
if (!Number.isInteger(port) || port < 1 || port > 65_535) {
  fail(`PORT must be a number from 1 to 65535, not "${process.env['PORT']}".`)
}

const gateway = (() => {
  try {
    return configuredGateway(process.env)
  } catch (error) {
    return fail(error instanceof Error ? error.message : String(error))
  }
})()
const files = staticFiles(fileURLToPath(new URL('../dist', import.meta.url)))

const server = serve({
  port,
  hostname: 'localhost',
  silent: true,
  gracefulShutdown: false,
  manual: true,
  fetch: async (request) => {
    const response = (await gateway.handle(request)) ?? (await files(request))
    for (const [name, value] of Object.entries(SECURITY_HEADERS)) {
      if (!response.headers.has(name)) response.headers.set(name, value)
    }
    return response
  },
})

// srvx starts listening in serve(); the error comes as an event of the node server.
server.node?.server?.on('error', (error: NodeJS.ErrnoException) =>
  fail(
    error.code === 'EADDRINUSE'
      ? `Port ${port} is in use. Stop what uses it, or choose another: PORT=5180 npm start`
      : `The server could not start: ${error.message}`,
  ),
)
await server.serve()
await server.ready()
console.log(`Console: http://localhost:${port}/`)

let isStopping = false
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.on(signal, () => {
    // Ctrl-C reaches this process twice: from the terminal and from what started it.
    if (isStopping) return
    isStopping = true
    void server.close(true).finally(() => process.exit(0))
  })
}
