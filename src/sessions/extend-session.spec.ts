import { afterEach, describe, expect, test, vi } from 'vitest'
import { callLogStore } from '../calls/call-log.ts'
import { toastsStore } from '../screens/shell/toasts-store.ts'
import { localActionsStore } from '../monitor/history-store.ts'
import { unsentActionsStore } from './unsent-actions-table.ts'
import { beginActions } from '../test-support/two-tabs.ts'
import { extendSession } from './extend-session.ts'
import type { Fault } from '../test-support/faulty-service.ts'
import { toRow } from './fleet-model.ts'
import { shownActions } from '../test-support/shown-actions.ts'
import { refreshList } from './load-sessions.ts'
import { listedSession, listKey } from './session-list.ts'
import { stopSession } from './stop-session.ts'
import { actionsOf } from './pending-actions.ts'
import { setPreferences } from '../runtime/preferences.ts'
import { gatesOf } from '../calls/gates.ts'

/** Every way an extension can end: what is sent, claimed, shown, and recorded. */

const MINUTE = 60_000
const PLUS_15 = { addMs: 15 * MINUTE }

afterEach(() => {
  vi.useRealTimers()
})

const pass = (ms: number) => vi.advanceTimersByTimeAsync(ms)

const setUp = async (
  faults: readonly Fault[] = [],
  apiVersion: '2021-01-01' | 'v1' = '2021-01-01',
) => {
  const known = await beginActions(apiVersion, faults)
  const extended = known.row()
  const toasts = () =>
    toastsStore(known.runtime)
      .getState()
      .toasts.map(({ tone, text }) => `${tone}: ${text}`)
  const recorded = () =>
    (localActionsStore(known.runtime).getState().rows.get(extended.key)?.leaseMs ?? 0) / MINUTE
  const shown = () => shownActions(known.runtime, extended)
  const listedMin = () => known.row().session.leaseMs / MINUTE
  return { ...known, extended, toasts, recorded, shown, listedMin }
}

describe.each(['2021-01-01', 'v1'] as const)('an extension, %s', (apiVersion) => {
  test('that succeeds reports the new lease without another request', async () => {
    const { runtime, extended, toasts, recorded, shown, listedMin, sent, leaseMin } =
      await setUp([], apiVersion)
    const extension = extendSession(runtime, extended, PLUS_15)
    await pass(MINUTE)
    expect(await extension).toMatchObject({ ok: true })
    expect(sent).toEqual(['extend'])
    expect(toasts()).toEqual([
      `success: ${extended.session.id} extended by 15 min. Its lease is now 1 h 15 min.`,
    ])
    expect([await leaseMin(), listedMin(), recorded()]).toEqual([75, 75, 75])
    expect(shown()).toEqual([])
  })

  test('whose response is lost is reported once a GET finds the lease', async () => {
    const { runtime, extended, toasts, recorded, listedMin, sent, leaseMin } = await setUp(
      ['lost-reply'],
      apiVersion,
    )
    const extension = extendSession(runtime, extended, PLUS_15)
    await pass(MINUTE)
    expect(await extension).toMatchObject({ ok: true, leaseMs: 75 * MINUTE })
    expect(sent).toEqual(['extend', 'get'])
    expect(toasts()).toEqual([
      `success: ${extended.session.id} extended. Its lease is now 1 h 15 min (confirmed after a lost reply).`,
    ])
    expect([await leaseMin(), listedMin(), recorded()]).toEqual([75, 75, 75])
  })

  test('that never arrives is sent again ten seconds later', async () => {
    const { runtime, extended, toasts, listedMin, sent, leaseMin } = await setUp(
      ['before-send'],
      apiVersion,
    )
    callLogStore(runtime).setState({ records: [] })
    const extension = extendSession(runtime, extended, PLUS_15)
    await pass(9000)
    expect(sent).toEqual(['extend', 'get'])
    await pass(MINUTE)
    expect(await extension).toMatchObject({ ok: true })
    expect(sent).toEqual(['extend', 'get', 'extend'])
    expect(toasts()).toEqual([
      `success: ${extended.session.id} extended by 15 min. Its lease is now 1 h 15 min.`,
    ])
    expect([await leaseMin(), listedMin()]).toEqual([75, 75])
    // In the call log, each call names its session.
    const { id } = extended.session
    expect(
      callLogStore(runtime)
        .getState()
        .records.map(({ kind, subject }) => [kind, subject]),
    ).toEqual([
      ['extend', id],
      ['refresh', id],
      ['extend', id],
    ])
  })

  test('to a total that someone else already exceeded is reported as not needed', async () => {
    const { service, runtime, ref, extended, toasts, listedMin, sent, leaseMin } = await setUp(
      [],
      apiVersion,
    )
    await service.extend(ref, extended.session.id, 100 * MINUTE)
    const extension = extendSession(runtime, extended, { toLeaseMs: 90 * MINUTE })
    await pass(MINUTE)
    expect(await extension).toMatchObject({ ok: true, leaseMs: 100 * MINUTE })
    expect(sent).toEqual(['extend', 'get'])
    expect(toasts()).toEqual([
      `success: The lease of ${extended.session.id} is already 1 h 40 min, longer than you requested.`,
    ])
    expect([await leaseMin(), listedMin()]).toEqual([100, 100])
  })

  test('of a session that has ended says so', async () => {
    const { runtime, other, extended, toasts, sent } = await setUp(
      ['none', 'none', 'before-send'],
      apiVersion,
    )
    void stopSession(other.runtime, extended)
    await pass(MINUTE)
    toastsStore(runtime).setState({ toasts: [] })
    sent.length = 0
    const extension = extendSession(runtime, extended, PLUS_15)
    await pass(MINUTE)
    expect((await extension).ok).toBe(false)
    expect(sent).toEqual(['extend', 'get'])
    expect(toasts()).toEqual([
      `failure: ${extended.session.id} wasn't extended because it has ended.`,
    ])
  })

  test('that gets no response, and whose GETs get none, is reported as unknown', async () => {
    const lost = Array.from({ length: 60 }, (): Fault => 'before-send')
    const { runtime, extended, toasts, shown, listedMin, sent } = await setUp(lost, apiVersion)
    const extension = extendSession(runtime, extended, PLUS_15)
    await pass(10_000)
    // Until then the screen says that the lease is being checked.
    const [action] = actionsOf(runtime, extended.key)
    expect(action?.departure).toMatchObject({ phase: 'verifying', addMs: 15 * MINUTE })
    const { departure } = action ?? {}
    const untilMs = departure?.phase === 'verifying' ? departure.untilMs : 0
    await pass(untilMs - Date.now())
    expect(toastsStore(runtime).getState().toasts[0]?.action?.label).toBe('Retry')
    expect(await extension).toMatchObject({ ok: false, error: { kind: 'network' } })
    expect(sent.filter((kind) => kind === 'extend')).toHaveLength(1)
    expect(toasts()).toEqual([
      `failure: Couldn't confirm whether ${extended.session.id} was extended. The next refresh shows its lease.`,
    ])
    expect(listedMin()).toBe(60)
    expect(shown()).toEqual([])
  })
})

test('the outcome of an extension comes by the time shown, however long its GET waits', async () => {
  const { runtime, extended, toasts } = await setUp(['lost-reply', 'long-429'])
  const extension = extendSession(runtime, extended, PLUS_15)
  await pass(10_000)
  const departure = actionsOf(runtime, extended.key)[0]?.departure
  await pass(departure?.phase === 'verifying' ? departure.untilMs - Date.now() : 0)
  expect(await Promise.race([extension, Promise.resolve('open')])).toMatchObject({
    ok: false,
    end: 'unknown',
  })
  expect(toasts()).toHaveLength(1)
  expect(toastsStore(runtime).getState().toasts[0]?.action?.label).toBe('Retry')
})

test('an extension that is throttled waits its turn and is sent again', async () => {
  const { runtime, ref, extended, toasts, seen, leaseMin } = await setUp([
    'status-429',
    'status-429',
  ])
  const extension = extendSession(runtime, extended, PLUS_15)
  await pass(1000)
  // It can be undone, and says when it is sent.
  const [waiting] = gatesOf(runtime).of(ref).getView().waiting
  expect(waiting).toMatchObject({ kind: 'extend', leavesAtMs: runtime.ports.now() + 6000 })
  await pass(MINUTE)
  expect(await extension).toMatchObject({ ok: true, addedMs: 15 * MINUTE })
  expect(seen.throttled).toEqual(['extend', 'extend'])
  expect(await leaseMin()).toBe(75)
  expect(toasts()).toHaveLength(1)
})

test('an extension that is throttled three times is reported with the reason, without a GET', async () => {
  const { runtime, extended, toasts, shown, sent, seen, leaseMin, listedMin } = await setUp([
    'status-429',
    'status-429',
    'status-429',
  ])
  const extension = extendSession(runtime, extended, PLUS_15)
  await pass(5 * MINUTE)
  expect(await extension).toMatchObject({ ok: false, error: { kind: 'throttled' } })
  expect(seen.throttled).toEqual(['extend', 'extend', 'extend'])
  expect(sent).toEqual([])
  expect(toasts()).toEqual(["failure: Couldn't extend one. Its lease is unchanged."])
  expect(toastsStore(runtime).getState().toasts[0]?.error).toMatchObject({ kind: 'throttled' })
  expect([await leaseMin(), listedMin()]).toEqual([60, 60])
  expect(shown()).toEqual([])
  // Nothing happened, so Retry adds the same, once, and can be undone as before.
  toastsStore(runtime).getState().toasts[0]?.action?.run()
  await pass(3000)
  expect(sent).toEqual([])
  await pass(MINUTE)
  expect(sent).toEqual(['extend'])
  expect([await leaseMin(), listedMin()]).toEqual([75, 75])
})

test.each(['2021-01-01', 'v1'] as const)(
  'an addition that was applied again is reported with the resulting lease: %s',
  async (apiVersion) => {
    const { service, runtime, ref, extended, toasts, listedMin } = await setUp([], apiVersion)
    await service.extend(ref, extended.session.id, 100 * MINUTE)
    const extension = extendSession(runtime, extended, PLUS_15)
    await pass(MINUTE)
    expect((await extension).ok).toBe(true)
    expect(toasts()).toEqual([
      `success: ${extended.session.id} extended by 15 min. Its lease had changed in the meantime and is now 1 h 55 min.`,
    ])
    expect(listedMin()).toBe(115)
  },
)

test('an extension shows its progress', async () => {
  const { runtime, ref, extended, shown } = await setUp(['none', 'before-send', 'slow', 'slow'])
  void refreshList(runtime, ref)
  await pass(100)
  const extension = extendSession(runtime, extended, PLUS_15)
  const at = (phase: string) => [{ kind: 'extend', phase, addMs: 15 * MINUTE }]
  expect(shown()).toEqual(at('waiting'))
  const waiting = () => gatesOf(runtime).of(ref).getView().waiting
  expect(waiting()).toMatchObject([{ kind: 'extend', subject: 'one' }])
  await pass(5000)
  // It was sent and lost, and a GET verifies it.
  expect(shown()).toEqual(at('verifying'))
  await pass(15_000)
  // Its total was sent again.
  expect(shown()).toEqual(at('sent'))
  await pass(MINUTE)
  expect((await extension).ok).toBe(true)
  expect(shown()).toEqual([])
})

test('an extension to a total shows and stores no addition', async () => {
  const { runtime, ref, extended, shown, leaseMin } = await setUp()
  void refreshList(runtime, ref)
  await pass(100)
  const extension = extendSession(runtime, extended, { toLeaseMs: 90 * MINUTE })
  await pass(100)
  expect(shown()).toEqual([{ kind: 'extend', phase: 'waiting', addMs: null }])
  expect([...unsentActionsStore(runtime).getState().rows.values()]).toMatchObject([
    { addMs: null },
  ])
  await pass(MINUTE)
  expect((await extension).ok).toBe(true)
  expect(await leaseMin()).toBe(90)
})

test('an addition starts from the longer of the clicked lease and the listed lease', async () => {
  const { runtime, extended, sent, leaseMin } = await setUp()
  const first = extendSession(runtime, extended, PLUS_15)
  await pass(MINUTE)
  expect((await first).ok).toBe(true)
  // The row from before the first extension.
  const second = extendSession(runtime, extended, PLUS_15)
  await pass(MINUTE)
  expect((await second).ok).toBe(true)
  expect(await leaseMin()).toBe(90)
  expect(sent).toEqual(['extend', 'extend'])
})

test('a session that is not listed is extended from the clicked lease', async () => {
  const { runtime, ref, extended, sent, leaseMin } = await setUp()
  runtime.queryClient.removeQueries({ queryKey: listKey(ref) })
  const extension = extendSession(runtime, extended, PLUS_15)
  await pass(MINUTE)
  expect((await extension).ok).toBe(true)
  expect(await leaseMin()).toBe(75)
  expect(sent).toEqual(['extend'])
})

test('an extension that is impossible is reported and not sent', async () => {
  const { runtime, extended, toasts, shown, sent } = await setUp()
  const extension = extendSession(runtime, extended, { toLeaseMs: 30 * MINUTE })
  await pass(MINUTE)
  expect(await extension).toMatchObject({ ok: false, error: { kind: 'unprocessable' } })
  expect(sent).toEqual([])
  expect(toasts()).toEqual(["failure: Couldn't extend one. Its lease is unchanged."])
  expect(shown()).toEqual([])
})

test('an extension that was lost is not sent again after a stop is requested', async () => {
  const { runtime, extended, toasts, sent, leaseMin } = await setUp(['before-send'])
  const extension = extendSession(runtime, extended, PLUS_15)
  await pass(7000)
  expect(sent).toEqual(['extend', 'get'])
  const stop = stopSession(runtime, extended)
  await pass(3 * MINUTE)
  expect((await stop).ok).toBe(true)
  expect((await extension).ok).toBe(false)
  expect(sent.filter((kind) => kind === 'extend')).toHaveLength(1)
  expect(await leaseMin()).toBeNull()
  expect(toasts()).toContain("failure: one wasn't extended because it has ended.")
})

test('an extension that was undone is not reported and does not delay the next one', async () => {
  const { runtime, ref, extended, toasts, shown, sent, leaseMin } = await setUp()
  void refreshList(runtime, ref)
  await pass(100)
  const undone = extendSession(runtime, extended, { addMs: 30 * MINUTE })
  const gate = gatesOf(runtime).of(ref)
  gate.cancel(gate.getView().waiting[0]?.id ?? '')
  const extension = extendSession(runtime, extended, PLUS_15)
  await pass(MINUTE)
  expect(await undone).toEqual({ ok: false, end: 'undone' })
  expect((await extension).ok).toBe(true)
  expect(await leaseMin()).toBe(75)
  expect(sent).toEqual(['list', 'extend'])
  expect(toasts()).toEqual(['success: one extended by 15 min. Its lease is now 1 h 15 min.'])
  expect(shown()).toEqual([])
})

test('an extension that was lost is not sent again once the user undoes that', async () => {
  const { runtime, ref, extended, toasts, sent, leaseMin } = await setUp(['before-send'])
  setPreferences(runtime, { spacingMs: 10_000 })
  const extension = extendSession(runtime, extended, PLUS_15)
  const gate = gatesOf(runtime).of(ref)
  const waiting = () => gate.getView().waiting.find(({ kind }) => kind === 'extend')
  await pass(1000)
  for (let tries = 0; tries < 40 && !waiting(); tries += 1) await pass(500)
  expect(gate.cancel(waiting()?.id ?? '')).toBe(true)
  await pass(4 * MINUTE)
  expect(await extension).toEqual({ ok: false, end: 'undone' })
  expect(sent.filter((kind) => kind === 'extend')).toHaveLength(1)
  expect(await leaseMin()).toBe(60)
  expect(toasts()).toEqual([])
})

test('clicks on two sessions are sent as two calls, each from its own lease, without waiting', async () => {
  const { service, runtime, ref, extended, sent } = await setUp(['none', 'before-send'])
  await service.create(ref.endpoint, 'two', { maxLeaseTimeMinutes: 30, size: 'Standard' })
  await pass(2 * MINUTE)
  void refreshList(runtime, ref)
  await pass(10_000)
  const two = listedSession(runtime, ref, 'two')
  if (!two) throw new Error('the second session is not listed')
  sent.length = 0
  const results = [
    extendSession(runtime, extended, PLUS_15),
    extendSession(runtime, toRow(ref, two), PLUS_15),
  ]
  await pass(9000)
  // The first was lost. It is verified after the second was sent.
  expect(sent).toEqual(['extend', 'extend'])
  await pass(MINUTE)
  expect((await Promise.all(results)).map(({ ok }) => ok)).toEqual([true, true])
  const leases = (await service.active()).map(({ id, leaseMs }) => [id, leaseMs / MINUTE])
  expect(Object.fromEntries(leases)).toEqual({ one: 75, two: 45 })
})

test('an extension whose response is lost and whose session is gone is reported as ended', async () => {
  const { runtime, ref, extended, toasts, sent } = await setUp(['lost-reply'])
  const gone = toRow(ref, { ...extended.session, id: 'gone' })
  const extension = extendSession(runtime, gone, PLUS_15)
  await pass(MINUTE)
  expect((await extension).ok).toBe(false)
  expect(sent).toEqual(['extend', 'get'])
  expect(toasts()).toEqual(["failure: gone wasn't extended because it has ended."])
})

test('clicks whose token is refused are sent again within seconds, as one call with their sum', async () => {
  const { runtime, ref, row, extended, sent, leaseMin } = await setUp(['none', 'status-401'])
  void refreshList(runtime, ref)
  await pass(100)
  const clicks = [
    extendSession(runtime, extended, PLUS_15),
    extendSession(runtime, extended, PLUS_15),
  ]
  await pass(20_000)
  for (const click of clicks) expect((await click).ok).toBe(true)
  expect(sent).toEqual(['list', 'extend'])
  expect(await leaseMin()).toBe(90)
  expect(row().session.leaseMs).toBe(90 * MINUTE)
})

test('clicks join the waiting call while the call before it is sent again', async () => {
  const { runtime, extended, shown, sent, leaseMin } = await setUp(['status-401', 'slow'])
  const first = extendSession(runtime, extended, PLUS_15)
  await pass(1000)
  const second = extendSession(runtime, extended, PLUS_15)
  // The first was sent again, with another token.
  await pass(5000)
  const third = extendSession(runtime, extended, PLUS_15)
  expect(shown().map(({ addMs }) => addMs)).toEqual([15 * MINUTE, 30 * MINUTE])
  await pass(MINUTE)
  expect((await first).ok).toBe(true)
  expect(await third).toBe(await second)
  expect(sent).toEqual(['extend', 'extend'])
  expect(await leaseMin()).toBe(105)
  expect(shown()).toEqual([])
})

test('clicks join the waiting call after the call before it has ended', async () => {
  const { runtime, extended, shown, sent, leaseMin } = await setUp(['slow'])
  gatesOf(runtime).setSpacing(10_000)
  const first = extendSession(runtime, extended, PLUS_15)
  await pass(1000)
  const second = extendSession(runtime, extended, PLUS_15)
  await pass(8000)
  expect((await first).ok).toBe(true)
  const third = extendSession(runtime, extended, PLUS_15)
  expect(shown()).toEqual([{ kind: 'extend', phase: 'waiting', addMs: 30 * MINUTE }])
  await pass(MINUTE)
  expect(await third).toBe(await second)
  expect(sent).toEqual(['extend', 'extend'])
  expect(await leaseMin()).toBe(105)
})

test('a click on a session that is being stopped is refused at once', async () => {
  const { runtime, extended, toasts, sent } = await setUp(['ignored'])
  void stopSession(runtime, extended)
  await pass(1000)
  const extension = extendSession(runtime, extended, PLUS_15)
  await pass(0)
  expect(await extension).toEqual({ ok: false, end: 'stopping' })
  expect(toasts()).toEqual(["failure: one wasn't extended because it's being stopped."])
  expect(toastsStore(runtime).getState().toasts[0]?.error).toBeNull()
  expect(sent).not.toContain('extend')
})
