import { http } from 'msw/http'
import { network } from 'virtual:msw'
import type { SimulatorAccount } from './account.ts'
import { createBrowserStore } from './browser-store.ts'
import type { OptionChange, SimulatorOptions } from './options.ts'
import {
  behindGateway,
  throughGateway,
  SIMULATOR_ADDRESS,
  SIMULATOR_DOMAIN,
} from './page-address.ts'
import { type ScenarioName, SCENARIOS } from './scenarios.ts'
import { createSimulator, DEFAULT_FLEET_HOSTS } from './simulator.ts'
import type { SimulatorStats } from './stats.ts'
import { systemClock } from './system-clock.ts'
import { holdTab } from './tab-lock.ts'
import { allowWorkerScript } from './trusted-types.ts'

/*
 * The page's host: the app loads this module at run time and needs no other of the simulator,
 * so what it uses of them is handed on from here.
 */
export { readSimulatorOptions } from './options.ts'
export type { SimulatorOptions }

/** The simulator as it runs in a page. */
export type RunningSimulator = {
  account: SimulatorAccount & {
    /** Account domain: the token service is at `https://sts.<domain>`. */
    accountDomain: string
    /** Origins of the rendering endpoints that the fleet uses. */
    endpoints: string[]
  }
  /** Whether the stored state could not be read. It is kept, and a new state was begun. */
  hasSetAside: boolean
  /** Options in force at the last call. */
  readonly options: SimulatorOptions
  /** Names of the scenarios, `none` first. */
  scenarios: readonly ScenarioName[]
  /**
   * Changes options of the running service, for all tabs. Simulated time doesn't jump. Another
   * number of sessions or another seed begins a new fleet.
   * @param change may contain texts, as an address gives them
   * @throws OptionError (as a rejection) naming the option and its valid values
   */
  setOptions: (change: OptionChange) => Promise<void>
  /** Restarts the service, for all tabs: fleet, time, limits, and counts. */
  reset: () => Promise<void>
  stats: () => Promise<SimulatorStats>
  /** Ends the simulator in this tab. The last tab to do so also deletes its sessions. */
  stop: () => Promise<void>
}

/**
 * Starts the simulator in this page, or joins the one that other tabs run. It answers calls to
 * `/gateway/<host>.simulator.test/…`; all others pass through unchanged.
 * @param options as read by {@link readSimulatorOptions}
 * @throws Error (as a rejection) naming what the browser refused: its worker or its storage
 */
export async function startSimulator(options: SimulatorOptions): Promise<RunningSimulator> {
  const store = createBrowserStore()
  const simulator = createSimulator({ store, clock: systemClock, options })
  const stopping = new AbortController()
  await simulator.begin(options)
  await enableNetwork(async (request) => {
    try {
      const asked = await behindGateway(request, stopping.signal)
      return asked ? throughGateway(await simulator.handle(asked)) : Response.error()
    } catch {
      // Storage failed under the page (quota, site data cleared), so the service is gone.
      return Response.error()
    }
  })
  const releaseTab = holdTab()
  return {
    account: {
      ...simulator.account,
      accountDomain: SIMULATOR_DOMAIN,
      endpoints: DEFAULT_FLEET_HOSTS.map((host) => `https://${host}`),
    },
    get options() {
      return simulator.options()
    },
    hasSetAside: store.hasSetAside(),
    scenarios: SCENARIOS,
    setOptions: async (change) => {
      await simulator.setOptions(change)
    },
    reset: simulator.reset,
    stats: simulator.stats,
    stop: async () => {
      // Withheld answers end now, because the worker waits for all of them before it closes.
      stopping.abort()
      await network.disable()
      await unregisterWorker()
      if (await releaseTab()) await store.clear()
    },
  }
}

async function enableNetwork(answer: (request: Request) => Promise<Response>): Promise<void> {
  allowWorkerScript(workerUrl())
  network.configure({
    handlers: [http.all(SIMULATOR_ADDRESS, ({ request }) => answer(request))],
    // All other calls of the page pass through.
    onUnhandledFrame: 'bypass',
    context: { quiet: true },
  })
  try {
    await network.enable()
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause)
    throw new Error(`The browser didn't start the simulator's service worker: ${reason}`, {
      cause,
    })
  }
}

function workerUrl(): string {
  return new URL(`${import.meta.env.BASE_URL}mockServiceWorker.js`, location.href).href
}

async function unregisterWorker(): Promise<void> {
  const registrations = await navigator.serviceWorker?.getRegistrations()
  for (const registration of registrations ?? []) {
    const { active, waiting, installing } = registration
    const scriptUrl = (active ?? waiting ?? installing)?.scriptURL
    if (scriptUrl === workerUrl()) await registration.unregister()
  }
}
