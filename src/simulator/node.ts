import { http } from 'msw/http'
import { setupServer } from 'msw/node'
import { createMemoryStore } from './memory-store.ts'
import { behindGateway, SIMULATOR_ADDRESS } from './page-address.ts'
import { createSimulator, type Simulator, type SimulatorSettings } from './simulator.ts'
import { systemClock } from './system-clock.ts'

/** The service's own addresses: the simulated domain and, for client tests, the real one. */
const SERVICE_ADDRESS =
  /^https:\/\/(sts|remoterendering)\.[^/]*(simulator\.test|mixedreality\.azure\.com)\//i

/** A simulator instead of the network, for Vitest. */
export type SimulatorServer = {
  simulator: Simulator
  /** The caller starts and ends it: `listen`, `close`. */
  server: ReturnType<typeof setupServer>
}

/**
 * Makes a simulator that answers `fetch` in Node, at the services' own addresses and at the
 * gateway's path, without a socket.
 * @param settings e.g. a clock and options; by default a new state on the system clock
 */
export function setupSimulatorServer(
  settings: Partial<SimulatorSettings> = {},
): SimulatorServer {
  const simulator = createSimulator({
    store: createMemoryStore(),
    clock: systemClock,
    ...settings,
  })
  const never = new AbortController().signal
  const server = setupServer(
    http.all(SIMULATOR_ADDRESS, async ({ request }) => {
      const asked = await behindGateway(request, never)
      return asked ? simulator.handle(asked) : Response.error()
    }),
    http.all(SERVICE_ADDRESS, ({ request }) => simulator.handle(request)),
  )
  return { simulator, server }
}
