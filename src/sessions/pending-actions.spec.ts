import { describe, expect, test } from 'vitest'
import type { WaitingCall } from '../gate/types.ts'
import type { ExtendChange } from '../lease/extend.ts'
import { openRuntime } from '../test-support/open-runtime.ts'
import type { FleetRow } from './fleet-model.ts'
import {
  actionsOf,
  addMsOf,
  beginAction,
  endAction,
  foremostAction,
  newestWaiting,
  isStopping,
  type PendingAction,
  pendingActionsStore,
  progressOf,
  renewAction,
  sessionProgress,
  reportDeparture,
} from './pending-actions.ts'

let lastId = 0

const extendOf = (key: string, change: Partial<PendingAction> = {}): PendingAction => {
  lastId += 1
  const row = { key } as FleetRow
  return { id: `operation ${lastId}`, kind: 'extend', row, departure: null, ...change }
}
const stopOf = (key: string) => extendOf(key, { kind: 'stop' })

const waitingCall = (operationId: string, payload: ExtendChange | null): WaitingCall => ({
  id: `call of ${operationId}`,
  kind: 'extend',
  subject: 'a',
  operationId,
  payload,
  queuedAtMs: 0,
  leavesAtMs: 5000,
})

const setUp = (...actions: PendingAction[]) => {
  const runtime = openRuntime()
  for (const action of actions) beginAction(runtime, action)
  return {
    runtime,
    foremost: (key: string) => foremostAction(pendingActionsStore(runtime).getState(), key),
  }
}

test('a session without an operation has none to show, and is not being stopped', () => {
  const { runtime, foremost } = setUp(extendOf('b'))
  expect(actionsOf(runtime, 'a')).toEqual([])
  expect(isStopping(runtime, 'a')).toBe(false)
  expect(foremost('a')).toBeUndefined()
})

describe('an operation that begins', () => {
  test('is shown after those of its session, and beside those of other sessions', () => {
    const [first, second, other] = [extendOf('a'), stopOf('a'), extendOf('b')]
    const { runtime } = setUp(first, second, other)
    expect(actionsOf(runtime, 'a')).toEqual([first, second])
    expect(actionsOf(runtime, 'b')).toEqual([other])
  })

  test('makes its own session count as being stopped only when it is a stop', () => {
    const { runtime } = setUp(extendOf('a'))
    expect(isStopping(runtime, 'a')).toBe(false)
    beginAction(runtime, stopOf('a'))
    expect(isStopping(runtime, 'a')).toBe(true)
    expect(isStopping(runtime, 'b')).toBe(false)
  })

  test('is unknown to another tab', () => {
    setUp(stopOf('a'))
    expect(isStopping(openRuntime(), 'a')).toBe(false)
  })
})

describe('an operation whose call has left', () => {
  test('keeps its place, and leaves the others alone', () => {
    const [first, second] = [extendOf('a'), extendOf('a')]
    const { runtime } = setUp(first, second)
    const departure = { phase: 'sent', addMs: 120_000 } as const
    reportDeparture(runtime, first.id, departure)
    expect(actionsOf(runtime, 'a')).toEqual([{ ...first, departure }, second])
  })

  test('does not come back once it has ended', () => {
    const [first, second] = [extendOf('a'), stopOf('a')]
    const { runtime } = setUp(first, second)
    endAction(runtime, first.id)
    reportDeparture(runtime, first.id, { phase: 'verifying', addMs: null, untilMs: 0 })
    expect(actionsOf(runtime, 'a')).toEqual([second])
  })
})

test('the last operation that ends leaves no trace of its session', () => {
  const [first, other] = [extendOf('a'), extendOf('b')]
  const { runtime } = setUp(first, other)
  endAction(runtime, first.id)
  expect([...pendingActionsStore(runtime).getState().byId.keys()]).toEqual([other.id])
})

describe('the operation that a row shows', () => {
  test('is the latest', () => {
    const latest = extendOf('a')
    expect(setUp(extendOf('a'), extendOf('a'), latest).foremost('a')).toBe(latest)
  })

  test('is the stop whatever else was asked for, because the stop decides', () => {
    const stop = stopOf('a')
    expect(setUp(extendOf('a'), stop, extendOf('a')).foremost('a')).toBe(stop)
  })
})

describe('how far an operation has come', () => {
  test('is what its call in the gate says, and no call of another operation', () => {
    const [first, second] = [extendOf('a'), extendOf('a')]
    const waiting = [
      waitingCall(second.id, { addMs: 30 }),
      waitingCall(first.id, { addMs: 15 }),
    ]
    expect(progressOf(first, waiting)).toEqual({
      phase: 'waiting',
      callId: `call of ${first.id}`,
      addMs: 15,
      leavesAtMs: 5000,
    })
  })

  test('is that it waits again when a call of it has left before', () => {
    const action = extendOf('a', { departure: { phase: 'sent', addMs: 15 } })
    const waiting = [waitingCall(action.id, { addMs: 15 })]
    expect(progressOf(action, waiting)?.phase).toBe('waiting')
    expect(progressOf(action, [])).toBe(action.departure)
  })

  test('is not known in the moment after it was taken back', () => {
    expect(progressOf(extendOf('a'), [])).toBeNull()
  })

  test('names what is added, and no addition for a new total or a stop', () => {
    expect(addMsOf({ addMs: 15 })).toBe(15)
    expect(addMsOf({ toLeaseMs: 90, atLeastAddMs: 15 })).toBeNull()
    expect(
      progressOf(stopOf('a'), [waitingCall(`operation ${lastId}`, null)])?.addMs,
    ).toBeNull()
  })
})

describe('what is pending for a session', () => {
  const inState = (...actions: PendingAction[]) => ({
    byId: new Map(actions.map((action) => [action.id, action])),
  })

  test('is the sum of the extensions that wait, and Undo cancels all of them', () => {
    const [one, two] = [extendOf('a'), extendOf('a')]
    const waiting = [waitingCall(one.id, { addMs: 5 }), waitingCall(two.id, { addMs: 7 })]
    expect(sessionProgress(inState(one, two), one.row.key, waiting)).toMatchObject({
      kind: 'extend',
      progress: { phase: 'waiting', addMs: 12 },
      undoIds: waiting.map(({ id }) => id),
    })
  })

  test('is what was sent last when nothing waits, and then nothing can be undone', () => {
    const sent = { ...extendOf('a'), departure: { phase: 'sent' as const, addMs: 5 } }
    expect(sessionProgress(inState(sent), sent.row.key, [])).toEqual({
      kind: 'extend',
      progress: sent.departure,
      undoIds: [],
    })
  })

  test('is the stop alone when there is one', () => {
    const [extension, stop] = [extendOf('a'), stopOf('a')]
    const waiting = [waitingCall(extension.id, { addMs: 5 }), waitingCall(stop.id, null)]
    const [, ofStop] = waiting
    expect(sessionProgress(inState(extension, stop), stop.row.key, waiting)).toMatchObject({
      kind: 'stop',
      undoIds: [ofStop?.id],
    })
  })

  test('is nothing without an operation, and in the moment after an undo', () => {
    const undone = extendOf('a')
    expect(sessionProgress(inState(), undone.row.key, [])).toBeNull()
    expect(sessionProgress(inState(undone), undone.row.key, [])).toBeNull()
  })
})

describe('the newest action that waits', () => {
  const first = extendOf('a')
  const second = stopOf('b')
  const sent = extendOf('c', { departure: { phase: 'sent', addMs: 1 } })
  const waiting = [waitingCall(first.id, { addMs: 1 }), waitingCall(second.id, null)]

  test('is the one that was clicked last, also when that click joined it', () => {
    const { runtime } = setUp(first, second, sent)
    const newest = () => newestWaiting(pendingActionsStore(runtime).getState(), () => waiting)
    expect(newest()).toMatchObject({ row: { key: 'b' }, undoIds: [`call of ${second.id}`] })
    renewAction(runtime, first.id)
    expect(newest()).toMatchObject({ row: { key: 'a' }, undoIds: [`call of ${first.id}`] })
  })

  test('is none once all of them were sent', () => {
    const { runtime } = setUp(first, second, sent)
    expect(newestWaiting(pendingActionsStore(runtime).getState(), () => [])).toBeNull()
  })
})
