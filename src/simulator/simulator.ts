import { DEFAULT_ACCOUNT, type SimulatorAccount } from './account.ts'
import { answerCall } from './answer.ts'
import type { Clock } from './clock.ts'
import { adopted, withOptions } from './option-changes.ts'
import {
  DEFAULT_OPTIONS,
  type OptionChange,
  readSimulatorOptions,
  type SimulatorOptions,
} from './options.ts'
import { readText } from './read-text.ts'
import { statsResponse, tooLargeResponse, toResponse } from './response.ts'
import { findRoute } from './route.ts'
import { simNow } from './sim-time.ts'
import { beginState, type SimulatorState, STATE_VERSION } from './state.ts'
import type { SimulatorStats } from './stats.ts'
import type { Store } from './store.ts'
import { createFleetCache } from './world.ts'

/** What a simulator is made of. */
export type SimulatorSettings = {
  store: Store
  clock: Clock
  account?: SimulatorAccount
  /** Options of a world that begins; one that is in the store already keeps its own. */
  options?: SimulatorOptions
  /** Hosts over which the fleet is spread. */
  fleetHosts?: readonly string[]
  /** Takes every call as one to this endpoint, whatever its host: one port serves all. */
  soleEndpoint?: string
}

/** A simulated service. */
export type Simulator = {
  account: SimulatorAccount
  /**
   * Answers one call to the token service or the session API; an endpoint is the host of the
   * address. An answer that does not come is a network error response. Rejects only when the
   * request's body cannot be read or the store fails.
   */
  handle: (request: Request) => Promise<Response>
  /** As `fetch` would: rejects when no answer comes, or when the request is aborted. */
  send: (request: Request) => Promise<Response>
  /** The options in force when the store was last looked at, in whichever tab they were set. */
  options: () => SimulatorOptions
  /** Goes on with the stored world if these options allow it, else begins a new one. */
  begin: (options: SimulatorOptions) => Promise<SimulatorOptions>
  /**
   * Changes options of the running world; other sessions or another seed begin a new fleet.
   * @throws OptionError (as a rejection) naming the option and what it takes
   */
  setOptions: (change: OptionChange) => Promise<SimulatorOptions>
  /** Begins the world anew: fleet, time, limits and counts. */
  reset: () => Promise<void>
  stats: () => Promise<SimulatorStats>
}

/**
 * Hosts of the default fleet: three of the ten regions (docs/protocol.md#hosts-and-domains).
 */
export const DEFAULT_FLEET_HOSTS = ['westeurope', 'eastus', 'southeastasia'].map(
  (region) => `remoterendering.${region}.simulator.test`,
)

/** Larger than any body of the protocol by far. What the real service took is not known. */
const MAX_BODY_BYTES = 256 * 1024

/** How long a withheld answer keeps its connection open: longer than any client waits. */
const NO_ANSWER_MS = 120_000

/**
 * Makes a simulator: the same heart for the page, for tests and for the HTTP host. Everything
 * it remembers is in the store, so that several simulators with one store are one service.
 */
export function createSimulator(settings: SimulatorSettings): Simulator {
  const { store, clock, account = DEFAULT_ACCOUNT, soleEndpoint } = settings
  const endpoints =
    soleEndpoint === undefined ? (settings.fleetHosts ?? DEFAULT_FLEET_HOSTS) : [soleEndpoint]
  const fleetOf = createFleetCache()
  const firstOptions = settings.options ?? DEFAULT_OPTIONS
  let lastOptions = firstOptions

  const update = <T>(
    change: (state: SimulatorState, realMs: number) => { state: SimulatorState; result: T },
  ): Promise<T> =>
    store.update((stored) => {
      const realMs = clock.now()
      const known =
        stored?.version === STATE_VERSION ? stored : beginState(firstOptions, realMs)
      const changed = change(known, realMs)
      lastOptions = changed.state.options
      return changed
    })

  const read = <T>(select: (state: SimulatorState) => T): Promise<T> =>
    update((state) => ({ state, result: select(state) }))

  const handle = async (request: Request): Promise<Response> => {
    const { method } = request
    const url = new URL(request.url)
    const route = findRoute(method, url.pathname)
    if (route.kind === 'stats') return statsResponse(await read(({ stats }) => stats))
    const body = await readText(request, MAX_BODY_BYTES)
    if (body === null) return tooLargeResponse()
    const reply = await update((state, realMs) => {
      const nowMs = simNow(state.time, realMs)
      const { sessions, seed } = state.options
      const plan = { sessions, seed, endpoints, originMs: state.fleetOriginMs }
      const world = { state, fleet: fleetOf(plan), nowMs }
      const result = answerCall(
        { account, world, endpoints },
        {
          route,
          method,
          url,
          authorization: request.headers.get('authorization'),
          body,
          endpoint: soleEndpoint ?? url.host,
          realMs,
        },
      )
      return { state, result }
    })
    if (reply === 'no-answer') await clock.sleep(NO_ANSWER_MS, request.signal)
    if (typeof reply === 'string') return Response.error()
    if (reply.delayMs !== undefined) await clock.sleep(reply.delayMs, request.signal)
    return toResponse(reply)
  }

  const renew = (next: (state: SimulatorState, realMs: number) => SimulatorState) =>
    update((before, realMs) => {
      const state = next(before, realMs)
      return { state, result: state.options }
    })

  return {
    account,
    handle,
    send: async (request) => {
      request.signal.throwIfAborted()
      const response = await handle(request)
      request.signal.throwIfAborted()
      if (response.type === 'error') throw new TypeError('Failed to fetch')
      return response
    },
    options: () => lastOptions,
    begin: (options) => renew((state, realMs) => adopted(state, options, realMs)),
    setOptions: async (change) => {
      // Checked before the world is touched: an update must not throw.
      readSimulatorOptions(change)
      return renew((state, realMs) =>
        withOptions(state, readSimulatorOptions({ ...state.options, ...change }), realMs),
      )
    },
    reset: async () => {
      await renew((state, realMs) => beginState(state.options, realMs))
    },
    stats: () => read((state) => structuredClone(state.stats)),
  }
}
