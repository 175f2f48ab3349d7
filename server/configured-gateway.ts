import { readAllowed, readOwnHosts } from './allow-list.ts'
import { createGateway } from './gateway.ts'

/**
 * Makes the gateway from the environment. GATEWAY_ALLOW: more origins that it may call.
 * CONSOLE_HOSTS: more host names of the console. Both are comma-separated.
 * @throws Error naming the invalid entry of either
 */
export function configuredGateway(env: Record<string, string | undefined>) {
  return createGateway({
    allowed: readAllowed(env['GATEWAY_ALLOW']),
    ownHosts: readOwnHosts(env['CONSOLE_HOSTS']),
    fetch: (url, init) => fetch(url, init),
  })
}
