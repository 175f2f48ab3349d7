import fc from 'fast-check'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { portsOf } from '../service/spec-kit.ts'
import { formatTimespan } from '../service/timespan.ts'
import type { Account } from '../stores/accounts.ts'
import { setCredential } from '../stores/credentials.ts'
import { endpointState, toRow } from './fleet-model.ts'
import { leaseView, listAgeMs } from './lease-view.ts'
import { createRuntime } from './runtime.ts'
import { listKey, refreshList, type SessionList } from './session-list.ts'
import { createSetBackWatch, NEVER_WOKEN, useWake, watchWake } from './wake.ts'

/**
 * The shown end against the true one while the clock is set and lists fail. True time is that
 * of the service, and of the clock that nobody sets.
 */

const START = Date.parse('2026-01-01T00:00:00Z')
const MINUTE = 60_000
const LEASE_MS = 10 * 60 * MINUTE
/** Not on a full second: then the shown end comes as near to the true one as it ever does. */
const READY = START + 10

const account: Account = {
  id: 'account',
  name: 'Account',
  accountId: 'account',
  accountDomain: 'example.test',
  stsOrigin: 'https://sts.example.test',
  endpoints: ['https://remoterendering.example.test'],
  // Its elapsed time has seconds: less room to be wrong unseen than whole minutes leave.
  apiVersion: 'v1',
  credentialKind: 'token',
  simulatedSpeed: null,
}
const ref = { account, endpoint: account.endpoints[0] ?? '' }

beforeEach(() => {
  vi.useFakeTimers({ now: START })
})
afterEach(() => {
  useWake.setState(NEVER_WOKEN)
  vi.useRealTimers()
})

const setUp = () => {
  useWake.setState(NEVER_WOKEN)
  const beganMs = performance.now()
  const trueMs = () => START + performance.now() - beganMs
  const network = { fails: false, tripMs: 0 }
  const wait = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms))
  const runtime = createRuntime({
    ports: portsOf(async () => {
      const { fails, tripMs } = network
      await wait(tripMs)
      const elapsedMs = Math.max(0, Math.floor((trueMs() - READY) / 1000) * 1000)
      const date = new Date(Math.floor(trueMs() / 1000) * 1000).toUTCString()
      const session = {
        sessionId: 'one',
        sessionStatus: 'Ready',
        sessionSize: 'Standard',
        sessionElapsedTime: formatTimespan(elapsedMs),
        sessionMaxLeaseTime: formatTimespan(LEASE_MS),
      }
      await wait(tripMs)
      if (fails) throw new TypeError('no network')
      return Response.json({ sessions: [session] }, { headers: { date } })
    }),
    spacingMs: 2000,
  })
  setCredential(account.id, { kind: 'token', accessToken: 'token' })
  watchWake(
    { ...runtime.ports, monotonicNow: runtime.monotonicNow },
    {
      isHidden: () => false,
      onHiddenChange: () => {},
      onReturn: () => {},
      onFreezeChange: () => {},
    },
    () => {},
  )
  const shown = () => {
    const list = runtime.queryClient.getQueryData<SessionList>(listKey(ref))
    const [session] = list?.sessions ?? []
    if (!list || !session) return null
    const state = endpointState(ref, true, list, null)
    const wake = useWake.getState()
    const view = leaseView(toRow(ref, session), state, Date.now(), wake)
    if (view.kind !== 'counting') throw new Error(view.kind)
    return {
      ...view,
      ageMs: listAgeMs(state, Date.now(), wake),
      lateMs: view.leftMs - (READY + LEASE_MS - trueMs()),
    }
  }
  return { runtime, network, shown }
}

test('a clock that is set back while lists fail changes no time left, and nothing is confirmed until a list comes', async () => {
  const { runtime, network, shown } = setUp()
  void refreshList(runtime, ref)
  await vi.advanceTimersByTimeAsync(5000)
  const before = shown()
  expect(before?.isStale).toBe(false)

  network.fails = true
  vi.setSystemTime(Date.now() - 60 * MINUTE)
  await vi.advanceTimersByTimeAsync(20_000)
  void refreshList(runtime, ref)
  await vi.advanceTimersByTimeAsync(10_000)
  const after = shown()
  expect(after?.isStale).toBe(true)
  expect(after?.leftMs).toBe((before?.leftMs ?? 0) - 30_000)
  expect(after?.ageMs).toBe((before?.ageMs ?? 0) + 30_000)

  network.fails = false
  await vi.advanceTimersByTimeAsync(60_000)
  void refreshList(runtime, ref)
  await vi.advanceTimersByTimeAsync(5000)
  expect(shown()?.isStale).toBe(false)
  expect(shown()?.ageMs).toBeLessThanOrEqual(5000)
  expect(shown()?.lateMs).toBeLessThanOrEqual(0)
})

test('what was known of the service by a clock that was set back counts no more', async () => {
  const { runtime, network, shown } = setUp()
  // On a full second the time of Ready is found to 10 ms, just before it the service's clock.
  await vi.advanceTimersByTimeAsync(5000)
  void refreshList(runtime, ref)
  await vi.advanceTimersByTimeAsync(5990)
  void refreshList(runtime, ref)
  await vi.advanceTimersByTimeAsync(5000)
  expect(shown()?.lateMs).toBeGreaterThan(-100)
  vi.setSystemTime(Date.now() - 900)
  await vi.advanceTimersByTimeAsync(5000)
  expect(shown()?.isStale).toBe(true)
  // A slower answer, which alone would not take the place of a quicker one.
  network.tripMs = 900
  void refreshList(runtime, ref)
  await vi.advanceTimersByTimeAsync(5000)
  expect(shown()?.isStale).toBe(false)
  expect(shown()?.lateMs).toBeLessThanOrEqual(0)
})

test('small corrections of the clock are nothing to tell of, and do not add up unseen', () => {
  let wallMs = START
  let passedMs = 0
  const look = createSetBackWatch(
    () => wallMs,
    () => passedMs,
  )
  const step = (wall: number, passed: number) => {
    wallMs += wall
    passedMs += passed
    return look()
  }
  expect(step(900, 1000)).toBe(0)
  expect(step(900, 1000)).toBe(0)
  expect(step(900, 1000)).toBe(300)
  expect(step(1000, 1000)).toBe(0)
  // A sleep in which the other clock stood still is no step back, and hides none after it.
  expect(step(3_600_000, 10)).toBe(0)
  expect(step(-3_600_000, 1000)).toBe(3_601_000)
})

const minuteOfLife = fc.record({
  fails: fc.boolean(),
  asks: fc.boolean(),
  tripMs: fc.nat(900),
  setMs: fc.oneof(
    { weight: 3, arbitrary: fc.constant(0) },
    { weight: 1, arbitrary: fc.integer({ min: -120 * MINUTE, max: 120 * MINUTE }) },
    { weight: 1, arbitrary: fc.integer({ min: -2000, max: 2000 }) },
  ),
  setAfterMs: fc.nat(1900),
  restMs: fc.integer({ min: 3000, max: 40_000 }),
})

/** A step of the clock this small is not noticed. */
const UNNOTICED_MS = 250

test('the shown end is never later than the true one, however the clock is set and lists fail', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(minuteOfLife, { minLength: 2, maxLength: 15 }), async (life) => {
      vi.setSystemTime(START)
      const { runtime, network, shown } = setUp()
      for (const { fails, asks, tripMs, setMs, setAfterMs, restMs } of life) {
        Object.assign(network, { fails, tripMs })
        if (asks) void refreshList(runtime, ref)
        await vi.advanceTimersByTimeAsync(setAfterMs)
        if (setMs !== 0) vi.setSystemTime(Date.now() + setMs)
        for (let passedMs = 0; passedMs < restMs; passedMs += 1000) {
          // Also the look that notices.
          await vi.advanceTimersByTimeAsync(1000)
          const view = shown()
          if (view) expect(view.lateMs).toBeLessThanOrEqual(UNNOTICED_MS)
        }
      }
      vi.clearAllTimers()
    }),
    { seed: 1, numRuns: Number(process.env['CLOCK_RUNS'] ?? 200) },
  )
}, 600_000)
