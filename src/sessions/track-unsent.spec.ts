import { afterEach, expect, test, vi } from 'vitest'
import { unsentActionsStore } from './unsent-actions-table.ts'
import { isLeftBehind, isUnreadUnsentAction, type UnsentAction } from './unsent-action.ts'
import { beginActions } from '../test-support/two-tabs.ts'
import { extendSession } from './extend-session.ts'
import { refreshList } from './load-sessions.ts'
import { stopSession } from './stop-session.ts'
import { nameLeftBehind, trackUnsent } from './track-unsent.ts'
import { gatesOf } from '../calls/gates.ts'
import type { Runtime } from '../runtime/runtime.ts'

/** Actions of a crashed tab are reported by another tab or on the next visit. */

const MINUTE = 60_000

afterEach(() => {
  vi.useRealTimers()
})

const pass = (ms: number) => vi.advanceTimersByTimeAsync(ms)
const rowsOf = (runtime: Runtime) => [...unsentActionsStore(runtime).getState().rows.values()]
const unreadOf = (runtime: Runtime) => rowsOf(runtime).filter(isUnreadUnsentAction)

test.each([
  ['an extension', 'extend', 45 * MINUTE],
  ['a stop', 'stop', null],
] as const)(
  '%s that waits in a crashed tab is reported as not sent',
  async (_, kind, addMs) => {
    const { runtime, tab, other, ref, row, sent } = await beginActions('2021-01-01')
    void refreshList(runtime, ref)
    await pass(1000)
    if (kind === 'stop') void stopSession(runtime, row())
    else {
      void extendSession(runtime, row(), { addMs: 15 * MINUTE })
      void extendSession(runtime, row(), { addMs: 30 * MINUTE })
    }
    await pass(1000)
    await nameLeftBehind(other.runtime)
    expect(unreadOf(other.runtime)).toEqual([])
    tab.kill()
    await pass(10 * MINUTE)
    await nameLeftBehind(other.runtime)
    expect(unreadOf(other.runtime)).toMatchObject([
      { kind, sessionId: 'one', addMs, sentAtMs: null },
    ])
    expect(sent.filter((each) => each === 'extend' || each === 'stop')).toEqual([])
  },
)

test('an extension that was sent before its tab crashed is reported as unclear', async () => {
  const { runtime, other, row } = await beginActions('2021-01-01', ['killed-after'])
  void extendSession(runtime, row(), { addMs: 15 * MINUTE })
  await pass(MINUTE)
  await nameLeftBehind(other.runtime)
  expect(unreadOf(other.runtime)).toHaveLength(1)
  expect(unreadOf(other.runtime)[0]?.sentAtMs).not.toBeNull()
})

test('actions that ended or were undone in their own tab are not reported', async () => {
  const { runtime, tab, other, ref, row } = await beginActions('2021-01-01')
  void refreshList(runtime, ref)
  await pass(1000)
  void extendSession(runtime, row(), { addMs: 15 * MINUTE })
  const gate = gatesOf(runtime).of(ref)
  await pass(100)
  gate.cancel(gate.getView().waiting[0]?.id ?? '')
  // Undone at the moment of the request, before its row is written.
  void extendSession(runtime, row(), { addMs: 15 * MINUTE })
  gate.cancel(gate.getView().waiting[0]?.id ?? '')
  await pass(MINUTE)
  void extendSession(runtime, row(), { addMs: 15 * MINUTE })
  await pass(MINUTE)
  void stopSession(runtime, row())
  await pass(MINUTE)
  tab.kill()
  await nameLeftBehind(other.runtime)
  // Two extensions that were undone, one that succeeded, and a stop.
  expect(rowsOf(other.runtime).map(({ kind, end }) => `${kind} ${end}`)).toEqual([
    'extend over',
    'extend over',
    'extend over',
    'stop over',
  ])
})

test('merged clicks keep their sum when their token is refused', async () => {
  const { runtime, tab, other, row } = await beginActions('2021-01-01', ['status-401'])
  void extendSession(runtime, row(), { addMs: 15 * MINUTE })
  void extendSession(runtime, row(), { addMs: 30 * MINUTE })
  await pass(2500)
  // The token was refused, so the call wasn't sent and waits for its turn with another one.
  expect(rowsOf(other.runtime)).toMatchObject([
    { addMs: 45 * MINUTE, sentAtMs: null, end: null },
  ])
  tab.kill()
  await pass(MINUTE)
  await nameLeftBehind(other.runtime)
  expect(unreadOf(other.runtime)).toMatchObject([
    { kind: 'extend', addMs: 45 * MINUTE, sentAtMs: null },
  ])
})

test('where tabs cannot coordinate, only actions older than half an hour count as left behind', () => {
  const action = { end: null, createdAtMs: 0 } as UnsentAction
  expect(isLeftBehind(action, false, 0)).toBe(true)
  expect(isLeftBehind(action, true, 30 * MINUTE)).toBe(false)
  expect(isLeftBehind(action, true, 30 * MINUTE + 1)).toBe(true)
  expect(isLeftBehind({ ...action, end: 'over' }, false, 0)).toBe(false)
})

test('a click that joins before the row is written counts in its sum', async () => {
  const { runtime, row } = await beginActions('2021-01-01')
  const tracked = trackUnsent(runtime, row(), 'extend', 15 * MINUTE)
  tracked.setAddMs(30 * MINUTE)
  void tracked.open()
  await pass(2000)
  expect(rowsOf(runtime)).toMatchObject([{ addMs: 30 * MINUTE }])
})
