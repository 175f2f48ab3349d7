/** Which origins and requests the gateway lets through. */

const SERVICE_HOST = /^(sts|remoterendering)(\.[a-z0-9]+)?\.mixedreality\.azure\.com$/

/**
 * Origins named in GATEWAY_ALLOW, besides the service's own.
 * @param text comma-separated origins, http allowed
 * @throws Error for an entry that is no origin, naming it
 */
export const readAllowed = (text: string | undefined): ReadonlyMap<string, string> =>
  new Map(
    (text ?? '')
      .split(',')
      .map((entry) => entry.trim())
      .filter(Boolean)
      .map((entry) => {
        const url = URL.parse(entry)
        const isWeb = url?.protocol === 'http:' || url?.protocol === 'https:'
        if (!url || !isWeb || url.origin !== entry.replace(/\/$/, '')) {
          throw new Error(
            `GATEWAY_ALLOW: "${entry}" is not an origin. Use e.g. http://127.0.0.1:8787`,
          )
        }
        return [url.host, url.origin] as const
      }),
  )

/**
 * The origin that a host of a gateway path stands for; null when it is not allowed. The host
 * comes as written in the path.
 */
export const originOf = (host: string, allowed: ReadonlyMap<string, string>): string | null => {
  // Only what a host can be made of: no user-info, no encoded slash, no path.
  if (!/^(\[[0-9a-f:.]+\]|[a-z0-9.-]+)(:\d{1,5})?$/i.test(host)) return null
  const lower = host.toLowerCase()
  if (SERVICE_HOST.test(lower)) return `https://${lower}`
  return allowed.get(lower) ?? null
}

const ID = '[^/]+'
const routes: readonly { path: RegExp; methods: readonly string[] }[] = [
  { path: new RegExp(`^/accounts/${ID}/token$`, 'i'), methods: ['GET'] },
  { path: new RegExp(`^(/v1)?/accounts/${ID}/sessions/?$`, 'i'), methods: ['GET'] },
  { path: new RegExp(`^/v1/accounts/${ID}/sessions/create/?$`, 'i'), methods: ['POST'] },
  {
    path: new RegExp(`^/v1/accounts/${ID}/sessions/${ID}/properties/?$`, 'i'),
    methods: ['GET'],
  },
  {
    path: new RegExp(`^/v1/accounts/${ID}/sessions/${ID}/?$`, 'i'),
    methods: ['PATCH', 'DELETE'],
  },
  { path: new RegExp(`^/accounts/${ID}/sessions/${ID}/:stop$`, 'i'), methods: ['POST'] },
  {
    path: new RegExp(`^/accounts/${ID}/sessions/${ID}$`, 'i'),
    methods: ['GET', 'PUT', 'PATCH'],
  },
  { path: /^\/simulator\/stats$/, methods: ['GET'] },
]

/** Whether a method on a path is one of the protocol's (protocol 1.2, 2.1, 3). */
export const routeVerdict = (
  method: string,
  path: string,
): 'allowed' | 'path-not-allowed' | 'method-not-allowed' => {
  // An encoded slash or dot segment could mean another path behind the gateway.
  if (/%2f|%5c|\\|\/\.{1,2}(\/|$)|\/\//i.test(path)) return 'path-not-allowed'
  const matching = routes.filter((route) => route.path.test(path))
  if (matching.length === 0) return 'path-not-allowed'
  return matching.some(({ methods }) => methods.includes(method))
    ? 'allowed'
    : 'method-not-allowed'
}
