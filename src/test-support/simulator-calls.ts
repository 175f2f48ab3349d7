import { DEFAULT_ACCOUNT, type SimulatorAccount } from '../simulator/account.ts'
import { createManualClock, type ManualClock } from '../simulator/manual-clock.ts'
import { createMemoryStore } from '../simulator/memory-store.ts'
import { DEFAULT_OPTIONS, type SimulatorOptions } from '../simulator/options.ts'
import { createSimulator, type Simulator } from '../simulator/simulator.ts'

/** For the simulator's specs: a service on a clock that stands still, and its caller. */

/** A quiet instant, not a full second, so that rounding shows. */
export const START_MS = Date.UTC(2026, 10, 20, 9, 30, 15, 250)

export const SECOND_MS = 1_000
export const MINUTE_MS = 60_000
export const HOUR_MS = 60 * MINUTE_MS

/** Endpoints of the specs. */
export const WEST = 'https://remoterendering.westeurope.simulator.test'
export const EAST = 'https://remoterendering.eastus.simulator.test'
export const STS = 'https://sts.simulator.test'

/** A parsed answer. */
export type Answered = {
  status: number
  headers: Record<string, string>
  text: string
  /** Parsed body; undefined when there is none. */
  json: unknown
}

/** One call of a spec. The account and its token are filled in unless given. */
type Asked = {
  origin?: string
  body?: unknown
  /** Sent unchanged, in place of `body`. */
  text?: string
  /** null: no Authorization header. */
  token?: string | null
  accountId?: string
}

export type SpecService = {
  simulator: Simulator
  clock: ManualClock
  account: SimulatorAccount
  /** Sends a path unchanged. */
  raw: (method: string, url: string, init?: RequestInit) => Promise<Answered>
  /** A new token, requested as a client would. */
  token: () => Promise<string>
  /** A call of 2021-01-01; `path` follows `/sessions`. */
  call: (method: string, path: string, asked?: Asked) => Promise<Answered>
  /** A call of v1; `path` follows `/sessions`. */
  callV1: (method: string, path: string, asked?: Asked) => Promise<Answered>
}

async function readAnswer(response: Response): Promise<Answered> {
  const text = await response.text()
  const isJson = response.headers.get('content-type')?.startsWith('application/json') ?? false
  const json: unknown = isJson ? JSON.parse(text) : undefined
  return { status: response.status, headers: Object.fromEntries(response.headers), text, json }
}

/** A service with an empty fleet and no rate limit, unless the options say otherwise. */
export function startSpecService(options: Partial<SimulatorOptions> = {}): SpecService {
  const clock = createManualClock(START_MS)
  const account = DEFAULT_ACCOUNT
  const simulator = createSimulator({
    store: createMemoryStore(),
    clock,
    options: { ...DEFAULT_OPTIONS, sessions: 0, rateLimit: false, ...options },
  })
  let known: string | null = null

  const raw: SpecService['raw'] = async (method, url, init = {}) =>
    readAnswer(await simulator.send(new Request(url, { ...init, method })))

  const token = async (): Promise<string> => {
    const { json } = await raw('GET', `${STS}/Accounts/${account.accountId}/token`, {
      headers: { authorization: `Bearer ${account.accountId}:${account.accountKey}` },
    })
    if (typeof json === 'object' && json !== null && 'AccessToken' in json)
      return String(json.AccessToken)
    throw new Error('The token service gave no token')
  }

  const send = async (method: string, url: string, asked: Asked): Promise<Answered> => {
    known ??= asked.token === undefined ? await token() : null
    const bearer = asked.token === undefined ? known : asked.token
    const text = asked.text ?? (asked.body === undefined ? null : JSON.stringify(asked.body))
    return raw(method, url, {
      headers: bearer === null ? {} : { authorization: `Bearer ${bearer}` },
      ...(text !== null && { body: text }),
    })
  }

  const base = (asked: Asked, prefix: string): string =>
    `${asked.origin ?? WEST}${prefix}/accounts/${asked.accountId ?? account.accountId}/sessions`

  return {
    simulator,
    clock,
    account,
    raw,
    token,
    call: (method, path, asked = {}) =>
      send(method, `${base(asked, '')}${path}?api-version=2021-01-01`, asked),
    callV1: (method, path, asked = {}) => send(method, `${base(asked, '/v1')}${path}`, asked),
  }
}

/** Sessions of a list answer. */
export function listed({ json }: Answered): Record<string, unknown>[] {
  return typeof json === 'object' && json !== null && 'sessions' in json
    ? // The service's list is an array of records; specs of malformed lists look at json itself.
      (json.sessions as Record<string, unknown>[])
    : []
}

/** A field of an answer's body. */
export function field({ json }: Answered, name: string): unknown {
  return typeof json === 'object' && json !== null
    ? Object.entries(json).find(([key]) => key === name)?.[1]
    : undefined
}

/** Whether a call ends without an answer after two minutes of real time. */
export async function lost({ clock }: SpecService, call: Promise<unknown>): Promise<boolean> {
  const settled = call.then(
    () => false,
    () => true,
  )
  await Promise.race([settled, clock.sleeper()])
  clock.advance(2 * MINUTE_MS)
  return settled
}

/**
 * Header names of 2021-01-01 (docs/protocol.md#recorded-answers). `Headers` sorts them and
 * makes them lowercase.
 */
export const WRITE = [
  'api-supported-versions',
  'content-length',
  'content-type',
  'date',
  'ms-cv',
  'x-content-type-options',
]
export const READ = [...WRITE, 'cache-control', 'pragma'].toSorted()
export const STOP = ['api-supported-versions', 'date', 'ms-cv', 'x-content-type-options']
export const STARTING = [
  'id',
  'creationTime',
  'elapsedTimeMinutes',
  'maxLeaseTimeMinutes',
  'size',
  'status',
]
export const READY = [
  'id',
  'creationTime',
  'arrInspectorPort',
  'handshakePort',
  'elapsedTimeMinutes',
  'hostname',
  'maxLeaseTimeMinutes',
  'size',
  'status',
  'teraflops',
]
export const STOPPED = [
  'id',
  'creationTime',
  'elapsedTimeMinutes',
  'maxLeaseTimeMinutes',
  'size',
  'status',
  'teraflops',
]

/** Names of a record's fields, in their order. */
export function keys(json: unknown): string[] {
  return Object.keys(json ?? {})
}
