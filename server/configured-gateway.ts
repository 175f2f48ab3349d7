import { readAllowed, readOwnHosts } from './allow-list.ts'
import { createGateway } from './gateway.ts'

/**
 * The gateway as the environment configures it. GATEWAY_ALLOW: further origins it may call;
 * CONSOLE_HOSTS: further host names the console is opened under. Both comma-separated.
 * @throws Error naming the entry of either that cannot be meant
 */
export function configuredGateway(env: Record<string, string | undefined>) {
  return createGateway({
    allowed: readAllowed(env['GATEWAY_ALLOW']),
    ownHosts: readOwnHosts(env['CONSOLE_HOSTS']),
    fetch: (url, init) => fetch(url, init),
  })
}
