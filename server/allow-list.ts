/** Decides which origins and requests the gateway lets through. */

const SERVICE_HOST = /^(sts|remoterendering)(\.[a-z0-9]+)?\.mixedreality\.azure\.com$/

/** The host of an address: no wildcard, no user info, no encoded slash. */
const HOST_NAME = String.raw`\[[0-9a-f:.]+\]|[a-z0-9.-]+`

/** Host names in lower case, each with the scheme of the page: `http:` or `https:`. */
export type OwnHosts = ReadonlyMap<string, string>

/** Host names of a console on this machine. */
const LOOPBACK_NAMES = ['localhost', '127.0.0.1', '[::1]']

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

/**
 * Returns the host names of this console: the loopback names and those of CONSOLE_HOSTS. A name
 * alone means http, which this server speaks. Behind an https proxy, the scheme comes before it.
 * @param text comma-separated names, e.g. `studio-pc, https://console.example`
 * @throws Error naming the entry that is not a host name
 */
export function readOwnHosts(text: string | undefined): OwnHosts {
  return new Map([
    ...LOOPBACK_NAMES.map((name) => [name, 'http:'] as const),
    ...entriesOf(text).map((entry) => {
      const [, scheme = 'http:', name] =
        new RegExp(`^(?:(https?:)//)?(${HOST_NAME})$`, 'i').exec(entry) ?? []
      if (name === undefined || !URL.canParse(`${scheme}//${name}`)) {
        throw new Error(
          `CONSOLE_HOSTS: "${entry}" isn't a host name. Use a name such as console.example or ` +
            'https://console.example, without a port, path, or wildcard.',
        )
      }
      return [name.toLowerCase(), scheme.toLowerCase()] as const
    }),
  ])
}

/**
 * Reads the origins in GATEWAY_ALLOW, which are allowed besides those of the service.
 * @param text comma-separated origins, http allowed
 * @throws Error naming the entry that is not an origin, or two that differ only in the scheme
 */
export function readAllowed(text: string | undefined): ReadonlyMap<string, string> {
  const allowed = new Map<string, string>()
  for (const entry of entriesOf(text)) {
    const url = URL.parse(entry)
    const isOrigin =
      url !== null &&
      /^https?:$/.test(url.protocol) &&
      url.origin === entry.replace(/\/$/, '') &&
      new RegExp(`^(${HOST_NAME})$`).test(url.hostname)
    if (!isOrigin) {
      throw new Error(
        `GATEWAY_ALLOW: "${entry}" isn't an origin. Use an origin such as http://127.0.0.1:8787, ` +
          'without a path or wildcard.',
      )
    }
    // A gateway path names only the host, so one host can't have two schemes.
    const other = allowed.get(url.host) ?? url.origin
    if (other !== url.origin) {
      throw new Error(`GATEWAY_ALLOW: name either ${other} or ${url.origin}, not both.`)
    }
    allowed.set(url.host, url.origin)
  }
  return allowed
}

/**
 * Returns the origin for a host in a gateway path, or null when it is not allowed.
 * @param host as written in the path
 */
export function originOf(host: string, allowed: ReadonlyMap<string, string>): string | null {
  if (!new RegExp(`^(${HOST_NAME})(:\\d{1,5})?$`, 'i').test(host)) return null
  const lower = host.toLowerCase()
  if (SERVICE_HOST.test(lower)) return `https://${lower}`
  return allowed.get(lower) ?? null
}

/** Whether the protocol has a method on a path (docs/protocol.md#api-v1). */
export function routeVerdict(
  method: string,
  path: string,
): 'allowed' | 'path-not-allowed' | 'method-not-allowed' {
  // An encoded slash or dot segment could mean another path behind the gateway.
  if (/%2f|%5c|\\|\/\.{1,2}(\/|$)|\/\//i.test(path)) return 'path-not-allowed'
  const matching = routes.filter((route) => route.path.test(path))
  if (matching.length === 0) return 'path-not-allowed'
  return matching.some(({ methods }) => methods.includes(method))
    ? 'allowed'
    : 'method-not-allowed'
}

function entriesOf(text: string | undefined): string[] {
  return (text ?? '')
    .split(',')
    .map((entry) => entry.trim())
    .filter(Boolean)
}
