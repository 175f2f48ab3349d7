import { QueryClient } from '@tanstack/react-query'
import { createMemoryStores, type GateStores } from '../gate/store.ts'
import type { ServicePorts } from '../service/ports.ts'
import { createExclusively, type Exclusively } from './exclusive-lock.ts'
import type { Channel } from '../util/channel.ts'
import type { RowDatabase } from '../util/row-database.ts'
import type { Parts } from './part.ts'
import { createTakeTurn, type TakeTurn } from './queued-lock.ts'

/**
 * What every query and action runs on: the cache, the edges, and what the rooms keep for one tab.
 * Made once in main.tsx, and by tests with a fake clock and the simulator in place of the network.
 */
export type Runtime = {
  queryClient: QueryClient
  ports: ServicePorts
  exclusively: Exclusively
  takeTurn: TakeTurn
  /** A clock that nobody sets, ms from any start; it may stand still in a sleep. */
  monotonicNow: () => number
  /** What the gates share with other tabs. */
  stores: GateStores
  /** This tab among the others. */
  tabId: string
  /** Each gives the keys and tokens that its owner holds in memory, for `ports.secrets`. */
  secretSources: (() => readonly string[])[]
  /** The storage of the browser, and the way to its other tabs. */
  browser: BrowserEdge
  /** See perRuntime. */
  parts: Parts
}

/** What a tab shares with the other tabs of its browser. */
export type BrowserEdge = {
  /** The database of the shared tables; null where the browser has none. */
  database: RowDatabase | null
  /** A channel to the other tabs by its name; null where the browser has none. */
  openChannel: (name: string) => Channel | null
}

/** A browser without storage and without other tabs. */
const LONE_BROWSER: BrowserEdge = { database: null, openChannel: () => null }

/** Waits on the runtime's own timers. @param ms at least this long */
export const sleep = ({ ports }: Runtime, ms: number): Promise<void> =>
  new Promise((resolve) => {
    ports.setTimer(resolve, ms)
  })

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

const createQueryClient = (): QueryClient => {
  const client = new QueryClient({
    defaultOptions: {
      queries: {
        // Calls are rationed: the next poll is the retry, and looking at the window is no
        // reason for a call.
        retry: false,
        refetchOnWindowFocus: false,
        refetchOnReconnect: false,
        networkMode: 'always',
        // By index, one new session would renew every row: lists are shared by id (share-by-id.ts).
        structuralSharing: false,
        gcTime: Infinity,
      },
      // Nothing paid for may start later by itself when the network comes back.
      mutations: { retry: false, networkMode: 'always' },
    },
  })
  // Single sessions come and go; the lists stay as long as the tab.
  client.setQueryDefaults(['session'], { gcTime: DETAIL_KEPT_MS })
  // Renewed by each list; those of an account that was edited or removed go.
  client.setQueryDefaults(['texts'], { gcTime: DETAIL_KEPT_MS })
  return client
}

/**
 * Makes the runtime.
 * @param options `stores`: what the gates share with other tabs, `tabId`: this one among them; `locks`: of the browser, so that
 *   of several tabs one sees to a create
 */
export const createRuntime = ({
  ports,
  stores = createMemoryStores(),
  tabId = 'the only tab',
  // An arrow function, because a direct reference would escape a test's fake clock.
  monotonicNow = () => performance.now(),
  locks,
  browser = LONE_BROWSER,
}: RuntimeOptions): Runtime => {
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
