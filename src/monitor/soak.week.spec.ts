import { environmentManager } from '@tanstack/react-query'
import { expect, test, vi } from 'vitest'
import type { SimulatorState } from '../simulator/state.ts'
import type { Store } from '../simulator/store.ts'
import { callLogStore } from '../calls/call-log.ts'
import { createIntentsStore } from '../starts/create-intents-table.ts'
import { startPlansStore } from '../starts/start-plans-table.ts'
import { setAutoExtendRule, autoExtendRulesStore } from './auto-extend-rules.ts'
import { tellOutcomes } from '../screens/shell/tell-outcomes.ts'
import { toastsStore } from '../screens/shell/toasts-store.ts'
import type { ConsoleTable } from '../tabs/console-db.ts'
import { createMemoryConsoleDb } from '../test-support/memory-rows.ts'
import { historyStore } from './history-store.ts'
import { createSession } from '../starts/create-session.ts'
import { extendSession } from '../sessions/extend-session.ts'
import { type FleetRow, toRow } from '../sessions/fleet-model.ts'
import { pendingActionsStore } from '../sessions/pending-actions.ts'
import { listedSession, listOf } from '../sessions/session-list.ts'
import { stopSession } from '../sessions/stop-session.ts'
import { beginService } from '../test-support/simulated-service.ts'
import { openConsoleTab } from '../test-support/console-tab.ts'
import { lonelyBrowser } from '../test-support/lonely-browser.ts'
import { startMonitor } from './start-monitor.ts'
import { openConsoleTables } from './console-tables.ts'
import { alertsStore } from './alerts-store.ts'

/**
 * A week of a busy account in one tab: 2,000 sessions come and go, started, extended, renewed and
 * stopped here, some left to run out. Runs by `npm run test:soak`, which lets it collect garbage.
 */

const MINUTE = 60_000
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR
const DAYS = 7
const SESSIONS = 2000
const EVERY_MS = (DAYS * DAY) / SESSIONS

declare module 'vitest' {
  interface TaskMeta {
    /** What the test measured, by name; docs/reliability.md shows it. */
    figures?: Record<string, number>
  }
}

const inMegabytes = (bytes: number) => Math.round((bytes / 1024 / 1024) * 10) / 10

/** The service's own memory is no part of the console's: what ended long ago is dropped. */
const createForgetfulStore = (): Store => {
  let stored: SimulatorState | null = null
  return {
    update: async (change) => {
      const { state, result } = change(stored)
      stored = state
      const all = Object.keys(state.changed)
      for (const key of all.slice(0, Math.max(0, all.length - 100))) delete state.changed[key]
      return result
    },
    clear: async () => {
      stored = null
    },
  }
}

const heapAfterGc = async (): Promise<number> => {
  const { gc } = globalThis as { gc?: () => void }
  if (!gc) throw new Error('run it by npm run test:soak')
  // What a finalizer holds goes with the second.
  for (let round = 0; round < 3; round += 1) {
    gc()
    await Promise.resolve()
  }
  return process.memoryUsage().heapUsed
}

test('a week of 2,000 sessions: under 5 MB of heap after the first day, storage within its bound, no timer, listener or query left behind', async ({
  task,
}) => {
  vi.useFakeTimers({ now: Date.parse('2026-01-01T00:00:00Z') })
  environmentManager.setIsServer(() => false)
  const { simulator, account, accountKey } = await beginService(
    {},
    { id: 'busy' },
    createForgetfulStore(),
  )
  const db = createMemoryConsoleDb()

  // Listeners that are added and taken away again, on all that lives as long as the tab.
  let listeners = 0
  const counted = () => {
    listeners += 1
  }
  const countListenersOf = (store: { subscribe: (listener: () => void) => () => void }) => {
    const { subscribe } = store
    store.subscribe = (listener) => {
      const stop = subscribe(listener)
      listeners += 1
      return () => {
        listeners -= 1
        stop()
      }
    }
  }
  const { runtime, refs } = openConsoleTab({
    account,
    accountKey,
    send: (request) => simulator.send(request),
    tabId: 'the tab',
    database: db,
    onMade: (made) =>
      [
        historyStore,
        alertsStore,
        createIntentsStore,
        startPlansStore,
        callLogStore,
        pendingActionsStore,
      ].forEach((storeOf) => countListenersOf(storeOf(made))),
    browser: lonelyBrowser(counted),
  })
  await openConsoleTables(runtime)
  startMonitor(runtime, () => {})
  tellOutcomes(runtime)
  const [ref] = refs
  if (!ref) throw new Error('there is no endpoint')

  const rowOf = (id: string): FleetRow | null => {
    const session = listedSession(runtime, ref, id)
    return session ? toRow(ref, session) : null
  }
  /** What becomes of the session of a number; the sum of it is a busy day. */
  const live = async (number: number) => {
    const id = `session-${number}`
    const leaseMs = (10 + (number % 5) * 10) * MINUTE
    const size = number % 3 === 0 ? 'Premium' : 'Standard'
    const created = await createSession(runtime, ref, { id, size, leaseMs, models: [] })
    expect(created.ok).toBe(true)
    await vi.waitUntil(() => rowOf(id)?.session.status === 'Ready', { timeout: HOUR })
    const row = rowOf(id)
    if (!row) return
    if (number % 4 === 1) await extendSession(runtime, row, { addMs: 15 * MINUTE })
    if (number % 4 === 2)
      setAutoExtendRule(runtime, row.key, {
        stepMs: 15 * MINUTE,
        untilMs: Date.now() + HOUR,
        capLeaseMs: null,
        capCost: null,
      })
    if (number % 4 === 3) await stopSession(runtime, row)
  }
  const measure = async () => {
    const cache = runtime.queryClient.getQueryCache()
    const rows: Record<string, number> = {}
    let bytes = 0
    for (const table of [
      'entries',
      'localActions',
      'alerts',
      'createIntents',
      'startPlans',
    ] as ConsoleTable[]) {
      const all = await db.all(table)
      rows[table] = all.length
      bytes += JSON.stringify(all).length
    }
    return {
      heap: await heapAfterGc(),
      timers: vi.getTimerCount(),
      listeners,
      queries: cache.getAll().length,
      observers: cache.getAll().reduce((sum, query) => sum + query.getObserversCount(), 0),
      running: listOf(runtime, ref)?.sessions.length ?? 0,
      actions: pendingActionsStore(runtime).getState().byId.size,
      renewals: Object.keys(autoExtendRulesStore(runtime).getState().bySession).length,
      calls: callLogStore(runtime).getState().records.length,
      toasts: toastsStore(runtime).getState().toasts.length,
      bytes,
      rows,
    }
  }

  const days: Awaited<ReturnType<typeof measure>>[] = []
  let started = 0
  const lives: Promise<void>[] = []
  for (let day = 1; day <= DAYS; day += 1) {
    while (started < (SESSIONS * day) / DAYS) {
      lives.push(live(started))
      started += 1
      await vi.advanceTimersByTimeAsync(EVERY_MS)
    }
    // The night: all of them end, so that the days compare.
    await vi.advanceTimersByTimeAsync(3 * HOUR)
    await Promise.all(lives.splice(0))
    days.push(await measure())
    process.stdout.write(`day ${day} ${JSON.stringify(days.at(-1))}\n`)
  }
  vi.useRealTimers()
  environmentManager.setIsServer(() => true)
  const [first, last] = [days[0], days.at(-1)]
  if (!first || !last) throw new Error('no day was measured')
  task.meta.figures = {
    'MB of heap after the first day': inMegabytes(first.heap),
    'MB after the last': inMegabytes(last.heap),
    'MB stored': inMegabytes(last.bytes),
    'sessions in the history': last.rows['entries'] ?? 0,
  }
  expect(last.rows['entries']).toBe(SESSIONS)
  expect(last.heap - first.heap).toBeLessThan(5 * 1024 * 1024)
  expect(last.bytes).toBeLessThan(3 * 1024 * 1024)
  for (const name of [
    'timers',
    'listeners',
    'queries',
    'observers',
    'running',
    'actions',
    'renewals',
    'toasts',
  ] as const)
    expect(last[name], name).toBe(first[name])
  // Of two days at most.
  expect(last.rows['alerts']).toBeLessThan((SESSIONS / DAYS) * 2 * 10)
  expect(last.rows['localActions']).toBeLessThan((SESSIONS / DAYS) * 2)
  expect(last.rows['createIntents']).toBeLessThan((SESSIONS / DAYS) * 2)
}, 3_600_000)
