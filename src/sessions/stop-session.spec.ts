import { afterEach, describe, expect, test, vi } from 'vitest'
import { callLogStore } from '../calls/call-log.ts'
import { toastsStore } from '../screens/shell/toasts-store.ts'
import { localActionsStore } from '../monitor/history-store.ts'
import { beginActions } from '../test-support/two-tabs.ts'
import type { Fault } from '../test-support/faulty-service.ts'
import { shownActions } from '../test-support/shown-actions.ts'
import { detailKey, loadSession } from './session-detail.ts'
import { loadSessions, refreshList } from './load-sessions.ts'
import { listOf } from './session-list.ts'
import { stopSession } from './stop-session.ts'
import { gatesOf } from '../calls/gates.ts'
import { actionsOf, pendingActionsStore } from './pending-actions.ts'

/** Every way a stop can end: what is sent, claimed, shown, and recorded. */

const MINUTE = 60_000

afterEach(() => {
  vi.useRealTimers()
})

const pass = (ms: number) => vi.advanceTimersByTimeAsync(ms)

const setUp = async (
  faults: readonly Fault[],
  apiVersion: '2021-01-01' | 'v1' = '2021-01-01',
) => {
  const known = await beginActions(apiVersion, faults)
  const stopped = known.row()
  const toasts = () =>
    toastsStore(known.runtime)
      .getState()
      .toasts.map(({ tone, text }) => `${tone}: ${text}`)
  const recorded = () =>
    localActionsStore(known.runtime).getState().rows.get(stopped.key)?.stoppedAtMs ?? null
  const listed = () => listOf(known.runtime, known.ref)?.sessions.map(({ id }) => id)
  return { ...known, stopped, toasts, recorded, listed, askedAtMs: Date.now() }
}

describe.each(['2021-01-01', 'v1'] as const)('a stop, %s', (apiVersion) => {
  test.each([
    ['succeeds', []],
    ['takes effect although its response is lost', ['lost-reply']],
    ['takes effect although its response is truncated', ['cut-reply']],
    ['takes effect although its response is late', ['slow']],
    [
      'takes effect although its response and the first GET are lost',
      ['lost-reply', 'before-send'],
    ],
    ['succeeds although the first two GETs are lost', ['none', 'before-send', 'stall']],
  ] satisfies [string, Fault[]][])(
    'that %s is reported once the end is proved',
    async (_, faults) => {
      const { runtime, ref, stopped, toasts, recorded, listed, sent, askedAtMs, leaseMin } =
        await setUp(faults, apiVersion)
      const stop = stopSession(runtime, stopped)
      await pass(3 * MINUTE)
      expect(await stop).toEqual({ ok: true, end: 'stopped' })
      expect(await leaseMin()).toBeNull()
      expect(sent.filter((kind) => kind === 'stop')).toHaveLength(1)
      expect(sent.at(-1)).toBe('get')
      const { id } = stopped.session
      expect(toasts()).toEqual([`success: ${id} stopped`])
      expect(listed()).toEqual([])
      expect(recorded()).toBe(askedAtMs)
      expect(shownActions(runtime, stopped)).toEqual([])
      // The session's page shows the end.
      expect(runtime.queryClient.getQueryData(detailKey(ref, id))).toMatchObject({
        session: { status: 'Stopped' },
      })
    },
  )

  test.each([
    ['never arrives', ['before-send']],
    ['gets a server error', ['status-500']],
  ] satisfies [string, Fault[]][])(
    'that %s is reported as failed when the session keeps running',
    async (_, faults) => {
      const { runtime, stopped, toasts, listed, sent, leaseMin } = await setUp(
        faults,
        apiVersion,
      )
      const stop = stopSession(runtime, stopped)
      await pass(MINUTE)
      expect((await stop).ok).toBe(false)
      expect(await leaseMin()).toBe(60)
      // One GET is enough.
      expect(sent).toEqual(['stop', 'get'])
      const { id } = stopped.session
      expect(toasts()).toEqual([`failure: Couldn't stop ${id}. It may still be billed.`])
      expect(listed()).toEqual([id])
      expect(shownActions(runtime, stopped)).toEqual([])
    },
  )
})

test('a stop that is throttled waits its turn and is sent again', async () => {
  const { runtime, stopped, seen, sent } = await setUp(['status-429', 'status-429'])
  const stop = stopSession(runtime, stopped)
  await pass(MINUTE)
  expect(await stop).toEqual({ ok: true, end: 'stopped' })
  expect(seen.throttled).toEqual(['stop', 'stop'])
  expect(sent.filter((kind) => kind === 'stop')).toHaveLength(1)
})

test('a stop that is throttled three times is reported with the reason, without a GET', async () => {
  const { runtime, stopped, toasts, sent, seen, recorded, askedAtMs } = await setUp([
    'status-429',
    'status-429',
    'status-429',
  ])
  const stop = stopSession(runtime, stopped)
  await pass(MINUTE)
  expect(await stop).toMatchObject({ ok: false, error: { kind: 'throttled' } })
  expect(seen.throttled).toEqual(['stop', 'stop', 'stop'])
  expect(sent).toEqual([])
  expect(toasts()).toEqual(["failure: Couldn't stop one. It may still be billed."])
  expect(toastsStore(runtime).getState().toasts[0]?.error).toMatchObject({ kind: 'throttled' })
  // It was requested. If the session ends now, the stop is the likely reason.
  expect(recorded()).toBe(askedAtMs)
})

test('a session that is already gone counts as stopped, and the message says so', async () => {
  const { runtime, stopped, toasts, sent } = await setUp([])
  const gone = { ...stopped, session: { ...stopped.session, id: 'gone' } }
  const phases = new Set<string | undefined>()
  pendingActionsStore(runtime).subscribe(() =>
    phases.add(actionsOf(runtime, gone.key)[0]?.departure?.phase),
  )
  const stop = stopSession(runtime, gone)
  await pass(MINUTE)
  expect(await stop).toMatchObject({ ok: true })
  expect(sent).toEqual(['stop'])
  // Nothing is left to verify.
  expect([...phases]).toEqual([undefined, 'leaving', 'sent'])
  expect(toasts()).toEqual(['success: gone had already ended'])
})

test('a session that disappears during verification has ended', async () => {
  const { runtime, stopped, toasts } = await setUp(['lost-reply'])
  const gone = { ...stopped, session: { ...stopped.session, id: 'gone' } }
  const stop = stopSession(runtime, gone)
  await pass(MINUTE)
  expect(await stop).toMatchObject({ ok: true })
  expect(toasts()).toEqual(['success: gone stopped'])
})

test('after twelve GETs without a response nothing is claimed', async () => {
  const lost = Array.from({ length: 20 }, (): Fault => 'before-send')
  const { runtime, stopped, toasts, sent, listed } = await setUp(['none', ...lost])
  const stop = stopSession(runtime, stopped)
  await pass(3 * MINUTE)
  expect(await stop).toEqual({ ok: false, end: 'unproved' })
  expect(sent.filter((kind) => kind === 'get')).toHaveLength(12)
  expect(toasts()).toEqual([
    "failure: The service hasn't confirmed that one stopped. Check it again; it may still be billed.",
  ])
  expect(listed()).toEqual(['one'])
})

test('an accepted stop of a session that keeps running is verified and never claimed', async () => {
  const { runtime, stopped, toasts, sent, listed, leaseMin } = await setUp(['ignored'])
  const stop = stopSession(runtime, stopped)
  await pass(3 * MINUTE)
  expect(await stop).toEqual({ ok: false, end: 'unproved' })
  expect(sent.filter((kind) => kind === 'get')).toHaveLength(12)
  expect(toasts()).toEqual([
    "failure: The service hasn't confirmed that one stopped. Check it again; it may still be billed.",
  ])
  expect(listed()).toEqual(['one'])
  expect(await leaseMin()).toBe(60)
})

test('a stop that a throttled service does not confirm is reported by the time shown, with a way to try again', async () => {
  const throttled = Array.from({ length: 20 }, (): Fault => 'status-429')
  const { runtime, stopped, toasts } = await setUp(['none', ...throttled])
  const stop = stopSession(runtime, stopped)
  await pass(10_000)
  const [action] = actionsOf(runtime, stopped.key)
  const { departure } = action ?? {}
  const untilMs = departure?.phase === 'verifying' ? departure.untilMs : 0
  expect(untilMs - Date.now()).toBeGreaterThan(MINUTE)
  // Each GET waits 15 s after the one before, so twelve of them would take three minutes.
  await pass(untilMs - Date.now())
  expect(await stop).toEqual({ ok: false, end: 'unproved' })
  expect(toasts()).toEqual([
    "failure: The service hasn't confirmed that one stopped. Check it again; it may still be billed.",
  ])
  expect(toastsStore(runtime).getState().toasts[0]?.action?.label).toBe('Retry')
})

test.each([0, -60 * MINUTE])(
  'the outcome of a stop comes by the time shown, however long its GET waits and whether the clock is set by %i ms',
  async (jumpMs) => {
    const { runtime, ref, stopped, toasts } = await setUp(['none', 'long-429'])
    const stop = stopSession(runtime, stopped)
    await pass(10_000)
    const departure = actionsOf(runtime, stopped.key)[0]?.departure
    const leftMs = departure?.phase === 'verifying' ? departure.untilMs - Date.now() : 0
    // The page of the session waits for the same GET.
    void loadSession(runtime, ref, stopped.session.id, 'detail')
    vi.setSystemTime(Date.now() + jumpMs)
    await pass(leftMs)
    expect(await Promise.race([stop, Promise.resolve('open')])).toEqual({
      ok: false,
      end: 'unproved',
    })
    expect(toasts()).toHaveLength(1)
    expect(toastsStore(runtime).getState().toasts[0]?.action?.label).toBe('Retry')
  },
)

test('a session that is still Stopping after a lost response is verified until it has stopped', async () => {
  const { runtime, stopped, toasts, sent } = await setUp(['lost-reply'], 'v1')
  // Soon enough for the GETs to see it.
  gatesOf(runtime).setSpacing(2000)
  const stop = stopSession(runtime, stopped)
  await pass(MINUTE)
  expect(await stop).toMatchObject({ ok: true })
  expect(sent).toEqual(['stop', 'get', 'get', 'get'])
  expect(toasts()).toEqual([`success: ${stopped.session.id} stopped`])
})

test('the GET after a stop is sent before a poll that has waited longer', async () => {
  const { runtime, ref, stopped } = await setUp([])
  void refreshList(runtime, ref)
  await pass(100)
  callLogStore(runtime).setState({ records: [] })
  const stop = stopSession(runtime, stopped)
  const poll = loadSessions(runtime, ref, 'poll')
  await pass(MINUTE)
  expect([(await stop).ok, (await poll).ok]).toEqual([true, true])
  expect(
    callLogStore(runtime)
      .getState()
      .records.map(({ kind }) => kind),
  ).toEqual(['stop', 'refresh', 'poll'])
})

test('a stop shows its progress', async () => {
  const { runtime, ref, stopped } = await setUp(['none', 'slow', 'slow'])
  void refreshList(runtime, ref)
  await pass(100)
  const stop = stopSession(runtime, stopped)
  await pass(100)
  const phase = () =>
    shownActions(runtime, stopped).map((action) => `${action.kind} ${action.phase}`)
  expect(phase()).toEqual(['stop waiting'])
  expect(gatesOf(runtime).of(ref).getView().waiting).toMatchObject([
    { kind: 'stop', subject: 'one' },
  ])
  await pass(5000)
  expect(phase()).toEqual(['stop sent'])
  await pass(9000)
  expect(phase()).toEqual(['stop verifying'])
  await pass(MINUTE)
  expect((await stop).ok).toBe(true)
  expect(phase()).toEqual([])
})

test('a stop that is undone while it waits is not sent, reported, or recorded', async () => {
  const { runtime, ref, stopped, toasts, recorded, sent } = await setUp([])
  void refreshList(runtime, ref)
  await pass(100)
  const stop = stopSession(runtime, stopped)
  await pass(100)
  const gate = gatesOf(runtime).of(ref)
  gate.cancel(gate.getView().waiting[0]?.id ?? '')
  await pass(MINUTE)
  expect(await stop).toEqual({ ok: false, end: 'undone' })
  expect(sent).not.toContain('stop')
  expect(toasts()).toEqual([])
  expect(recorded()).toBeNull()
  expect(shownActions(runtime, stopped)).toEqual([])
})

test('a stop that nobody wants any more is not sent and can be requested again', async () => {
  const { runtime, stopped, toasts, recorded, sent } = await setUp([])
  const unwanted = stopSession(runtime, stopped, {
    isWanted: () => Promise.resolve(false),
  })
  await pass(MINUTE)
  expect(await unwanted).toEqual({ ok: false, end: 'undone' })
  expect(sent).toEqual([])
  expect(toasts()).toEqual([])
  expect(recorded()).toBeNull()
  const again = stopSession(runtime, stopped)
  await pass(MINUTE)
  expect((await again).ok).toBe(true)
})

test('a stop after a failed stop is sent again', async () => {
  const { runtime, stopped, sent, seen } = await setUp([
    'status-429',
    'status-429',
    'status-429',
  ])
  const failed = stopSession(runtime, stopped)
  await pass(MINUTE)
  expect((await failed).ok).toBe(false)
  expect(seen.throttled).toHaveLength(3)
  const again = stopSession(runtime, stopped)
  await pass(MINUTE)
  expect((await again).ok).toBe(true)
  expect(sent.filter((kind) => kind === 'stop')).toHaveLength(1)
})
