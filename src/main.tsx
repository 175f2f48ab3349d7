import { QueryClientProvider } from '@tanstack/react-query'
import { lazy, StrictMode, Suspense } from 'react'
import { createRoot } from 'react-dom/client'
import { CALL_TIMEOUT_MS, HAS_SIMULATOR } from './config.ts'
import { openSharedStores } from './gate/shared-store.ts'
import { t } from './i18n/t.ts'
import './index.css'
import { FleetProvider } from './sessions/fleet.tsx'
import { RuntimeContext } from './runtime/runtime-context.ts'
import { createRuntime, type Runtime } from './runtime/runtime.ts'
import { joinBrowser } from './tabs/join-tabs.ts'
import { currentPage } from './tabs/page-lifecycle.ts'
import { ConsoleRoutes } from './routes.tsx'
import { leaveGuard } from './screens/shell/leave-guard.ts'
import { throughRelay } from './service/relay.ts'
import { followAccountsElsewhere, accountsStore } from './accounts/accounts.ts'
import { followPreferencesElsewhere, preferencesStore } from './runtime/preferences.ts'
import {
  setSimulatorLoader,
  storedSimulatorOptions,
  withSimulator,
} from './accounts/simulated-account.ts'
import { openChannel } from './util/channel.ts'
import { newCorrelationVector } from './util/random-id.ts'
import { createSteadyTimers } from './util/steady-timers.ts'
import { readTabId } from './util/tab-id.ts'
import { gatesOf } from './calls/gates.ts'
import { createFetchedRows } from './util/row-database.ts'
import { sessionTalk } from './sessions/session-talk.ts'
import { clicksBeforeCode } from './sessions/use-session-actions.ts'
import { createStorage, PAGE_STORAGE } from './util/storage.ts'

/** Starts the console in this page. */

const storage = createStorage(PAGE_STORAGE)
const stores = openSharedStores(storage, openChannel('rrc-gates'))
// Typed as always present, but missing when the page isn't a secure context.
const locks = navigator.locks as LockManager | undefined
const runtime = createPageRuntime()

// A build leaves the devtools out: the condition is constant there, and the import goes with
// it.
const Devtools = import.meta.env.DEV
  ? lazy(async () => ({
      default: (await import('@tanstack/react-query-devtools')).ReactQueryDevtools,
    }))
  : null

followPreferences()
followAccountsElsewhere(runtime)
joinBrowser(runtime, { stores, locks, openChannel, page: currentPage(), talk: sessionTalk })
// Unsent actions and a form's entries would be lost with the page, so warn before unloading.
addEventListener('beforeunload', (event) => {
  const isUnsent = gatesOf(runtime).holdsActions() || clicksBeforeCode(runtime).count > 0
  if (isUnsent || leaveGuard(runtime).isHeld()) event.preventDefault()
})
void start()

/** Makes the runtime of this tab on the real browser. */
function createPageRuntime(): Runtime {
  const timers = createSteadyTimers(() => document.visibilityState === 'hidden')
  // In the file of what uses it first: where that came, the database's code can't be missing.
  const openRows = async () => (await import('./screens/after-list.ts')).openConsoleDb(storage)
  return createRuntime({
    ports: {
      send: throughRelay((request) => fetch(request), location.origin),
      now: () => Date.now(),
      newCorrelationVector,
      setTimer: timers.set,
      clearTimer: timers.clear,
      timeoutMs: CALL_TIMEOUT_MS,
    },
    stores,
    tabId: readTabId(),
    locks,
    browser: {
      storage,
      database: 'indexedDB' in globalThis ? createFetchedRows(openRows) : null,
      openChannel,
    },
  })
}

/** Applies the preferences to the page, also when another tab changes them. */
function followPreferences(): void {
  const preferences = preferencesStore(runtime)
  applyTheme(preferences.getState().theme)
  preferences.subscribe(({ theme }) => applyTheme(theme))
  followPreferencesElsewhere(runtime)
}

function applyTheme(theme: string): void {
  if (theme === 'system') delete document.documentElement.dataset['theme']
  else document.documentElement.dataset['theme'] = theme
}

// A function, and not at the top level: the simulator's file imports from this one, and two files
// that wait for each other never start.
async function start(): Promise<void> {
  const root = document.getElementById('root')
  if (!root) throw new Error('index.html has no #root')
  await prepareSimulator()
  createRoot(root).render(
    <StrictMode>
      <QueryClientProvider client={runtime.queryClient}>
        <RuntimeContext value={runtime}>
          <FleetProvider>
            <ConsoleRoutes />
          </FleetProvider>
          {Devtools && (
            <Suspense>
              <Devtools />
            </Suspense>
          )}
        </RuntimeContext>
      </QueryClientProvider>
    </StrictMode>,
  )
}

/** Starts the simulator when the address or the last visit asks for it. */
async function prepareSimulator(): Promise<void> {
  if (!HAS_SIMULATOR) return
  setSimulatorLoader(runtime, async (options) => {
    const { startSimulator, readSimulatorOptions } = await import('./simulator/browser.ts')
    return startSimulator(readSimulatorOptions(options))
  })
  const link = simulatorOptionsFromAddress()
  if (link === null && storedSimulatorOptions(runtime) === null) return
  const hasAccounts = accountsStore(runtime).getState().accounts.length > 0
  // Before the first render, so that the page never shows the state without accounts first.
  await withSimulator(runtime, ({ openSimulator }) =>
    openSimulator(runtime, link, hasAccounts, t('simulator.accountName')),
  )
}

/** Reads the options in the address and removes them, so that a reload keeps the state. */
function simulatorOptionsFromAddress(): Record<string, string> | null {
  const url = new URL(location.href)
  if (!url.searchParams.has('simulator')) return null
  const options: Record<string, string> = {}
  for (const name of ['simulator', 'sessions', 'speed', 'seed', 'scenario']) {
    const value = url.searchParams.get(name)
    if (value !== null && name !== 'simulator') options[name] = value
    url.searchParams.delete(name)
  }
  history.replaceState(null, '', url)
  return options
}
