import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { createIntentsStore } from '../starts/create-intents-table.ts'
import { intent } from '../test-support/create-intents.ts'
import { historyEntry } from '../test-support/history.ts'
import { createMemoryConsoleDb } from '../test-support/memory-rows.ts'
import { openRuntime } from '../test-support/open-runtime.ts'
import { openConsoleTables } from './console-tables.ts'
import { historyStore, localActionsStore } from './history-store.ts'
import { startMonitor } from './start-monitor.ts'

/** The tables of a tab whose database gives nothing at first. */

const NOW_MS = Date.parse('2026-01-01T00:00:00Z')

beforeEach(() => {
  vi.useFakeTimers({ now: NOW_MS })
})
afterEach(() => {
  vi.useRealTimers()
})

/** A tab whose database has a row in three tables, and refuses to read the tables named. */
async function openRefused(refused: Set<string>) {
  const rows = createMemoryConsoleDb()
  const entry = historyEntry({ lastSeenMs: NOW_MS })
  await rows.put('entries', [entry])
  const startedAtMs = NOW_MS - 60_000
  await rows.put('localActions', [
    { sessionKey: entry.sessionKey, startedAtMs, stoppedAtMs: null, leaseMs: null },
  ])
  await rows.put('createIntents', [intent({ createdAtMs: NOW_MS })])
  const database = {
    ...rows,
    all: (table: string) =>
      refused.has(table) ? Promise.reject(new Error('refused')) : rows.all(table),
  }
  const runtime = openRuntime({ browser: { database } })
  await openConsoleTables(runtime)
  return { runtime, rows }
}

test('what is stored is read once the database is free, without a reload', async () => {
  const refused = new Set(['entries', 'localActions', 'createIntents'])
  const { runtime } = await openRefused(refused)
  const stop = startMonitor(runtime, () => {})
  await vi.advanceTimersByTimeAsync(60_000)
  expect(createIntentsStore(runtime).getState().rows.size).toBe(0)
  refused.clear()
  await vi.advanceTimersByTimeAsync(31_000)
  expect(createIntentsStore(runtime).getState().rows.size).toBe(1)
  expect(historyStore(runtime).getState().rows.size).toBe(1)
  expect(localActionsStore(runtime).getState().rows.size).toBe(1)
  stop()
})

test('local actions are not pruned while the history that needs them is unread', async () => {
  const { runtime, rows } = await openRefused(new Set(['entries']))
  expect(localActionsStore(runtime).getState().rows.size).toBe(0)
  expect(await rows.all('localActions')).toHaveLength(1)
})
