import { afterEach, expect, test, vi } from 'vitest'
import { toastsStore } from '../screens/shell/toasts-store.ts'
import { beginActions } from '../test-support/two-tabs.ts'
import { extendSession } from './extend-session.ts'
import { shownActions } from '../test-support/shown-actions.ts'
import { refreshList } from './load-sessions.ts'
import { stopSession } from './stop-session.ts'
import { dropToken } from '../calls/tokens.ts'
import { gatesOf } from '../calls/gates.ts'
import type { Runtime } from '../runtime/runtime.ts'

/** Several clicks on one session: in one tab, in two tabs, and beside another user. */

const MINUTE = 60_000
const PLUS_15 = { addMs: 15 * MINUTE }

afterEach(() => {
  vi.useRealTimers()
})

const pass = (ms: number) => vi.advanceTimersByTimeAsync(ms)
const toastsOf = (...runtimes: Runtime[]) =>
  runtimes.flatMap((runtime) =>
    toastsStore(runtime)
      .getState()
      .toasts.map(({ text }) => text),
  )

test.each([true, false])(
  'a +15 in each of two tabs adds 30 minutes while the first response is late: locks %s',
  async (hasLocks) => {
    const { runtime, other, row, leaseMin } = await beginActions('2021-01-01', ['slow'], {
      hasLocks,
    })
    const first = extendSession(runtime, row(), PLUS_15)
    await pass(100)
    const second = extendSession(other.runtime, row(), PLUS_15)
    await pass(MINUTE)
    expect(await first).toMatchObject({ ok: true })
    expect(await second).toMatchObject({ ok: true })
    expect(await leaseMin()).toBe(90)
    expect(row().session.leaseMs).toBe(90 * MINUTE)
  },
)

test('two tabs never claim the same extension when one request is lost', async () => {
  const { runtime, other, row, leaseMin } = await beginActions('2021-01-01', ['before-send'])
  const results = [
    extendSession(runtime, row(), PLUS_15),
    extendSession(other.runtime, row(), PLUS_15),
  ]
  await pass(2 * MINUTE)
  expect((await Promise.all(results)).map(({ ok }) => ok)).toEqual([true, true])
  expect(await leaseMin()).toBe(90)
})

test('a tab whose turn was taken claims no lease that the other tab made', async () => {
  // The request is lost, and its GETs hang for longer than another tab waits.
  const { runtime, other, row, leaseMin } = await beginActions('2021-01-01', [
    'before-send',
    'stall',
    'stall',
  ])
  const first = extendSession(runtime, row(), PLUS_15)
  await pass(100)
  const second = extendSession(other.runtime, row(), PLUS_15)
  await pass(10 * MINUTE)
  const made = (await leaseMin()) ?? 0
  const claimed = (await Promise.all([first, second])).filter(({ ok }) => ok).length
  expect(made).toBe(60 + 15 * claimed)
  expect(toastsOf(runtime, other.runtime).join()).toMatch(/because the reply was lost/)
})

test('without locks, two tabs do not both claim a lease that they find', async () => {
  const { runtime, other, row, leaseMin } = await beginActions('2021-01-01', ['before-send'], {
    hasLocks: false,
  })
  const results = [
    extendSession(runtime, row(), PLUS_15),
    extendSession(other.runtime, row(), PLUS_15),
  ]
  await pass(5 * MINUTE)
  const claimed = (await Promise.all(results)).filter(({ ok }) => ok).length
  expect(await leaseMin()).toBe(60 + 15 * claimed)
  expect(toastsOf(runtime, other.runtime).join()).toMatch(/because the reply was lost/)
})

test.each(['2021-01-01', 'v1'] as const)(
  'an addition is applied again to a lease that someone else changed, and the message says so: %s',
  async (apiVersion) => {
    const { service, runtime, ref, row, leaseMin, sent } = await beginActions(apiVersion)
    await service.extend(ref, row().session.id, 100 * MINUTE)
    const extension = extendSession(runtime, row(), PLUS_15)
    await pass(MINUTE)
    expect(await extension).toMatchObject({ ok: true })
    expect(await leaseMin()).toBe(115)
    expect(sent.filter((kind) => kind === 'extend')).toHaveLength(2)
    expect(toastsOf(runtime).at(-1)).toMatch(
      /extended by .* had changed in the meantime and is now/,
    )
  },
)

test('an addition that would exceed the maximum is reported as not added', async () => {
  const { service, runtime, ref, row, leaseMin } = await beginActions('2021-01-01')
  await service.extend(ref, row().session.id, 1430 * MINUTE)
  const extension = extendSession(runtime, row(), PLUS_15)
  await pass(MINUTE)
  expect(await extension).toMatchObject({ ok: false })
  expect(await leaseMin()).toBe(1430)
  expect(toastsOf(runtime).at(-1)).toMatch(/changed to .* in the meantime/)
})

test.each(['2021-01-01', 'v1'] as const)(
  'an extension that takes effect long after its timeout is reported as done: %s',
  async (apiVersion) => {
    const { runtime, row, leaseMin } = await beginActions(apiVersion, ['late'])
    const extension = extendSession(runtime, row(), PLUS_15)
    await pass(3 * MINUTE)
    expect(await extension).toMatchObject({ ok: true })
    expect(await leaseMin()).toBe(75)
    await pass(10 * MINUTE)
    expect(await leaseMin()).toBe(75)
  },
)

test('an addition is not claimed when it is unknown whether a longer lease includes it', async () => {
  const { service, runtime, ref, row, sent } = await beginActions('2021-01-01', ['stall'])
  const extension = extendSession(runtime, row(), PLUS_15)
  await pass(5000)
  await service.extend(ref, row().session.id, 100 * MINUTE)
  await pass(2 * MINUTE)
  expect(await extension).toMatchObject({ ok: false, error: { kind: 'timeout' } })
  expect(toastsOf(runtime).at(-1)).toMatch(/because the reply was lost/)
  expect(sent.filter((kind) => kind === 'extend')).toHaveLength(1)
})

test('a second click joins the first even if its own token would arrive too late', async () => {
  let tokenTakesMs = 0
  const { service, runtime, ref, row, leaseMin, sent } = await beginActions('2021-01-01', [], {
    tokenTakesMs: () => tokenTakesMs,
  })
  void refreshList(runtime, ref)
  await pass(1000)
  const first = extendSession(runtime, row(), PLUS_15)
  await pass(1000)
  tokenTakesMs = 10_000
  dropToken(runtime, service.account)
  const second = extendSession(runtime, row(), PLUS_15)
  expect(shownActions(runtime, row())).toMatchObject([{ phase: 'waiting', addMs: 30 * MINUTE }])
  await pass(MINUTE)
  expect(await first).toBe(await second)
  expect(await leaseMin()).toBe(90)
  expect(row().session.leaseMs).toBe(90 * MINUTE)
  expect(sent.filter((kind) => kind === 'extend')).toHaveLength(1)
})

test('an extension can be undone while its token is fetched', async () => {
  let tokenTakesMs = 0
  const { service, runtime, ref, row, sent } = await beginActions('2021-01-01', [], {
    tokenTakesMs: () => tokenTakesMs,
  })
  tokenTakesMs = 3000
  dropToken(runtime, service.account)
  const extension = extendSession(runtime, row(), PLUS_15)
  await pass(1000)
  const gate = gatesOf(runtime).of(ref)
  gate.cancel(gate.getView().waiting[0]?.id ?? '')
  await pass(MINUTE)
  expect(await extension).toEqual({ ok: false, end: 'undone' })
  expect(sent).not.toContain('extend')
  expect(shownActions(runtime, row())).toEqual([])
})

test.each([true, false])(
  'a click after the first was sent waits for its outcome and adds to it: locks %s',
  async (hasLocks) => {
    const { runtime, ref, row, leaseMin } = await beginActions('2021-01-01', ['stall'], {
      hasLocks,
    })
    const first = extendSession(runtime, row(), PLUS_15)
    await pass(1000)
    const second = extendSession(runtime, row(), PLUS_15)
    await pass(10_000)
    // It is unknown when it will be sent, so no time is shown.
    expect(gatesOf(runtime).of(ref).getView().waiting).toMatchObject([{ leavesAtMs: null }])
    await pass(3 * MINUTE)
    // The response was lost. Without locks, another tab may have made the lease that it found.
    expect(await first).toMatchObject(
      hasLocks ? { ok: true, leaseMs: 75 * MINUTE } : { ok: false },
    )
    expect(await second).toMatchObject({ ok: true, leaseMs: 90 * MINUTE })
    expect(await leaseMin()).toBe(90)
    expect(shownActions(runtime, row())).toEqual([])
  },
)

test('no extension is sent for a session that is being stopped, and the message says so', async () => {
  const { runtime, row, leaseMin, sent } = await beginActions('2021-01-01', [
    'none',
    'status-500',
  ])
  const session = row()
  const extension = extendSession(runtime, row(), PLUS_15)
  const stop = stopSession(runtime, row())
  // The extension that waits is set aside at once, so that it doesn't delay the stop.
  expect(shownActions(runtime, session).map(({ kind }) => kind)).toEqual(['stop'])
  await pass(6000)
  expect(await extension).toEqual({ ok: false, end: 'stopping' })
  expect(shownActions(runtime, session)).toMatchObject([{ kind: 'stop', phase: 'verifying' }])
  const late = extendSession(runtime, row(), PLUS_15)
  await pass(MINUTE)
  expect(await stop).toMatchObject({ ok: true })
  expect(await late).toEqual({ ok: false, end: 'stopping' })
  expect(await leaseMin()).toBeNull()
  expect(sent).not.toContain('extend')
  expect(toastsOf(runtime).filter((text) => text.includes('being stopped'))).toHaveLength(2)
  expect(shownActions(runtime, session)).toEqual([])
})

test('a stop that is undone lets the extension wait again that it set aside', async () => {
  const { runtime, ref, row, leaseMin, sent } = await beginActions('2021-01-01')
  const extension = extendSession(runtime, row(), PLUS_15, 4000)
  void extendSession(runtime, row(), PLUS_15, 4000)
  await pass(1000)
  const stop = stopSession(runtime, row(), { undoMs: 4000 })
  await pass(2000)
  const gate = gatesOf(runtime).of(ref)
  const [waiting] = gate.getView().waiting
  gate.cancel(waiting?.id ?? '')
  expect(await stop).toMatchObject({ end: 'undone' })
  await pass(0)
  // Its undo time starts again, and a new click joins it.
  expect(shownActions(runtime, row())).toMatchObject([{ kind: 'extend', phase: 'waiting' }])
  expect(gate.getView().waiting).toMatchObject([{ payload: { addMs: 30 * MINUTE } }])
  await pass(3000)
  expect(sent).not.toContain('extend')
  void extendSession(runtime, row(), PLUS_15, 4000)
  await pass(MINUTE)
  expect(await extension).toMatchObject({ ok: true, leaseMs: 105 * MINUTE })
  expect(await leaseMin()).toBe(105)
  expect(toastsOf(runtime).filter((text) => text.includes('being stopped'))).toEqual([])
})

test('a stop that is requested twice is sent, verified, and reported once', async () => {
  const { runtime, row, sent } = await beginActions('2021-01-01')
  const stopped = row()
  const first = stopSession(runtime, stopped)
  await pass(1000)
  const second = stopSession(runtime, stopped)
  await pass(MINUTE)
  expect(await first).toBe(await second)
  expect(sent.filter((kind) => kind === 'stop')).toHaveLength(1)
  expect(toastsOf(runtime).filter((text) => text.endsWith(' stopped'))).toHaveLength(1)
})

test('a stop is sent if one of two requesters still wants it', async () => {
  const { runtime, row, leaseMin } = await beginActions('2021-01-01')
  const stopped = row()
  void stopSession(runtime, stopped, { isWanted: () => Promise.resolve(false) })
  const wanted = stopSession(runtime, stopped)
  await pass(MINUTE)
  expect(await wanted).toMatchObject({ ok: true })
  expect(await leaseMin()).toBeNull()
})
