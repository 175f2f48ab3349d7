import { readAllowed } from './allow-list.ts'
import { createGateway, LOOPBACK_NAMES } from './gateway.ts'

/**
 * The gateway as the environment configures it. GATEWAY_ALLOW: further origins it may call;
 * CONSOLE_HOSTS: further host names the console is opened under. Both comma-separated.
 * @throws Error for a bad GATEWAY_ALLOW
 */
export const configuredGateway = (env: Record<string, string | undefined>) =>
  createGateway({
    allowed: readAllowed(env['GATEWAY_ALLOW']),
    ownHosts: [
      ...LOOPBACK_NAMES,
      ...(env['CONSOLE_HOSTS'] ?? '').split(',').map((name) => name.trim().toLowerCase()),
    ].filter(Boolean),
    fetch: (url, init) => fetch(url, init),
  })
