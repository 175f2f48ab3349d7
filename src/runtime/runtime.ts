import { QueryClient } from '@tanstack/react-query'
import { createMemoryStores, type GateStores } from '../gate/store.ts'
import type { ServicePorts } from '../service/ports.ts'
import { createExclusively, type Exclusively } from './exclusive-lock.ts'
import type { Channel } from '../util/channel.ts'
import type { RowDatabase } from '../util/row-database.ts'
import type { Parts } from './part.ts'
import { createTakeTurn, type TakeTurn } from './queued-lock.ts'
import type { ConsoleStorage } from '../util/storage.ts'
import { createStorage, NO_STORAGE } from '../util/storage.ts'

/**
 * What every query and action uses: the cache, the edges, and the parts of the rooms for one
 * tab. Made once in main.tsx, and by tests with a fake clock and the simulator instead of the
 * network.
 */
export type Runtime = {
  queryClient: QueryClient
  ports: ServicePorts
  exclusively: Exclusively
  takeTurn: TakeTurn
  /** A monotonic clock, ms from any start. It may stand still during a sleep. */
  monotonicNow: () => number
  /** What the gates share with other tabs. */
  stores: GateStores
  /** The ID of this tab. */
  tabId: string
  /**
   * Functions that return the keys and tokens that their owners hold in memory, for
   * `ports.secrets`.
   */
  secretSources: (() => readonly string[])[]
  /** The storage of the browser, and its channels to the other tabs. */
  browser: BrowserEdge
  /** See perRuntime. */
  parts: Parts
}

/** What a tab shares with the other tabs of its browser. */
export type BrowserEdge = {
  /** Web storage, and the health of all storage. */
  storage: ConsoleStorage
  /** The database of the shared tables; null where the browser has none. */
  database: RowDatabase | null
  /** A channel to the other tabs by its name; null when the browser has none. */
  openChannel: (name: string) => Channel | null
}

/** Waits on the runtime's own timers. @param ms minimum time */
export function sleep({ ports }: Runtime, ms: number): Promise<void> {
  return new Promise((resolve) => {
    ports.setTimer(resolve, ms)
  })
}

type RuntimeOptions = {
  /** The runtime itself knows the secrets. */
  ports: Omit<ServicePorts, 'secrets'>
  stores?: GateStores
  tabId?: string
  monotonicNow?: () => number
  locks?: Pick<LockManager, 'request'> | undefined
  browser?: BrowserEdge
}

/** How long the answer about a single session is kept when no page shows it. */
const DETAIL_KEPT_MS = 3_600_000

/**
 * Makes the runtime.
 * @param options `stores`: what the gates share with other tabs; `tabId`: the ID of this one;
 *   `locks`: of the browser, so that one of several tabs completes a create
 */
export function createRuntime({
  ports,
  stores = createMemoryStores(),
  tabId = 'the only tab',
  // An arrow function, because a direct reference would escape a test's fake clock.
  monotonicNow = () => performance.now(),
  locks,
  browser = loneBrowser(),
}: RuntimeOptions): Runtime {
  const secretSources: Runtime['secretSources'] = []
  return {
    ports: { ...ports, secrets: () => secretSources.flatMap((secretsOf) => secretsOf()) },
    monotonicNow,
    exclusively: createExclusively(locks),
    takeTurn: createTakeTurn(locks, ports),
    stores,
    tabId,
    queryClient: createQueryClient(),
    secretSources,
    browser,
    parts: new Map(),
  }
}

/** Makes a browser without storage and without other tabs. */
function loneBrowser(): BrowserEdge {
  return { storage: createStorage(NO_STORAGE), database: null, openChannel: () => null }
}

function createQueryClient(): QueryClient {
  const client = new QueryClient({
    defaultOptions: {
      queries: {
        // Calls are limited: the next poll is the retry, and focusing the window is no reason
        // for a call.
        retry: false,
        refetchOnWindowFocus: false,
        refetchOnReconnect: false,
        networkMode: 'always',
        // By index, one new session would draw every row again. Lists are shared by ID instead
        // (share-by-id.ts).
        structuralSharing: false,
        gcTime: Infinity,
      },
      // Nothing that costs money may start by itself when the network returns.
      mutations: { retry: false, networkMode: 'always' },
    },
  })
  // Single sessions come and go; the lists stay as long as the tab.
  client.setQueryDefaults(['session'], { gcTime: DETAIL_KEPT_MS })
  // Renewed by each list. Those of an account that was edited or removed are dropped.
  client.setQueryDefaults(['texts'], { gcTime: DETAIL_KEPT_MS })
  return client
}
