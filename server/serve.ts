import { fileURLToPath } from 'node:url'
import { serve } from 'srvx/node'
import { listenError, readAddress, urlOf } from './address.ts'
import { configuredGateway } from './configured-gateway.ts'
import { SECURITY_HEADERS } from './security-headers.ts'
import { staticFiles } from './static-files.ts'

/** The server of `npm start`: the built console and its gateway on one origin. */

const { address, gateway } = readConfiguration()
const files = staticFiles(fileURLToPath(new URL('../dist', import.meta.url)))

const server = serve({
  port: address.port,
  hostname: address.host,
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

// The node server reports the error of listening as an event.
server.node?.server?.on('error', (error: NodeJS.ErrnoException) =>
  fail(listenError(address, error)),
)
await server.serve()
await server.ready()
console.log(`Console: ${urlOf(address)}`)

let isStopping = false
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.on(signal, () => {
    // Ctrl-C reaches this process twice: from the terminal and from its parent.
    if (isStopping) return
    isStopping = true
    void server.close(true).finally(() => process.exit(0))
  })
}

function fail(reason: string): never {
  console.error(reason)
  process.exit(1)
}

function readConfiguration() {
  try {
    return { address: readAddress(process.env), gateway: configuredGateway(process.env) }
  } catch (error) {
    return fail(error instanceof Error ? error.message : String(error))
  }
}
