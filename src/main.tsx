import { QueryClientProvider } from '@tanstack/react-query'
import { lazy, StrictMode, Suspense } from 'react'
import { createRoot } from 'react-dom/client'
import { CALL_TIMEOUT_MS, HAS_SIMULATOR } from './config.ts'
import { openSharedStores } from './gate/shared-store.ts'
import { t } from './i18n/t.ts'
import './index.css'
import { FleetProvider } from './sessions/fleet.tsx'
import { RuntimeContext } from './runtime/runtime-context.ts'
import { createRuntime } from './runtime/runtime.ts'
import { joinBrowser } from './tabs/join-tabs.ts'
import { currentPage } from './tabs/page-lifecycle.ts'
import { ConsoleRoutes } from './routes.tsx'
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
import { openConsoleDb } from './tabs/console-db.ts'
import { sessionTalk } from './sessions/session-talk.ts'

const applyTheme = (theme: string) => {
  if (theme === 'system') delete document.documentElement.dataset['theme']
  else document.documentElement.dataset['theme'] = theme
}

const stores = openSharedStores(openChannel('rrc-gates'))
// Typed as always present, but missing when the page isn't a secure context.
const locks = navigator.locks as LockManager | undefined
const timers = createSteadyTimers(() => document.visibilityState === 'hidden')
const runtime = createRuntime({
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
    database: 'indexedDB' in globalThis ? openConsoleDb() : null,
    openChannel,
  },
})

applyTheme(preferencesStore(runtime).getState().theme)
preferencesStore(runtime).subscribe(({ theme }) => applyTheme(theme))
followAccountsElsewhere(runtime)
joinBrowser(runtime, {
  stores,
  locks,
  openChannel,
  page: currentPage(),
  talk: sessionTalk,
})
// Unsent actions would be lost with the page, so warn before unloading.
addEventListener('beforeunload', (event) => {
  if (gatesOf(runtime).holdsActions()) event.preventDefault()
})
followPreferencesElsewhere(runtime)

/** Options in the address. They are removed once read, so that a reload keeps the state. */
const simulatorOptionsFromAddress = (): Record<string, string> | null => {
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

const prepareSimulator = async () => {
  if (!HAS_SIMULATOR) return
  setSimulatorLoader(runtime, async (options) => {
    const { startSimulator: start, readSimulatorOptions } =
      await import('./simulator/browser.ts')
    return start(readSimulatorOptions(options))
  })
  const link = simulatorOptionsFromAddress()
  if (link === null && storedSimulatorOptions(runtime) === null) return
  const hasAccounts = accountsStore(runtime).getState().accounts.length > 0
  // Before the first render, so that the page never shows the state without accounts first.
  await withSimulator(runtime, ({ openSimulator }) =>
    openSimulator(runtime, link, hasAccounts, t('simulator.accountName')),
  )
}

// A build leaves the devtools out: the condition is constant there, and the import goes with
// it.
const Devtools = import.meta.env.DEV
  ? lazy(async () => ({
      default: (await import('@tanstack/react-query-devtools')).ReactQueryDevtools,
    }))
  : null

const root = document.getElementById('root')
if (!root) throw new Error('index.html has no #root')

// Not at the top level: the simulator's chunk shares code with this module, and two modules
// that wait for each other never finish.
const start = async () => {
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

void start()
