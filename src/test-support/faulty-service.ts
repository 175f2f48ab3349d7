import fc from 'fast-check'
import { vi } from 'vitest'
import { createMemoryStores } from '../gate/store.ts'
import { extendSession as extendCall } from '../service/client.ts'
import type { ApiVersion, Session } from '../service/session.ts'
import { portsOf } from './service-ports.ts'
import { readSession2021, readSessions, readSessionV1 } from '../service/wire.ts'
import type { SimulatorOptions } from '../simulator/options.ts'
import type { Simulator } from '../simulator/simulator.ts'
import type { Account, EndpointRef } from '../accounts/accounts.ts'
import { targetOf } from '../calls/call-service.ts'
import { createRuntime, type Runtime } from '../runtime/runtime.ts'
import { createNamedLocks } from './named-locks.ts'
import { beginService } from './simulated-service.ts'
import { recordLocalActions } from '../monitor/record-local-actions.ts'
import { tellOutcomes } from '../screens/shell/tell-outcomes.ts'
import { openConsoleTables } from '../monitor/console-tables.ts'
import { createMemoryConsoleDb } from './memory-rows.ts'
import { createFakeChannels } from './fake-channels.ts'
import type { RowDatabase } from '../util/row-database.ts'
import { createStorage } from '../util/storage.ts'
import { createFakeWebStorage } from './fake-web-storage.ts'

/** The simulated service behind a network that fails on purpose, and tabs that are killed. */

/** What happens to one call of the session API. */
export type Fault =
  | 'none'
  /** The call never reaches the service. */
  | 'before-send'
  /** It takes effect, and the reply is lost. */
  | 'lost-reply'
  /** It takes effect, and the reply is cut. */
  | 'cut-reply'
  /** No answer within the timeout, but it takes effect. */
  | 'stall'
  /** No answer, and it takes effect only 45 s later. */
  | 'late'
  /** The reply comes 8 s later. */
  | 'slow'
  /** A stop is accepted without an effect. */
  | 'ignored'
  | 'status-500'
  | 'status-429'
  /** A 429 that asks for ten minutes. */
  | 'long-429'
  /** The token is refused; the next one is accepted. */
  | 'status-401'
  /** The tab is killed before or after the effect. */
  | 'killed-before'
  | 'killed-after'

/** Any fault, and often none. */
export const fault: fc.Arbitrary<Fault> = fc.oneof(
  { weight: 4, arbitrary: fc.constant<Fault>('none') },
  {
    weight: 6,
    arbitrary: fc.constantFrom<Fault>(
      'before-send',
      'lost-reply',
      'cut-reply',
      'stall',
      'late',
      'status-500',
      'status-429',
      'status-401',
      'killed-before',
      'killed-after',
    ),
  },
)

/** A call on its way to the service. */
export type SentCall = {
  kind: 'create' | 'stop' | 'extend' | 'get' | 'list'
  url: string
  fault: Fault
  /** The tab that sends it. */
  runtime: Runtime
}

function kindOf({ method, url }: Request): SentCall['kind'] {
  if (method === 'PUT' || url.endsWith('/create')) return 'create'
  if (method === 'DELETE' || url.includes('/:stop')) return 'stop'
  if (method === 'PATCH') return 'extend'
  return /\/sessions(\?|$)/.test(url) ? 'list' : 'get'
}

/** A tab. A killed one never gets results of its calls or timers again. */
export type FaultyTab = { runtime: Runtime; isDead: () => boolean; kill: () => void }

/**
 * Starts the service. Time is Vitest's fake time, which this sets.
 * @param faults what happens to the calls of the session API: in their order, then nothing
 *   more; or by call
 * @param onSent sees each call before its fault
 * @param tokenTakesMs duration of a token call
 */
export async function createFaultyService({
  apiVersion,
  faults,
  regions = ['westeurope'],
  options: changes = {},
  onSent = () => {},
  tokenTakesMs = () => 0,
  hasLocks = false,
  database = createMemoryConsoleDb(),
}: {
  apiVersion: ApiVersion
  faults: readonly Fault[] | ((call: Omit<SentCall, 'fault' | 'runtime'>) => Fault)
  regions?: readonly string[]
  options?: Partial<SimulatorOptions>
  onSent?: (call: SentCall) => void
  tokenTakesMs?: () => number
  /** Whether the tabs share Web Locks. */
  hasLocks?: boolean
  /** The database that the tabs share. */
  database?: RowDatabase
}) {
  vi.useFakeTimers({ now: Date.parse('2026-01-01T00:00:00Z') })
  const { simulator, account, unlock } = await beginService(
    { rateLimit: false, ...changes },
    {
      apiVersion,
      endpoints: regions.map((region) => `https://remoterendering.${region}.simulator.test`),
    },
  )
  const refs: EndpointRef[] = account.endpoints.map((endpoint) => ({ account, endpoint }))
  const waiting = typeof faults === 'function' ? [] : [...faults]
  const faultOf = (call: Omit<SentCall, 'fault' | 'runtime'>): Fault =>
    typeof faults === 'function' ? faults(call) : (waiting.shift() ?? 'none')
  let tabs = 0
  let stores = createMemoryStores()
  const locks = createNamedLocks()
  const channels = createFakeChannels()

  const openTab = (onKilled: () => void): FaultyTab => {
    tabs += 1
    const owner = {}
    let isDead = false
    const never = new Promise<never>(() => {})
    // Two simultaneous calls may each kill it. Two tabs then come back, without locks between
    // them.
    const die = () => {
      isDead = true
      // Only stored data survives it.
      stores = createMemoryStores()
      locks.die(owner)
      onKilled()
      return never
    }
    const send = async (request: Request): Promise<Response> => {
      if (isDead) return never
      const isSession = request.url.includes('//remoterendering.')
      const call = { kind: kindOf(request), url: request.url }
      const fault = isSession ? faultOf(call) : 'none'
      if (!isSession) await new Promise((resolve) => setTimeout(resolve, tokenTakesMs()))
      if (isSession) onSent({ ...call, fault, runtime })
      return answerWith(fault, request, simulator, die)
    }
    const runtime = unlock(
      createRuntime({
        ports: {
          ...portsOf(send, 20_000),
          setTimer: (run, ms) => setTimeout(() => isDead || run(), ms),
        },
        stores,
        tabId: `tab ${tabs}`,
        locks: hasLocks ? locks.of(owner) : undefined,
        monotonicNow: () => Date.now(),
        browser: {
          storage: createStorage(createFakeWebStorage().of()),
          database,
          openChannel: channels.of(owner, () => isDead),
        },
      }),
    )
    void openConsoleTables(runtime)
    recordLocalActions(runtime)
    tellOutcomes(runtime)
    return { runtime, isDead: () => isDead, kill: () => void die() }
  }

  return { account, refs, openTab, ...directAccess(simulator, account) }
}

/** Answers one call of the session API with its fault. @param die kills the tab that sent it */
async function answerWith(
  fault: Fault,
  request: Request,
  simulator: Simulator,
  die: () => Promise<never>,
): Promise<Response> {
  if (fault === 'before-send') throw new TypeError('network')
  if (fault === 'ignored') return new Response(null, { status: 204 })
  if (fault === 'status-500') return new Response('{}', { status: 500 })
  if (fault === 'status-401') return new Response(null, { status: 401 })
  if (fault === 'status-429')
    return new Response(null, { status: 429, headers: { 'retry-after': '7' } })
  if (fault === 'long-429')
    return new Response(null, { status: 429, headers: { 'retry-after': '600' } })
  if (fault === 'killed-before') return die()
  if (fault === 'late') {
    setTimeout(() => void simulator.send(request), 45_000)
    throw new TypeError('network')
  }
  const answer = await simulator.send(request)
  if (fault === 'lost-reply') throw new TypeError('network')
  if (fault === 'cut-reply')
    return new Response((await answer.text()).slice(0, 5), { status: answer.status })
  if (fault === 'slow') await new Promise((resolve) => setTimeout(resolve, 8000))
  if (fault === 'stall')
    return new Promise((_resolve, reject) => {
      request.signal.addEventListener('abort', () => reject(new TypeError('timeout')))
    })
  return fault === 'killed-after' ? die() : answer
}

/** Calls to the service without faults, as somebody else makes them. */
function directAccess(simulator: Simulator, account: Account) {
  const { apiVersion } = account
  const accessToken = async (): Promise<string> => {
    const response = await simulator.send(
      new Request(`${account.stsOrigin}/Accounts/${account.accountId}/token`, {
        headers: {
          authorization: `Bearer ${account.accountId}:${simulator.account.accountKey}`,
        },
      }),
    )
    const { AccessToken } = (await response.json()) as { AccessToken: string }
    return AccessToken
  }

  /** A call directly to the service, without faults. */
  const direct = async (url: string, init: RequestInit = {}): Promise<Response> => {
    const headers = {
      authorization: `Bearer ${await accessToken()}`,
      'content-type': 'application/json',
    }
    return simulator.send(new Request(url, { ...init, headers }))
  }

  /** All active sessions at the service. */
  const active = async (): Promise<Session[]> => {
    const isV1 = apiVersion === 'v1'
    const lists = await Promise.all(
      account.endpoints.map(async (endpoint) => {
        const root = `${endpoint}/${isV1 ? 'v1/' : ''}accounts/${account.accountId}/sessions`
        const response = await direct(isV1 ? root : `${root}?api-version=${apiVersion}`)
        const { sessions } = (await response.json()) as { sessions: unknown[] }
        return readSessions(sessions, isV1 ? readSessionV1 : readSession2021).sessions
      }),
    )
    return lists.flat()
  }

  /** Somebody else's session (2021-01-01). */
  const create = async (endpoint: string, id: string, body: object): Promise<void> => {
    const root = `${endpoint}/accounts/${account.accountId}/sessions`
    const response = await direct(`${root}/${id}?api-version=2021-01-01`, {
      method: 'PUT',
      body: JSON.stringify(body),
    })
    if (response.status !== 201) throw new Error(`create: ${response.status}`)
  }

  /** Somebody else's extension to a total, ms. */
  const extend = async (ref: EndpointRef, id: string, leaseMs: number): Promise<boolean> => {
    const ports = portsOf((request) => simulator.send(request))
    const token = await accessToken()
    return (await extendCall(targetOf(ref), token, id, leaseMs, ports)).ok
  }

  return { active, create, extend }
}
