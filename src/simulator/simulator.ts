import { DEFAULT_ACCOUNT, type SimulatorAccount } from './account.ts'
import { handleCall } from './handle-call.ts'
import type { Clock } from './clock.ts'
import { adopted, withOptions } from './option-changes.ts'
import {
  DEFAULT_OPTIONS,
  type OptionChange,
  readSimulatorOptions,
  type SimulatorOptions,
} from './options.ts'
import type { Reply } from './reply.ts'
import { readText } from './read-text.ts'
import { statsResponse, tooLargeResponse, toResponse } from './response.ts'
import { findRoute } from './route.ts'
import { simNow } from './sim-time.ts'
import { beginState, type SimulatorState, STATE_VERSION } from './state.ts'
import type { SimulatorStats } from './stats.ts'
import type { Store } from './store.ts'
import { createFleetCache, type Snapshot } from './snapshot.ts'

/** The parts of a simulator. */
export type SimulatorSettings = {
  store: Store
  clock: Clock
  account?: SimulatorAccount
  /** Options of a new state; a state that is in the store keeps its own. */
  options?: SimulatorOptions
  /** Hosts that the fleet is spread over. */
  fleetHosts?: readonly string[]
  /**
   * Treats every call as one to this endpoint, whatever its host, because one port serves all.
   */
  soleEndpoint?: string
}

/** A simulated service. */
export type Simulator = {
  account: SimulatorAccount
  /**
   * Answers one call to the token service or the session API. An endpoint is the host of the
   * address. An answer that never comes is a network error response. Rejects only when the body
   * of the request can't be read or the store fails.
   */
  handle: (request: Request) => Promise<Response>
  /** Like `fetch`: rejects when no answer comes, or when the request is aborted. */
  send: (request: Request) => Promise<Response>
  /** The options when the store was last read, whichever tab set them. */
  options: () => SimulatorOptions
  /** Continues with the stored state if these options allow it, otherwise begins a new one. */
  begin: (options: SimulatorOptions) => Promise<SimulatorOptions>
  /**
   * Changes options of the running simulation; other sessions or another seed begin a new fleet.
   * @throws OptionError (as a rejection) naming the option and what it takes
   */
  setOptions: (change: OptionChange) => Promise<SimulatorOptions>
  /** Begins anew: fleet, time, limits, and counts. */
  reset: () => Promise<void>
  stats: () => Promise<SimulatorStats>
}

/**
 * Hosts of the default fleet: three of the ten regions (docs/protocol.md#hosts-and-domains).
 */
export const DEFAULT_FLEET_HOSTS = ['westeurope', 'eastus', 'southeastasia'].map(
  (region) => `remoterendering.${region}.simulator.test`,
)

/** Far larger than any body of the protocol. The limit of the real service is unknown. */
const MAX_BODY_BYTES = 256 * 1024

/** How long a withheld answer keeps its connection open: longer than any client waits. */
const NO_ANSWER_MS = 120_000

/**
 * Makes a simulator. The page, the tests, and the HTTP server use the same one. Everything that it
 * remembers is in the store, so several simulators over one store are one service.
 */
export function createSimulator(settings: SimulatorSettings): Simulator {
  const { store, clock, account = DEFAULT_ACCOUNT, options = DEFAULT_OPTIONS } = settings
  const stored = openState(store, clock, options)
  const handle = createHandler({ ...settings, account }, stored)

  function change(next: (state: SimulatorState, realMs: number) => SimulatorState) {
    return stored.update((before, realMs) => {
      const state = next(before, realMs)
      return { state, result: state.options }
    })
  }

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
    options: stored.options,
    begin: (wanted) => change((state, realMs) => adopted(state, wanted, realMs)),
    setOptions: async (changes) => {
      // Checked before the state is touched, because an update must not throw.
      readSimulatorOptions(changes)
      return change((state, realMs) =>
        withOptions(state, readSimulatorOptions({ ...state.options, ...changes }), realMs),
      )
    },
    reset: async () => {
      await change((state, realMs) => beginState(state.options, realMs))
    },
    stats: () => stored.read((state) => structuredClone(state.stats)),
  }
}

/** The stored state of a simulator, as it is changed and read. */
type StoredState = ReturnType<typeof openState>

/** Opens the state in a store, which begins with these options when the store has none. */
function openState(store: Store, clock: Clock, firstOptions: SimulatorOptions) {
  let lastOptions = firstOptions

  function update<T>(
    change: (state: SimulatorState, realMs: number) => { state: SimulatorState; result: T },
  ): Promise<T> {
    return store.update((stored) => {
      const realMs = clock.now()
      const known =
        stored?.version === STATE_VERSION ? stored : beginState(firstOptions, realMs)
      const changed = change(known, realMs)
      lastOptions = changed.state.options
      return changed
    })
  }

  return {
    update,
    read: <T>(select: (state: SimulatorState) => T): Promise<T> =>
      update((state) => ({ state, result: select(state) })),
    /** The options when the store was last looked at. */
    options: (): SimulatorOptions => lastOptions,
  }
}

/** Makes the function that answers requests from the state and changes it. */
function createHandler(
  {
    account,
    clock,
    fleetHosts = DEFAULT_FLEET_HOSTS,
    soleEndpoint,
  }: SimulatorSettings & { account: SimulatorAccount },
  stored: StoredState,
): (request: Request) => Promise<Response> {
  const endpoints = soleEndpoint === undefined ? fleetHosts : [soleEndpoint]
  const fleetOf = createFleetCache()

  function snapshotOf(state: SimulatorState, realMs: number): Snapshot {
    const { sessions, seed } = state.options
    const plan = { sessions, seed, endpoints, originMs: state.fleetOriginMs }
    return { state, fleet: fleetOf(plan), nowMs: simNow(state.time, realMs) }
  }

  async function respond(reply: Reply, signal: AbortSignal): Promise<Response> {
    if (reply === 'no-answer') await clock.sleep(NO_ANSWER_MS, signal)
    if (typeof reply === 'string') return Response.error()
    if (reply.delayMs !== undefined) await clock.sleep(reply.delayMs, signal)
    return toResponse(reply)
  }

  return async (request) => {
    const { method } = request
    const url = new URL(request.url)
    const route = findRoute(method, url.pathname)
    if (route.kind === 'stats') return statsResponse(await stored.read(({ stats }) => stats))
    const body = await readText(request, MAX_BODY_BYTES)
    if (body === null) return tooLargeResponse()
    const authorization = request.headers.get('authorization')
    const endpoint = soleEndpoint ?? url.host
    const reply = await stored.update((state, realMs) => {
      const service = { account, snapshot: snapshotOf(state, realMs), endpoints }
      const call = { route, method, url, authorization, body, endpoint, realMs }
      return { state, result: handleCall(service, call) }
    })
    return respond(reply, request.signal)
  }
}
