import { createServer } from 'node:net'

/** Where the console listens: HOST and PORT of the environment. */

/** A port from 1 to 65535, and a host name or IP address of this machine. */
export type Address = Readonly<{ host: string; port: number }>

const DEFAULT_HOST = 'localhost'
const DEFAULT_PORT = 5173

/** Hosts that stand for every address of the machine. A browser can't open them. */
const WILDCARDS = ['0.0.0.0', '::']

/**
 * Reads HOST and PORT. An empty variable counts as not set.
 * @throws Error naming the variable that is invalid
 */
export function readAddress(env: Record<string, string | undefined>): Address {
  const host = (env['HOST'] ?? '').trim() || DEFAULT_HOST
  const port = Number((env['PORT'] ?? '').trim() || DEFAULT_PORT)
  if (!Number.isInteger(port) || port < 1 || port > 65_535) {
    throw new Error(`PORT must be a number from 1 to 65535, not "${env['PORT']}".`)
  }
  if (/[\s/[\]]/.test(host) || (host.includes(':') && host.split(':').length < 3)) {
    throw new Error(
      `HOST must be a host name or an IP address without scheme and port, not "${host}".`,
    )
  }
  return { host, port }
}

/** The URL to open the console at, e.g. `http://localhost:5173/`. */
export function urlOf({ host, port }: Address): string {
  const name = WILDCARDS.includes(host) ? DEFAULT_HOST : host
  return `http://${name.includes(':') ? `[${name}]` : name}:${port}/`
}

/** Explains why a server can't listen at an address, and what to do. */
export function listenError({ host, port }: Address, error: NodeJS.ErrnoException): string {
  switch (error.code ?? '') {
    case 'EADDRINUSE': {
      const other = port < 65_535 ? port + 1 : port - 1
      return `Port ${port} is in use. Stop what uses it, or choose another: PORT=${other} npm start`
    }
    case 'EACCES':
      return `Port ${port} is reserved by the system. Choose another: PORT=${DEFAULT_PORT} npm start`
    case 'EADDRNOTAVAIL':
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
      return `HOST is "${host}", which is not an address of this machine. Use localhost, or 0.0.0.0 for all of its addresses.`
    default:
      return `The server could not start: ${error.message}`
  }
}

/**
 * Tries to listen at an address for a moment.
 * @returns why a server can't listen there, as text for the user, or null when it can
 */
export function whyNotFree(address: Address): Promise<string | null> {
  return new Promise((resolve) => {
    const probe = createServer()
    probe.once('error', (error) => resolve(listenError(address, error)))
    probe.listen(address.port, address.host, () => probe.close(() => resolve(null)))
  })
}
