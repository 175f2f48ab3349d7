/** What a call requests. */
export type Operation = 'token' | 'create' | 'get' | 'list' | 'extend' | 'stop'

/** A parsed call to the session API. */
export type SessionRoute = {
  kind: 'session'
  api: '2021' | 'v1'
  operation: Exclude<Operation, 'token'>
  accountId: string
  /** Empty for list, and for create in v1, where the service assigns the ID. */
  sessionId: string
}

export type Route =
  | SessionRoute
  | { kind: 'token'; accountId: string }
  | { kind: 'stats' }
  | { kind: 'not-found' }
  /** The path is known, but not with this method. */
  | { kind: 'wrong-method'; allow: string }

type Methods = Record<string, Route>

/**
 * Finds what a call requests: token service (docs/protocol.md#access-tokens), 2021-01-01
 * (docs/protocol.md#api-2021-01-01), v1 (docs/protocol.md#api-v1), or the simulator's own
 * counts. Words of a path match in any case (`/Accounts/`), session IDs only exactly.
 * @param pathname as in a URL, still encoded
 */
export function findRoute(method: string, pathname: string): Route {
  const segments = segmentsOf(pathname)
  if (!segments) return { kind: 'not-found' }
  const words = segments.map((segment) => segment.toLowerCase())
  if (words.join('/') === 'simulator/stats') return byMethod({ GET: { kind: 'stats' } }, method)

  const isV1 = words[0] === 'v1'
  const [accounts, , collection] = isV1 ? words.slice(1) : words
  const accountId = segments[isV1 ? 2 : 1]
  const rest = segments.slice(isV1 ? 4 : 3)
  if (accounts !== 'accounts' || !accountId || rest.includes('')) return { kind: 'not-found' }
  if (!isV1 && collection === 'token' && rest.length === 0)
    return byMethod({ GET: { kind: 'token', accountId } }, method)
  if (collection !== 'sessions') return { kind: 'not-found' }
  const methods = isV1 ? inV1(accountId, rest) : in2021(accountId, rest)
  return methods ? byMethod(methods, method) : { kind: 'not-found' }
}

/**
 * Decoded segments without a trailing slash, which v1 clients send (docs/protocol.md#api-v1).
 */
function segmentsOf(pathname: string): string[] | null {
  try {
    return pathname.replace(/\/$/, '').split('/').slice(1).map(decodeURIComponent)
  } catch {
    return null
  }
}

function byMethod(methods: Methods, method: string): Route {
  return methods[method] ?? { kind: 'wrong-method', allow: Object.keys(methods).join(', ') }
}

function inV1(accountId: string, rest: string[]): Methods | null {
  const route = (operation: SessionRoute['operation'], sessionId = ''): Route => ({
    kind: 'session',
    api: 'v1',
    operation,
    accountId,
    sessionId,
  })
  const [id, action] = rest
  if (id === undefined) return { GET: route('list') }
  if (rest.length === 1 && id.toLowerCase() === 'create') return { POST: route('create') }
  if (rest.length === 1) return { PATCH: route('extend', id), DELETE: route('stop', id) }
  if (rest.length === 2 && action?.toLowerCase() === 'properties')
    return { GET: route('get', id) }
  return null
}

function in2021(accountId: string, rest: string[]): Methods | null {
  const route = (operation: SessionRoute['operation'], sessionId = ''): Route => ({
    kind: 'session',
    api: '2021',
    operation,
    accountId,
    sessionId,
  })
  const [id, action] = rest
  if (id === undefined) return { GET: route('list') }
  if (rest.length === 1)
    return { GET: route('get', id), PUT: route('create', id), PATCH: route('extend', id) }
  if (rest.length === 2 && action?.toLowerCase() === ':stop') return { POST: route('stop', id) }
  return null
}
