import { describe, expect, test } from 'vitest'
import { createFakeTime, failed, fakeGate, ok, okSentAt } from '../test-support/fake-gate.ts'
import { createMemoryStores } from './store.ts'
import type { CallKind, GateCall } from './types.ts'

const setUp = () => {
  const time = createFakeTime()
  const gate = fakeGate(time)
  const left: { what: string; atMs: number }[] = []
  const call = (kind: CallKind, part: Partial<GateCall<number, number>> = {}) =>
    gate.run<number, number>({
      kind,
      subject: null,
      mergeKey: null,
      payload: 0,
      perform: async (payload) => {
        left.push({ what: `${kind} ${payload}`, atMs: time.now() - 1_000_000 })
        return ok(payload)
      },
      ...part,
    })
  return { time, gate, left, call }
}

test('the first call is sent at once, the next ones 5 s apart, start to start', async () => {
  const { time, left, call } = setUp()
  void call('poll', { payload: 1 })
  void call('poll', { payload: 2 })
  void call('poll', { payload: 3 })
  await time.advance(20_000)
  expect(left.map(({ atMs }) => atMs)).toEqual([0, 5000, 10_000])
})

test('the spacing counts from when a call was sent, also when that was after its turn', async () => {
  const { time, left, call } = setUp()
  void call('poll', {
    payload: 1,
    perform: async (payload) => {
      await new Promise<void>((resolve) => time.ports.setTimer(resolve, 1500))
      return okSentAt(payload, time.now())
    },
  })
  await time.settle()
  void call('poll', { payload: 2 })
  await time.advance(20_000)
  expect(left).toEqual([{ what: 'poll 2', atMs: 6500 }])
})

test('the spacing counts from when a call was sent after its turn, also while its answer is out', async () => {
  const { time, left, call } = setUp()
  const wait = (ms: number) =>
    new Promise<void>((resolve) => {
      time.ports.setTimer(resolve, ms)
    })
  void call('stop', {
    payload: 1,
    perform: async (payload, _signal, onSent) => {
      await wait(1000)
      const sentAtMs = time.now()
      onSent()
      await wait(10_000)
      return okSentAt(payload, sentAtMs)
    },
  })
  await time.settle()
  void call('poll', { payload: 2 })
  await time.advance(20_000)
  expect(left).toEqual([{ what: 'poll 2', atMs: 6000 }])
})

test('user actions are sent before polls that waited longer', async () => {
  const { time, left, call } = setUp()
  void call('poll')
  await time.settle()
  for (const kind of ['detail', 'poll', 'create', 'extend', 'stop'] as const) void call(kind)
  await time.advance(60_000)
  expect(left.map(({ what }) => what)).toEqual([
    'poll 0',
    'stop 0',
    'extend 0',
    'create 0',
    'poll 0',
    'detail 0',
  ])
})

test('three clicks on +15 become one call of +45, and all three get its result', async () => {
  const { time, left, call } = setUp()
  void call('poll')
  await time.settle()
  const clicks = [15, 15, 15].map((payload) =>
    call('extend', { mergeKey: 'a', payload, merge: (waiting, added) => waiting + added }),
  )
  await time.advance(10_000)
  expect(left.map(({ what }) => what)).toEqual(['poll 0', 'extend 45'])
  const results = await Promise.all(clicks)
  expect(new Set(results).size).toBe(1)
  expect(results[0]).toMatchObject({ ok: true, data: 45 })
})

test('a refresh answers a waiting poll of the same list', async () => {
  const { time, left, call } = setUp()
  void call('create')
  await time.settle()
  const poll = call('poll', { mergeKey: 'list' })
  const refresh = call('refresh', { mergeKey: 'list' })
  await time.advance(30_000)
  expect(left).toHaveLength(2)
  expect(await poll).toBe(await refresh)
})

test('calls of different sessions never merge', async () => {
  const { time, left, call } = setUp()
  void call('extend', { mergeKey: 'a' })
  void call('extend', { mergeKey: 'b' })
  await time.advance(10_000)
  expect(left).toHaveLength(2)
})

describe('after a 429', () => {
  test('waits exactly for Retry-After, then resumes; user actions wait too', async () => {
    const { time, left, call, gate } = setUp()
    void call('poll', {
      perform: async () => failed({ kind: 'throttled', status: 429, retryAfterMs: 23_000 }),
    })
    await time.settle()
    void call('stop')
    expect(gate.getView()).toMatchObject({ closedBy: 'throttled', pollFactor: 2 })
    await time.advance(22_999)
    expect(left).toEqual([])
    await time.advance(1)
    expect(left).toHaveLength(1)
  })

  test("a 503 slows down in the same way, a 500 doesn't", async () => {
    const { time, call, gate } = setUp()
    void call('poll', { perform: async () => failed({ kind: 'server', status: 500 }) })
    await time.advance(5000)
    expect(gate.getView().closedBy).toBe('open')
    void call('poll', { perform: async () => failed({ kind: 'server', status: 503 }) })
    await time.settle()
    expect(gate.getView().closedBy).toBe('server-trouble')
  })
})

describe('a waiting call', () => {
  test('is shown with the time it will be sent, and never performed once canceled', async () => {
    const { time, left, call, gate } = setUp()
    void call('poll')
    await time.settle()
    const stop = call('stop', { subject: 'a' })
    const [waiting] = gate.getView().waiting
    expect(waiting).toMatchObject({ kind: 'stop', subject: 'a', leavesAtMs: 1_005_000 })
    expect(gate.cancel(waiting?.id ?? '')).toBe(true)
    expect(await stop).toMatchObject({ ok: false, error: { kind: 'cancelled' } })
    await time.advance(60_000)
    expect(left).toHaveLength(1)
    expect(gate.cancel(waiting?.id ?? '')).toBe(false)
  })

  test('is dropped only when every merged caller lost interest', async () => {
    const { time, left, call } = setUp()
    void call('poll')
    await time.settle()
    const first = new AbortController()
    const second = new AbortController()
    const one = call('refresh', { mergeKey: 'list', signal: first.signal })
    void call('refresh', { mergeKey: 'list', signal: second.signal })
    first.abort()
    await time.advance(5000)
    expect(left).toHaveLength(2)
    expect(await one).toMatchObject({ ok: true })
  })

  test('is dropped on abort, and a call in flight gets the signal', async () => {
    const { time, left, call, gate } = setUp()
    const running = new AbortController()
    let toldAbout = false
    void call('poll', {
      signal: running.signal,
      perform: (_payload, signal) =>
        new Promise((resolve) => {
          signal.addEventListener('abort', () => {
            toldAbout = true
            resolve(failed({ kind: 'cancelled' }))
          })
        }),
    })
    await time.settle()
    running.abort()
    await time.settle()
    expect(toldAbout).toBe(true)
    const waiting = new AbortController()
    const dropped = call('poll', { signal: waiting.signal })
    waiting.abort()
    expect(await dropped).toMatchObject({ error: { kind: 'cancelled' } })
    expect(gate.getView().waiting).toEqual([])
    expect(left).toEqual([])
  })
})

test("a call that hangs doesn't delay a stop", async () => {
  const { time, left, call } = setUp()
  void call('poll', { perform: () => new Promise(() => {}) })
  await time.settle()
  void call('stop')
  await time.advance(5000)
  expect(left.map(({ what }) => what)).toEqual(['stop 0'])
})

test('two gates over one shared state keep the spacing between them', async () => {
  const time = createFakeTime()
  const store = createMemoryStores().of('test')
  const left: number[] = []
  for (const gate of [fakeGate(time, store, 'one'), fakeGate(time, store, 'two')]) {
    for (let count = 0; count < 3; count += 1) {
      void gate.run({
        kind: 'poll',
        subject: null,
        mergeKey: null,
        payload: null,
        perform: async () => {
          left.push(time.now())
          return ok(null)
        },
      })
    }
  }
  await time.advance(60_000)
  expect(left).toHaveLength(6)
  left.slice(1).forEach((atMs, index) => {
    expect(atMs - (left[index] ?? 0)).toBeGreaterThanOrEqual(5000)
  })
})

test('the view is the same object until something changes, and an idle gate has no timer', async () => {
  const { time, call, gate } = setUp()
  const before = gate.getView()
  expect(gate.getView()).toBe(before)
  void call('poll')
  await time.advance(5000)
  expect(gate.getView()).not.toBe(before)
  expect(time.timerCount()).toBe(0)
})

test('setting the clock back by ten minutes delays a call by one spacing at most', async () => {
  const { time, left, call } = setUp()
  void call('poll')
  await time.settle()
  time.setClock(time.now() - 600_000)
  void call('stop')
  await time.advance(4999)
  expect(left).toHaveLength(1)
  await time.advance(1)
  expect(left.map(({ what }) => what)).toEqual(['poll 0', 'stop 0'])
})

test.each([-900_000, 900_000])(
  "setting the clock by %i ms during a 429 doesn't change the wait",
  async (jumpMs) => {
    const { time, left, call } = setUp()
    void call('poll', { perform: async () => failed({ kind: 'throttled', status: 429 }) })
    await time.settle()
    time.setClock(time.now() + jumpMs)
    void call('stop')
    await time.advance(14_999)
    expect(left).toEqual([])
    await time.advance(1)
    expect(left.map(({ what }) => what)).toEqual(['stop 0'])
  },
)

test('setting the clock forward lets no call out too early', async () => {
  const { time, left, call } = setUp()
  void call('poll')
  await time.settle()
  time.setClock(time.now() + 3_600_000)
  void call('stop')
  await time.advance(4999)
  expect(left).toHaveLength(1)
  await time.advance(1)
  expect(left).toHaveLength(2)
})

test('a poll that waited 60 s is sent before the next user action, then user actions continue', async () => {
  const { time, left, call } = setUp()
  for (let count = 1; count <= 14; count += 1) void call('stop', { payload: count })
  void call('poll')
  await time.advance(70_000)
  const order = left.map(({ what }) => what)
  expect(order.indexOf('poll 0')).toBe(12)
  expect(order).toHaveLength(15)
})

test('other tabs learn that a read has waited 60 s while another read was sent first', async () => {
  const time = createFakeTime()
  const store = createMemoryStores().of('test')
  const [busy, patient] = [fakeGate(time, store, 'busy'), fakeGate(time, store, 'patient')]
  const left: { kind: CallKind; atMs: number }[] = []
  const ask = (gate: typeof busy, kind: CallKind) =>
    void gate.run({
      kind,
      subject: null,
      mergeKey: null,
      payload: null,
      perform: async () => {
        left.push({ kind, atMs: time.ports.monotonicNow() })
        return ok(null)
      },
    })
  // Its timer fires first each time the gate opens.
  for (let count = 0; count < 20; count += 1) ask(busy, 'stop')
  await time.advance(10)
  ask(patient, 'detail')
  await time.advance(8000)
  // Younger, but a poll comes before a detail until the detail has starved.
  ask(patient, 'poll')
  await time.advance(80_000)
  expect(left.find(({ kind }) => kind === 'detail')?.atMs).toBe(65_000)
})

test('a read that has waited 60 s no longer waits for the held action of another tab', async () => {
  const time = createFakeTime()
  const store = createMemoryStores().of('test')
  const [busy, patient] = [fakeGate(time, store, 'busy'), fakeGate(time, store, 'patient')]
  const left: { kind: CallKind; atMs: number }[] = []
  const ask = (gate: typeof busy, kind: CallKind, holdMs = 0) =>
    void gate.run({
      kind,
      subject: null,
      mergeKey: null,
      payload: null,
      holdMs,
      perform: async () => {
        left.push({ kind, atMs: time.ports.monotonicNow() })
        return ok(null)
      },
    })
  for (let count = 0; count < 12; count += 1) ask(busy, 'stop')
  await time.advance(1000)
  ask(patient, 'poll')
  await time.advance(55_000)
  ask(busy, 'stop', 7000)
  await time.advance(20_000)
  expect(left.find(({ kind }) => kind === 'poll')?.atMs).toBe(61_000)
})

test('a 503 waits exactly for Retry-After, then resumes', async () => {
  const { time, left, call } = setUp()
  void call('poll', {
    perform: async () => failed({ kind: 'server', status: 503, retryAfterMs: 31_000 }),
  })
  await time.settle()
  void call('stop')
  await time.advance(30_999)
  expect(left).toEqual([])
  await time.advance(1)
  expect(left).toHaveLength(1)
})

test('a defect in a call is reported as one, and the next call is still sent', async () => {
  const { time, left, call } = setUp()
  const broken = call('stop', { perform: () => Promise.reject(new TypeError('no such field')) })
  void call('poll')
  await time.advance(10_000)
  expect(await broken).toMatchObject({
    ok: false,
    error: { kind: 'internal', detail: 'no such field' },
  })
  expect(left.map(({ what }) => what)).toEqual(['poll 0'])
})

test('a call that is being prepared waits, merges, and delays no other', async () => {
  const { time, gate, left, call } = setUp()
  let ready = () => {}
  const prepare = () =>
    new Promise<null>((resolve) => {
      ready = () => resolve(null)
    })
  const merge = (waiting: number, added: number) => waiting + added
  void call('extend', { mergeKey: 'a', payload: 15, merge, prepare })
  void call('poll')
  await time.advance(6000)
  expect(left.map(({ what }) => what)).toEqual(['poll 0'])
  expect(gate.getView().waiting.map(({ kind }) => kind)).toEqual(['extend'])
  void call('extend', { mergeKey: 'a', payload: 30, merge })
  ready()
  await time.advance(0)
  expect(left.map(({ what }) => what)).toEqual(['poll 0', 'extend 45'])
  expect(gate.getView().waiting).toEqual([])
})

test("a call that can't be prepared ends with that failure and is never sent", async () => {
  const { time, gate, left, call } = setUp()
  const failing = call('extend', { prepare: async () => failed({ kind: 'unauthorized' }) })
  const broken = call('stop', { prepare: () => Promise.reject(new Error('no such row')) })
  await time.advance(10_000)
  expect(await failing).toMatchObject({ ok: false, error: { kind: 'unauthorized' } })
  expect(await broken).toMatchObject({ ok: false, error: { kind: 'internal' } })
  expect(left).toEqual([])
  expect(gate.getView().waiting).toEqual([])
})

test('a call that is canceled while it is prepared is never sent', async () => {
  const { time, gate, left, call } = setUp()
  let signal: AbortSignal | null = null
  const result = call('extend', {
    prepare: (given) => {
      signal = given
      return new Promise((resolve) => {
        given.addEventListener('abort', () => resolve(null))
      })
    },
  })
  gate.cancel(gate.getView().waiting[0]?.id ?? '')
  await time.advance(10_000)
  expect(await result).toMatchObject({ ok: false, error: { kind: 'cancelled' } })
  expect(signal).toMatchObject({ aborted: true })
  expect(left).toEqual([])
})

test('reports at once which calls were merged, into which operation, and with what payload', async () => {
  const { time, gate } = setUp()
  const enter = (operationId: string) =>
    gate.enter<number, number>({
      kind: 'extend',
      subject: 'a',
      operationId,
      mergeKey: 'a',
      payload: 15,
      merge: (waiting, added) => waiting + added,
      perform: async (payload) => ok(payload),
    })
  expect(enter('first')).toMatchObject({ isMerged: false, operationId: 'first', payload: 15 })
  expect(enter('second')).toMatchObject({ isMerged: true, operationId: 'first', payload: 30 })
  expect(gate.getView().waiting).toMatchObject([{ operationId: 'first', payload: 30 }])
  await time.advance(10_000)
  expect(enter('third')).toMatchObject({ isMerged: false, operationId: 'third', payload: 15 })
})

describe('a held call', () => {
  const HOLD = { mergeKey: 'a', holdMs: 4000 }
  const sum = (waiting: number, added: number) => waiting + added

  test('waits for the end of its hold, also when the gate is open', async () => {
    const { time, gate, left, call } = setUp()
    void call('extend', HOLD)
    await time.settle()
    expect(gate.getView().waiting[0]?.leavesAtMs).toBe(time.now() + 4000)
    await time.advance(3999)
    expect(left).toEqual([])
    await time.advance(1)
    expect(left).toEqual([{ what: 'extend 0', atMs: 4000 }])
  })

  test('is held anew by every call that joins it', async () => {
    const { time, gate, left, call } = setUp()
    for (const payload of [15, 15, 15]) {
      void call('extend', { ...HOLD, payload, merge: sum })
      await time.advance(3000)
    }
    expect(gate.getView().waiting[0]?.leavesAtMs).toBe(time.now() + 1000)
    await time.advance(20_000)
    expect(left).toEqual([{ what: 'extend 45', atMs: 10_000 }])
  })

  test('is not released early by a call without a hold that joins it', async () => {
    const { time, left, call } = setUp()
    void call('extend', { ...HOLD, payload: 15 })
    await time.advance(1000)
    void call('extend', { ...HOLD, holdMs: 0, payload: 15, merge: sum })
    await time.advance(20_000)
    expect(left).toEqual([{ what: 'extend 30', atMs: 4000 }])
  })

  test('is not delayed by a read of this tab or of another', async () => {
    const { time, left, call } = setUp()
    void call('extend', HOLD)
    await time.advance(1000)
    void call('poll')
    await time.advance(20_000)
    expect(left.map(({ what, atMs }) => [what, atMs])).toEqual([
      ['extend 0', 4000],
      ['poll 0', 9000],
    ])

    const store = createMemoryStores().of('shared')
    const [one, two] = [fakeGate(time, store, 'one'), fakeGate(time, store, 'two')]
    const shared: string[] = []
    const startMs = time.now()
    const run = (gate: typeof one, kind: CallKind, holdMs: number) =>
      void gate.run({
        kind,
        holdMs,
        subject: null,
        mergeKey: null,
        payload: null,
        perform: async () => {
          shared.push(`${kind} ${time.now() - startMs}`)
          return ok(null)
        },
      })
    run(one, 'extend', 4000)
    await time.settle()
    run(two, 'poll', 0)
    await time.advance(20_000)
    expect(shared).toEqual(['extend 4000', 'poll 9000'])
  })

  test('can be undone until it is sent', async () => {
    const { time, gate, left, call } = setUp()
    const result = call('stop', HOLD)
    await time.advance(3999)
    expect(gate.cancel(gate.getView().waiting[0]?.id ?? '')).toBe(true)
    await time.advance(20_000)
    expect(await result).toMatchObject({ error: { kind: 'cancelled' } })
    expect(left).toEqual([])
  })

  test.each([-500_000, 3_600_000])(
    'keeps its hold when the clock is set by %i ms, noticed before the call or after',
    async (jumpMs) => {
      const { time, left, call } = setUp()
      void call('extend', HOLD)
      await time.advance(1000)
      time.setClock(time.now() + jumpMs)
      void call('stop', { ...HOLD, mergeKey: 'b' })
      await time.advance(60_000)
      expect(left.map(({ what, atMs }) => [what, atMs - jumpMs])).toEqual([
        ['extend 0', 4000],
        ['stop 0', 9000],
      ])
    },
  )
})
