import { describe, expect, test } from 'vitest'
import { noAnswer } from '../service/result.ts'
import { createGate } from './gate.ts'
import { createFakeTime, failed, fakeGate, ok } from '../test-support/fake-gate.ts'
import { createMemoryStores } from './store.ts'
import type { CallKind, CallReport, GateCall } from './types.ts'

/** What a gate shows, what it cancels, and how it serves one of several tabs. */

const START = 1_000_000

const setUp = () => {
  const time = createFakeTime(START)
  const stores = createMemoryStores()
  const reports: CallReport[] = []
  const gate = createGate({
    name: 'gate',
    holder: 'me',
    spacingMs: 5000,
    ports: {
      ...time.ports,
      store: stores.of('test'),
      onCall: (report) => reports.push(report),
    },
  })
  const left: { kind: string; atMs: number }[] = []
  const call = (kind: CallKind, part: Partial<GateCall<number, number>> = {}) =>
    gate.run<number, number>({
      kind,
      subject: null,
      mergeKey: null,
      payload: 0,
      perform: async (payload) => {
        left.push({ kind: `${kind} ${payload}`, atMs: time.now() - START })
        return ok(payload)
      },
      ...part,
    })
  return { time, stores, gate, left, call, reports }
}

describe('the view', () => {
  test('lists the waiting calls in order, with the time at which each is sent', async () => {
    const { time, gate, call } = setUp()
    void call('poll')
    await time.advance(1000)
    void call('detail', { subject: 'a' })
    void call('stop', { subject: 'b' })
    expect(gate.getView()).toMatchObject({ nextCallAtMs: START + 5000, closedBy: 'spacing' })
    expect(gate.getView().waiting).toEqual([
      {
        id: 'gate 3',
        kind: 'stop',
        subject: 'b',
        operationId: null,
        payload: 0,
        queuedAtMs: START + 1000,
        leavesAtMs: START + 5000,
      },
      {
        id: 'gate 2',
        kind: 'detail',
        subject: 'a',
        operationId: null,
        payload: 0,
        queuedAtMs: START + 1000,
        leavesAtMs: START + 10_000,
      },
    ])
  })

  test("gives no time for a call that isn't ready, which delays no other", async () => {
    const { time, gate, call } = setUp()
    void call('poll')
    await time.advance(1000)
    let makeReady = (_failure: null) => {}
    const before = new Promise<null>((resolve) => {
      makeReady = resolve
    })
    void call('extend', { prepare: () => before })
    void call('detail')
    const times = () => gate.getView().waiting.map(({ kind, leavesAtMs }) => [kind, leavesAtMs])
    expect(times()).toEqual([
      ['extend', null],
      ['detail', START + 5000],
    ])
    let changes = 0
    gate.subscribe(() => {
      changes += 1
    })
    makeReady(null)
    await time.settle()
    expect(changes).toBeGreaterThan(0)
    expect(times()).toEqual([
      ['extend', START + 5000],
      ['detail', START + 10_000],
    ])
  })

  test('notifies of each change until the listener unsubscribes', async () => {
    const { time, gate, call } = setUp()
    let changes = 0
    const stop = gate.subscribe(() => {
      changes += 1
    })
    void call('poll')
    expect(changes).toBe(1)
    expect(gate.getView().waiting).toHaveLength(1)
    await time.settle()
    expect(gate.getView().waiting).toHaveLength(0)
    const afterCall = changes
    expect(afterCall).toBeGreaterThan(2)
    gate.setSpacing(8000)
    expect(changes).toBe(afterCall + 1)
    expect(gate.getView().spacingMs).toBe(8000)
    gate.wake()
    expect(changes).toBe(afterCall + 2)
    stop()
    gate.wake()
    expect(changes).toBe(afterCall + 2)
  })

  test('is updated when another tab changed the shared state', async () => {
    const time = createFakeTime(START)
    const listeners = new Set<() => void>()
    const store = {
      ...createMemoryStores().of('test'),
      subscribe: (listener: () => void) => {
        listeners.add(listener)
        return () => listeners.delete(listener)
      },
    }
    const gate = fakeGate(time, store)
    const before = gate.getView()
    for (const listener of listeners) listener()
    expect(gate.getView()).not.toBe(before)
    gate.dispose()
    expect(listeners.size).toBe(0)
  })
})

test('a new spacing applies from the next call on, also to one that already waits', async () => {
  const { time, gate, left, call } = setUp()
  void call('poll')
  await time.settle()
  void call('stop')
  gate.setSpacing(2000)
  await time.advance(1999)
  expect(left).toHaveLength(1)
  await time.advance(1)
  expect(left.at(-1)).toEqual({ kind: 'stop 0', atMs: 2000 })
})

test('each call that was sent is reported once, with the time it was queued and its result', async () => {
  const { time, call, reports } = setUp()
  void call('poll')
  await time.advance(2000)
  void call('extend', {
    subject: 'a',
    perform: async () => failed({ kind: 'conflict', status: 409 }),
  })
  await time.advance(10_000)
  expect(reports).toHaveLength(2)
  expect(reports[0]).toMatchObject({ kind: 'poll', subject: null, queuedAtMs: START })
  expect(reports[1]).toMatchObject({
    kind: 'extend',
    subject: 'a',
    queuedAtMs: START + 2000,
    result: { ok: false, error: { kind: 'conflict' } },
  })
})

describe('a canceled call', () => {
  test('never waits when it was aborted before it was queued', async () => {
    const { gate, left, call, time } = setUp()
    const aborted = AbortSignal.abort()
    expect(await call('poll', { signal: aborted })).toMatchObject({
      error: { kind: 'cancelled' },
      meta: noAnswer(START),
    })
    expect(gate.getView().waiting).toEqual([])
    await time.advance(10_000)
    expect(left).toEqual([])
  })

  test('is aborted in flight once every merged caller has lost interest, not before', async () => {
    const { time, call } = setUp()
    void call('create')
    await time.settle()
    const aborts = [new AbortController(), new AbortController()]
    let isAborted = false
    for (const { signal } of aborts)
      void call('refresh', {
        mergeKey: 'list',
        signal,
        perform: (_payload, performed) =>
          new Promise(() => {
            performed.addEventListener('abort', () => {
              isAborted = true
            })
          }),
      })
    await time.advance(5000)
    aborts[0]?.abort()
    expect(isAborted).toBe(false)
    aborts[1]?.abort()
    expect(isAborted).toBe(true)
  })

  test('a caller without a signal never loses interest', async () => {
    const { time, call, left } = setUp()
    void call('create')
    await time.settle()
    const abort = new AbortController()
    void call('refresh', { mergeKey: 'list', signal: abort.signal })
    void call('refresh', { mergeKey: 'list' })
    abort.abort()
    await time.advance(5000)
    expect(left.map(({ kind }) => kind)).toEqual(['create 0', 'refresh 0'])
  })
})

describe('merged calls', () => {
  test('are as urgent as the more urgent of them, whichever came first', async () => {
    const { time, left, call } = setUp()
    void call('create')
    await time.settle()
    void call('detail')
    void call('detail', { mergeKey: 'list', payload: 1 })
    void call('refresh', { mergeKey: 'list', payload: 2 })
    await time.advance(10_000)
    // The later payload replaces the earlier one.
    expect(left.map(({ kind }) => kind)).toEqual(['create 0', 'detail 2', 'detail 0'])
  })

  test("don't become less urgent through a patient one", async () => {
    const { time, gate, call } = setUp()
    void call('create')
    await time.settle()
    void call('refresh', { mergeKey: 'list' })
    void call('poll', { mergeKey: 'list' })
    expect(gate.getView().waiting.map(({ kind }) => kind)).toEqual(['refresh'])
  })

  test('never join a read and a change, even with the same key', async () => {
    const { time, left, call } = setUp()
    void call('create')
    await time.settle()
    void call('extend', { mergeKey: 'a' })
    void call('detail', { mergeKey: 'a' })
    void call('stop', { mergeKey: 'a' })
    await time.advance(60_000)
    expect(left.map(({ kind }) => kind)).toEqual(['create 0', 'stop 0', 'extend 0', 'detail 0'])
  })
})

describe('several leaders in turn', () => {
  test('a poll of an earlier leader is canceled, and the next call is sent', async () => {
    const { time, stores, left, call } = setUp()
    const earlier = await stores.claimLead(0)
    void call('create')
    await time.settle()
    const poll = call('poll', { leaderEpoch: earlier })
    void call('detail')
    await stores.claimLead(0)
    await time.advance(20_000)
    expect(await poll).toMatchObject({ error: { kind: 'cancelled' } })
    expect(left.map(({ kind }) => kind)).toEqual(['create 0', 'detail 0'])
  })

  test.each([
    ['a later lead', 2],
    ['a user, who needs no lead', null],
  ])('a poll of an earlier leader is sent when it merges with one of %s', async (_, second) => {
    const { time, stores, left, call } = setUp()
    await stores.claimLead(0)
    void call('create')
    await time.settle()
    const poll = call('poll', { mergeKey: 'list', leaderEpoch: 1 })
    void call('refresh', { mergeKey: 'list', leaderEpoch: second })
    await stores.claimLead(0)
    await time.advance(20_000)
    expect(await poll).toMatchObject({ ok: true })
    expect(left).toHaveLength(2)
  })

  test('a user action is sent even if a poll of an earlier leader merges with it', async () => {
    const { time, stores, left, call } = setUp()
    await stores.claimLead(0)
    void call('create')
    await time.settle()
    void call('refresh', { mergeKey: 'list' })
    void call('poll', { mergeKey: 'list', leaderEpoch: 1 })
    await stores.claimLead(0)
    await time.advance(20_000)
    expect(left).toHaveLength(2)
  })
})

describe('back-off', () => {
  const throttled = { perform: async () => failed({ kind: 'throttled', status: 429 }) }

  test.each(['poll', 'refresh'] as const)(
    'eases after ten clean answers to a %s',
    async (kind) => {
      const { time, gate, call } = setUp()
      void call('poll', throttled)
      await time.advance(20_000)
      for (let count = 0; count < 9; count += 1) void call(kind)
      await time.advance(60_000)
      expect(gate.getView().pollFactor).toBe(2)
      void call(kind)
      await time.advance(10_000)
      expect(gate.getView().pollFactor).toBe(1)
    },
  )

  test('is not eased by user actions', async () => {
    const { time, gate, call } = setUp()
    void call('poll', throttled)
    await time.advance(20_000)
    for (let count = 0; count < 12; count += 1) void call('stop')
    await time.advance(90_000)
    expect(gate.getView().pollFactor).toBe(2)
  })

  test("doesn't start after another kind of failure, even with the status 503", async () => {
    const { time, gate, call } = setUp()
    void call('poll', { perform: async () => failed({ kind: 'unreadable', status: 503 }) })
    await time.settle()
    expect(gate.getView()).toMatchObject({ closedBy: 'spacing', pollFactor: 1 })
  })
})

test("setting the clock doesn't change the age of waiting calls", async () => {
  const { time, gate, call } = setUp()
  void call('poll')
  await time.settle()
  void call('stop')
  time.setClock(time.now() + 60_000)
  gate.wake()
  await time.settle()
  expect(gate.getView().waiting[0]?.queuedAtMs).toBe(START + 60_000)
})

test('a disposed gate cancels what waits and leaves no timer', async () => {
  const { time, gate, left, call } = setUp()
  let changes = 0
  void call('poll')
  await time.settle()
  const waiting = call('stop')
  gate.subscribe(() => {
    changes += 1
  })
  gate.dispose()
  expect(await waiting).toMatchObject({ error: { kind: 'cancelled' } })
  await time.settle()
  const afterDispose = changes
  gate.wake()
  expect(changes).toBe(afterDispose)
  await time.advance(60_000)
  expect(left).toHaveLength(1)
  expect(time.timerCount()).toBe(0)
})

test('a tab whose call is canceled no longer delays the others', async () => {
  const time = createFakeTime(START)
  const store = createMemoryStores().of('test')
  const [one, two] = [fakeGate(time, store, 'one'), fakeGate(time, store, 'two')]
  const left: string[] = []
  const call = (gate: typeof one, kind: CallKind) =>
    void gate.run({
      kind,
      subject: null,
      mergeKey: null,
      payload: null,
      perform: async () => {
        left.push(`${kind} ${time.now() - START}`)
        return ok(null)
      },
    })
  call(one, 'create')
  await time.settle()
  call(one, 'stop')
  call(two, 'poll')
  await time.settle()
  one.cancel(one.getView().waiting[0]?.id ?? '')
  await time.advance(10_000)
  // As soon as the gate opens, not after the turn of a call that no longer waits.
  expect(left).toEqual(['create 0', 'poll 5000'])
})
