import { writeFileSync } from 'node:fs'
import { mock } from 'node:test'
import { isMainThread, parentPort, Worker } from 'node:worker_threads'
import { environmentManager } from '@tanstack/react-query'
import { createMemoryStores } from '../src/gate/store.ts'
import type { Channel } from '../src/util/channel.ts'
import { createFakeLocks } from '../src/test-support/fake-locks.ts'
import type { Browser } from '../src/tabs/join-tabs.ts'
import { DEFAULT_OPTIONS } from '../src/simulator/options.ts'
import { createSimulator } from '../src/simulator/simulator.ts'
import type { SimulatorState } from '../src/simulator/state.ts'
import type { Store } from '../src/simulator/store.ts'
import { systemClock } from '../src/simulator/system-clock.ts'
import { openConsoleTab } from '../src/test-support/console-tab.ts'
import type { Account } from '../src/accounts/accounts.ts'
import { openNaiveTab, startSampleScript, type Target } from './reference-clients.ts'

/**
 * Calls per minute and refusals (429) of the console and two reference clients, against the
 * simulator with its rate limit on, on a clock that runs as fast as possible. The simulated
 * service counts them.
 */

const ENDPOINT = 'https://remoterendering.westeurope.simulator.test'
const TABS = [1, 3, 10]
const SESSIONS = [1, 100, 10_000]
/** The warm-up isn't counted, because every client sends all its calls at once then. */
const WARM_UP_MS = 30_000
const MEASURED_MS = 60_000
const STEP_MS = 100

const CLIENTS = ['console', 'naive React Query', 'sample script'] as const
/** Measured in parallel, each row in a thread and with a clock of its own. */
const THREADS = 2

type Row = {
  client: (typeof CLIENTS)[number]
  tabs: number
  sessions: number
  callsPerMinute: number
  throttled: number
}

type Combination = Pick<Row, 'client' | 'tabs' | 'sessions'>

environmentManager.setIsServer(() => false)
const nextTurn = setImmediate

type Fleet = { state: SimulatorState | null; nowMs: number }
const fleets = new Map<number, Fleet>()

if (isMainThread) {
  report(await measureAll())
  process.exit(0)
} else {
  parentPort?.on('message', (combination: Combination) => {
    void measure(combination).then((row) => parentPort?.postMessage(row))
  })
}

/** Rough duration of a combination: the console's calls don't grow with its sessions. */
function costOf(combination: Combination | undefined): number {
  return !combination || combination.client === 'console'
    ? 0
    : combination.tabs * combination.sessions
}

/** Lets everything settle that can do so without the clock. */
async function settle(turns: number) {
  for (let turn = 0; turn < turns; turn += 1)
    await new Promise((resolve) => {
      nextTurn(resolve)
    })
}

async function run(durationMs: number) {
  for (let passedMs = 0; passedMs < durationMs; passedMs += STEP_MS) {
    mock.timers.tick(STEP_MS)
    await settle(4)
  }
}

/** A browser whose tabs exchange messages. Messages are copied, as between real tabs. */
function createBrowser() {
  const stores = createMemoryStores()
  const locks = createFakeLocks()
  const listeners = new Map<string, Map<object, (event: { data: unknown }) => void>>()
  return (): Omit<Browser, 'talk'> => {
    const owner = {}
    const openChannel = (name: string): Channel => {
      const others =
        listeners.get(name) ?? new Map<object, (event: { data: unknown }) => void>()
      listeners.set(name, others)
      return {
        addEventListener: (_type, listener) => others.set(owner, listener),
        postMessage: (message) => {
          for (const [other, listener] of others)
            if (other !== owner) {
              const data: unknown = structuredClone(message)
              queueMicrotask(() => listener({ data }))
            }
        },
      }
    }
    return {
      stores,
      locks: locks.of(owner, (task) => task()),
      openChannel,
      page: {
        isHidden: () => false,
        onHiddenChange: () => {},
        onReturn: () => {},
        onFreezeChange: () => {},
      },
    }
  }
}

/** A store that can be read and set, so that one fleet serves several rows. */
function createOpenStore() {
  let stored: SimulatorState | null = null
  const store: Store = {
    update: async (change) => {
      const { state, result } = change(stored)
      stored = state
      return result
    },
    clear: async () => {
      stored = null
    },
  }
  return {
    store,
    read: () => structuredClone(stored),
    write: (state: SimulatorState | null) => {
      stored = structuredClone(state)
    },
  }
}

function startClock(nowMs: number) {
  return mock.timers.enable({ apis: ['setTimeout', 'setInterval', 'Date'], now: nowMs })
}

/** A simulated service, and calls to it with a token. */
async function openService() {
  const open = createOpenStore()
  // No fleet is generated, because it would include ended sessions; all sessions are created.
  const options = { ...DEFAULT_OPTIONS, sessions: 0 }
  const simulator = createSimulator({ store: open.store, clock: systemClock, options })
  await simulator.begin(options)
  const { accountId, accountKey } = simulator.account
  const send = (request: Request) => simulator.send(request)
  const fetchToken = async () => {
    const response = await send(
      new Request(`https://sts.simulator.test/Accounts/${accountId}/token`, {
        headers: { authorization: `Bearer ${accountId}:${accountKey}` },
      }),
    )
    const { AccessToken } = (await response.json()) as { AccessToken: string }
    return (path: string, init: RequestInit = {}) =>
      send(
        new Request(`${ENDPOINT}/accounts/${accountId}${path}`, {
          ...init,
          headers: {
            authorization: `Bearer ${AccessToken}`,
            'content-type': 'application/json',
          },
        }),
      )
  }
  return { open, options, simulator, send, fetchToken }
}

function idsOf(sessions: number) {
  return Array.from({ length: sessions }, (_, index) => `session-${index}`)
}

function pathOf(id: string) {
  return `/sessions/${id}?api-version=2021-01-01`
}

/** A service with a number of Ready sessions. Made once for each number, without a limit. */
async function fleetOf(sessions: number): Promise<Fleet> {
  const known = fleets.get(sessions)
  if (known) return known
  startClock(Date.parse('2026-01-01T00:00:00Z'))
  const { open, options, simulator, fetchToken } = await openService()
  const call = await fetchToken()
  await simulator.setOptions({ ...options, rateLimit: false })
  for (const id of idsOf(sessions)) {
    const created = await call(pathOf(id), {
      method: 'PUT',
      body: JSON.stringify({ maxLeaseTimeMinutes: 120, size: 'standard' }),
    })
    if (!created.ok) throw new Error(`create: ${created.status} ${await created.text()}`)
  }
  await run(15 * 60_000)
  await simulator.setOptions(options)
  const fleet = { state: open.read(), nowMs: Date.now() }
  mock.timers.reset()
  fleets.set(sessions, fleet)
  return fleet
}

async function measure({ client, tabs, sessions }: Combination): Promise<Row> {
  const fleet = await fleetOf(sessions)
  startClock(fleet.nowMs)
  const { open, simulator, send, fetchToken } = await openService()
  open.write(fleet.state)
  const { accountId, accountKey } = simulator.account
  const call = await fetchToken()
  const account: Account = {
    id: 'bench',
    name: 'Bench',
    accountId,
    accountDomain: 'simulator.test',
    stsOrigin: 'https://sts.simulator.test',
    endpoints: [ENDPOINT],
    apiVersion: '2021-01-01',
    credentialKind: 'key',
    simulatedSpeed: null,
  }
  const target: Target = {
    get: call,
    listPath: '/sessions?api-version=2021-01-01',
    sessionPaths: idsOf(sessions).map(pathOf),
  }
  const openBrowser = createBrowser()
  for (let tab = 0; tab < tabs; tab += 1) {
    if (client === 'console')
      openConsoleTab({ account, accountKey, send, browser: openBrowser(), tabId: String(tab) })
    else if (client === 'naive React Query') openNaiveTab(target)
    else startSampleScript(target)
  }
  await run(WARM_UP_MS)
  const before = await simulator.stats()
  await run(MEASURED_MS)
  const after = await simulator.stats()
  mock.timers.reset()
  return {
    client,
    tabs,
    sessions,
    callsPerMinute: ((after.calls - before.calls) * 60_000) / MEASURED_MS,
    throttled: after.throttled - before.throttled,
  }
}

function tell({ client, tabs, sessions, callsPerMinute, throttled }: Row) {
  return console.error(
    `${client}, ${tabs} tabs, ${sessions} sessions: ${callsPerMinute} calls a minute, ${throttled} refused`,
  )
}

/** Measures all combinations in threads. Each takes the next when it has finished one. */
async function measureAll(): Promise<Row[]> {
  const combinations = TABS.flatMap((tabs) =>
    SESSIONS.flatMap((sessions) => CLIENTS.map((client) => ({ client, tabs, sessions }))),
  )
  const rows = new Map<number, Row>()
  // The largest first, so that no thread is left with one of them at the end.
  const waiting = combinations
    .map((_, index) => index)
    .toSorted((a, b) => costOf(combinations[b]) - costOf(combinations[a]))
  await Promise.all(
    Array.from(
      { length: THREADS },
      () =>
        new Promise<void>((resolve, reject) => {
          const worker = new Worker(new URL(import.meta.url))
          let current: number | undefined
          const next = () => {
            current = waiting.shift()
            if (current !== undefined) return worker.postMessage(combinations[current])
            void worker.terminate()
            resolve()
          }
          worker.on('message', (row: Row) => {
            tell(row)
            if (current !== undefined) rows.set(current, row)
            next()
          })
          worker.on('error', reject)
          next()
        }),
    ),
  )
  return combinations.flatMap((_, index) => rows.get(index) ?? [])
}

function report(rows: readonly Row[]) {
  const reportIndex = process.argv.indexOf('--report')
  const reportFile = reportIndex < 0 ? undefined : process.argv[reportIndex + 1]
  if (reportFile !== undefined) writeFileSync(reportFile, JSON.stringify({ rows }))
  if (process.argv.includes('--json')) return console.log(JSON.stringify({ rows }))
  console.log('| client | tabs | sessions | calls a minute | refused (429) |')
  console.log('| --- | ---: | ---: | ---: | ---: |')
  for (const { client, tabs, sessions, callsPerMinute, throttled } of rows)
    console.log(`| ${client} | ${tabs} | ${sessions} | ${callsPerMinute} | ${throttled} |`)
}
