import './tab-modules.ts'
import { mock } from 'node:test'
import { environmentManager } from '@tanstack/react-query'
import { createMemoryStores } from '../src/gate/store.ts'
import type { Channel } from '../src/util/channel.ts'
import { createFakeLocks } from '../src/queries/locks-kit.ts'
import type { Browser } from '../src/queries/tab.ts'
import { createMemoryStore } from '../src/simulator/memory-store.ts'
import { DEFAULT_OPTIONS } from '../src/simulator/options.ts'
import { createSimulator } from '../src/simulator/simulator.ts'
import { systemClock } from '../src/simulator/system-clock.ts'
import type * as ConsoleTab from '../src/queries/tab-kit.ts'
import type { Account } from '../src/stores/accounts.ts'
import { openNaiveTab, startSampleScript, type Target } from './reference-clients.ts'

/**
 * Calls per minute and refusals (429) of the console and two reference clients, against the
 * simulator with its rate limit on, on a clock that runs as fast as it can. Counted by the
 * simulated service.
 */

const ENDPOINT = 'https://remoterendering.westeurope.simulator.test'
const TABS = [1, 3, 10]
const SESSIONS = [1, 100, 10_000]
/** The start is not counted: every client asks at once then. */
const WARM_UP_MS = 30_000
const MEASURED_MS = 60_000
const STEP_MS = 100

type Row = {
  client: 'console' | 'naive React Query' | 'sample script'
  tabs: number
  sessions: number
  callsPerMinute: number
  throttled: number
}

environmentManager.setIsServer(() => false)
const nextTurn = setImmediate

/** Lets all that can settle do so, without the clock. */
const settle = async (turns: number) => {
  for (let turn = 0; turn < turns; turn += 1)
    await new Promise((resolve) => {
      nextTurn(resolve)
    })
}

const run = async (durationMs: number) => {
  for (let passedMs = 0; passedMs < durationMs; passedMs += STEP_MS) {
    mock.timers.tick(STEP_MS)
    await settle(4)
  }
}

/** A browser whose tabs hear each other; what is told is copied, as between real tabs. */
const createBrowser = () => {
  const stores = createMemoryStores()
  const locks = createFakeLocks()
  const listeners = new Map<string, Map<object, (event: { data: unknown }) => void>>()
  return (): Browser => {
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
      page: { isHidden: () => false, onHiddenChange: () => {}, onReturn: () => {} },
    }
  }
}

const measure = async (client: Row['client'], tabs: number, sessions: number): Promise<Row> => {
  mock.timers.enable({
    apis: ['setTimeout', 'setInterval', 'Date'],
    now: Date.parse('2026-01-01T00:00:00Z'),
  })
  // Ended sessions are part of a simulated fleet, so more are made than are asked for.
  const options = { ...DEFAULT_OPTIONS, sessions: 0 }
  const simulator = createSimulator({ store: createMemoryStore(), clock: systemClock, options })
  await simulator.begin(options)
  const { accountId, accountKey } = simulator.account
  const send = (request: Request) => simulator.send(request)
  const tokenResponse = await send(
    new Request(`https://sts.simulator.test/Accounts/${accountId}/token`, {
      headers: { authorization: `Bearer ${accountId}:${accountKey}` },
    }),
  )
  const { AccessToken: token } = (await tokenResponse.json()) as { AccessToken: string }
  const call = (path: string, init: RequestInit = {}) =>
    send(
      new Request(`${ENDPOINT}/accounts/${accountId}${path}`, {
        ...init,
        headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      }),
    )
  // Made without a limit, then measured with it.
  await simulator.setOptions({ ...options, rateLimit: false })
  const ids = Array.from({ length: sessions }, (_, index) => `session-${index}`)
  for (const id of ids) {
    const created = await call(`/sessions/${id}?api-version=2021-01-01`, {
      method: 'PUT',
      body: JSON.stringify({ maxLeaseTimeMinutes: 120, size: 'standard' }),
    })
    if (!created.ok) throw new Error(`create: ${created.status} ${await created.text()}`)
  }
  await run(15 * 60_000)
  await simulator.setOptions(options)

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
    sessionPaths: ids.map((id) => `/sessions/${id}?api-version=2021-01-01`),
  }
  const openBrowser = createBrowser()
  for (let tab = 0; tab < tabs; tab += 1) {
    if (client === 'console') {
      const { openConsoleTab } = (await import(
        `../src/queries/tab-kit.ts?tab=${tabs}-${sessions}-${tab}`
      )) as typeof ConsoleTab
      openConsoleTab({ account, accountKey, send, browser: openBrowser(), tabId: String(tab) })
    } else if (client === 'naive React Query') openNaiveTab(target)
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

const rows: Row[] = []
for (const tabs of TABS)
  for (const sessions of SESSIONS)
    for (const client of ['console', 'naive React Query', 'sample script'] as const) {
      const row = await measure(client, tabs, sessions)
      rows.push(row)
      console.error(
        `${client}, ${tabs} tabs, ${sessions} sessions: ${row.callsPerMinute} calls a minute, ${row.throttled} refused`,
      )
    }

if (process.argv.includes('--json')) console.log(JSON.stringify({ rows }))
else {
  console.log('| client | tabs | sessions | calls a minute | refused (429) |')
  console.log('| --- | ---: | ---: | ---: | ---: |')
  for (const { client, tabs, sessions, callsPerMinute, throttled } of rows)
    console.log(`| ${client} | ${tabs} | ${sessions} | ${callsPerMinute} | ${throttled} |`)
}
process.exit(0)
