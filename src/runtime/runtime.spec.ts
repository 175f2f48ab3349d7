import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { portsOf } from '../test-support/service-ports.ts'
import type { SimulatorOptions } from '../simulator/options.ts'
import { callLogStore } from '../calls/call-log.ts'
import { createSession } from '../starts/create-session.ts'
import { createRuntime } from './runtime.ts'
import { beginService, HOST } from '../test-support/simulated-service.ts'
import { loadSessions, refreshList } from '../sessions/load-sessions.ts'
import { listKey, listOf } from '../sessions/session-list.ts'

/** Queries and actions against the simulator, on a clock that only the test moves. */

beforeEach(() => {
  vi.useFakeTimers({ now: Date.parse('2026-01-01T00:00:00Z') })
})
afterEach(() => {
  vi.useRealTimers()
})

const setUp = async (change: Partial<SimulatorOptions> = {}) => {
  const { simulator, account, unlock } = await beginService({ sessions: 3, ...change })
  const runtime = unlock(
    createRuntime({ ports: portsOf((request) => simulator.send(request)) }),
  )
  const ref = { account, endpoint: account.endpoints[0] ?? '' }
  const operations = async (endpoint: string) => {
    const { endpoints } = await simulator.stats()
    return endpoints[endpoint]?.operations ?? {}
  }
  return { runtime, ref, operations, simulator }
}

test('a service that repeats key and token puts them into no list and no recent call', async () => {
  const { simulator, account, unlock } = await beginService({ sessions: 3 })
  const secrets = [simulator.account.accountKey]
  const runtime = createRuntime({
    ports: portsOf(async (request) => {
      const response = await simulator.send(request)
      if (!request.url.includes('/sessions')) return response
      const token = request.headers.get('authorization')?.replace('Bearer ', '') ?? ''
      secrets.push(token)
      const echo = secrets.join(' ')
      const text = await response.text()
      return new Response(text.replaceAll('Standard', echo), { headers: { 'ms-cv': echo } })
    }),
  })
  unlock(runtime)
  const ref = { account, endpoint: account.endpoints[0] ?? '' }
  const list = refreshList(runtime, ref)
  await vi.advanceTimersByTimeAsync(20_000)
  expect((await list).ok).toBe(true)
  const shown = JSON.stringify([await list, callLogStore(runtime).getState().records])
  expect(shown).toContain('[redacted]')
  expect(secrets).toHaveLength(2)
  for (const secret of secrets) expect(shown).not.toContain(secret)
})

test('however many calls need a token, the token service is called once', async () => {
  const { runtime, ref, operations } = await setUp()
  const lists = Promise.all([
    loadSessions(runtime, ref, 'poll'),
    loadSessions(runtime, ref, 'refresh'),
    loadSessions(runtime, ref, 'poll'),
  ])
  await vi.advanceTimersByTimeAsync(20_000)
  expect((await lists).every(({ ok }) => ok)).toBe(true)
  expect(await operations('sts')).toEqual({ token: 1 })
})

test('a 401 is answered once with a new token, and the call goes through', async () => {
  const { runtime, ref, operations } = await setUp({ scenario: 'expired-token' })
  const first = refreshList(runtime, ref)
  await vi.advanceTimersByTimeAsync(1000)
  expect((await first).ok).toBe(true)
  // In this scenario a token is refused a minute after it was issued.
  await vi.advanceTimersByTimeAsync(70_000)
  const second = refreshList(runtime, ref)
  await vi.advanceTimersByTimeAsync(30_000)
  expect((await second).ok).toBe(true)
  expect(await operations('sts')).toEqual({ token: 2 })
})

test('a list of several pages passes the gate page by page and is complete', async () => {
  const { runtime, ref, operations } = await setUp({ scenario: 'paged', sessions: 30 })
  const list = loadSessions(runtime, ref, 'poll')
  await vi.advanceTimersByTimeAsync(9999)
  expect((await operations(HOST))['list']).toBe(2)
  await vi.advanceTimersByTimeAsync(20_000)
  const result = await list
  expect(result.ok && result.data.isIncomplete).toBe(false)
  expect((await operations(HOST))['list']).toBe(3)
  expect(result.ok && new Set(result.data.sessions.map(({ id }) => id)).size).toBeGreaterThan(3)
})

test('pages are shown as they come, until the endpoint has been listed once', async () => {
  const { runtime, ref } = await setUp({ scenario: 'paged', sessions: 30 })
  const known = () => listOf(runtime, ref)
  const first = refreshList(runtime, ref)
  await vi.advanceTimersByTimeAsync(4000)
  const page = known()
  expect(page).toMatchObject({ isUnderWay: true })
  await vi.advanceTimersByTimeAsync(30_000)
  await first
  const whole = known()
  expect(whole).toMatchObject({ isUnderWay: false })
  expect(whole?.sessions.length).toBeGreaterThan(page?.sessions.length ?? Infinity)
  expect(whole?.sessions).toEqual(expect.arrayContaining([...(page?.sessions ?? [])]))

  const second = refreshList(runtime, ref)
  await vi.advanceTimersByTimeAsync(6000)
  expect(known()).toBe(whole)
  await vi.advanceTimersByTimeAsync(30_000)
  await second
})

test('two creates make two sessions, and each is in the list at once', async () => {
  const { runtime, ref } = await setUp({ sessions: 0 })
  const list = refreshList(runtime, ref)
  await vi.advanceTimersByTimeAsync(1000)
  await list
  const wanted = { size: 'Standard', leaseMs: 3_600_000, models: [] }
  const both = Promise.all([
    createSession(runtime, ref, { ...wanted, id: 'one' }),
    createSession(runtime, ref, { ...wanted, id: 'two' }),
  ])
  await vi.advanceTimersByTimeAsync(20_000)
  expect((await both).every(({ ok }) => ok)).toBe(true)
  const found = runtime.queryClient.getQueriesData<{ sessions: { id: string }[] }>({
    queryKey: ['sessions'],
  })
  expect(found[0]?.[1]?.sessions.map(({ id }) => id).sort()).toEqual(['one', 'two'])
})

test('a list that fails on its second page leaves the last known list unchanged', async () => {
  const { runtime, ref, simulator, operations } = await setUp({ sessions: 30 })
  const first = refreshList(runtime, ref)
  await vi.advanceTimersByTimeAsync(10_000)
  expect((await first).ok).toBe(true)
  const before = runtime.queryClient.getQueryData(listKey(ref))

  await simulator.setOptions({ scenario: 'paged' })
  const second = refreshList(runtime, ref)
  // One page has come, and the next is a sign-in page.
  await vi.advanceTimersByTimeAsync(2000)
  expect(await operations(HOST)).toMatchObject({ list: 2 })
  await simulator.setOptions({ scenario: 'html-answer' })
  await vi.advanceTimersByTimeAsync(30_000)
  expect(await second).toMatchObject({ ok: false, error: { kind: 'unreadable' } })
  expect(await operations(HOST)).toMatchObject({ list: 3 })
  expect(runtime.queryClient.getQueryData(listKey(ref))).toBe(before)
})

test('behind a sign-in proxy nothing known is lost, and a create is resolved once it is gone', async () => {
  const { runtime, ref, simulator } = await setUp()
  const first = refreshList(runtime, ref)
  await vi.advanceTimersByTimeAsync(10_000)
  await first
  const before = runtime.queryClient.getQueryData(listKey(ref))
  await simulator.setOptions({ scenario: 'html-answer' })
  const list = refreshList(runtime, ref)
  await vi.advanceTimersByTimeAsync(60_000)
  expect(await list).toMatchObject({ ok: false, error: { kind: 'unreadable' } })
  expect(runtime.queryClient.getQueryData(listKey(ref))).toBe(before)

  const wanted = { id: 'one', size: 'Standard', leaseMs: 3_600_000, models: [] }
  let isDecided = false
  const created = createSession(runtime, ref, wanted).finally(() => {
    isDecided = true
  })
  await vi.advanceTimersByTimeAsync(5 * 60_000)
  // A page with 200 states neither that it was created nor that it was not.
  expect(isDecided).toBe(false)
  await simulator.setOptions({ scenario: 'none' })
  await vi.advanceTimersByTimeAsync(60_000)
  expect((await created).ok).toBe(false)
})

test('a session on two pages is one row, and the later answer wins', async () => {
  const { runtime, ref } = await setUp({ scenario: 'overlapping-pages', sessions: 30 })
  const list = refreshList(runtime, ref)
  await vi.advanceTimersByTimeAsync(120_000)
  const result = await list
  if (!result.ok) throw new Error('the list failed')
  const ids = result.data.sessions.map(({ id }) => id)
  expect(new Set(ids).size).toBe(ids.length)
  expect(ids.length).toBeGreaterThan(3)
  expect(result.data.isIncomplete).toBe(false)
})

test('a link that leads to itself ends the list, which is marked as incomplete', async () => {
  const { runtime, ref, operations } = await setUp({ scenario: 'looped-link', sessions: 30 })
  const list = refreshList(runtime, ref)
  await vi.advanceTimersByTimeAsync(60_000)
  const result = await list
  if (!result.ok) throw new Error('the list failed')
  expect((await operations(HOST))['list']).toBe(3)
  expect(result.data.isIncomplete).toBe(true)
  const ids = result.data.sessions.map(({ id }) => id)
  expect(new Set(ids).size).toBe(ids.length)
  expect(ids.length).toBeGreaterThan(3)
})
