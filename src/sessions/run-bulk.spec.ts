import fc from 'fast-check'
import { afterEach, expect, test, vi } from 'vitest'
import { gatesOf } from '../calls/gates.ts'
import type { Runtime } from '../runtime/runtime.ts'
import {
  createFaultyService,
  type Fault,
  type SentCall,
} from '../test-support/faulty-service.ts'
import { bulkStanding, bulkTally, bulkTarget, hasProblem } from './bulk.ts'
import { bulkItemsOf, bulkItemsStore, bulkRunsStore } from './bulk-table.ts'
import { extendSession } from './extend-session.ts'
import { toRow } from './fleet-model.ts'
import { refreshList } from './load-sessions.ts'
import { patchListed, listOf } from './session-list.ts'
import { stopSession } from './stop-session.ts'
import {
  bulkOutcomes,
  cancelBulk,
  continueBulk,
  nameLeftBehindBulks,
  retryBulk,
  startBulk,
} from './run-bulk.ts'

const MINUTE = 60_000
const EXTEND = { kind: 'extend', addMs: 15 * MINUTE } as const
const STOP = { kind: 'stop' } as const

afterEach(() => {
  vi.useRealTimers()
})

const pass = (ms: number) => vi.advanceTimersByTimeAsync(ms)

/** A service with Ready sessions in two regions, half in each, listed by a tab. */
async function begin(count: number, faultOf: (call: SentCall) => Fault = () => 'none') {
  const sent: string[] = []
  let isThere = false
  const service = await createFaultyService({
    apiVersion: '2021-01-01',
    regions: ['westeurope', 'eastus'],
    hasLocks: true,
    faults: (call) => (isThere ? faultOf(call as SentCall) : 'none'),
    onSent: ({ kind, url }) => {
      const id = /sessions\/([^/?:]+)/.exec(url)?.[1] ?? ''
      if (isThere && (kind === 'extend' || kind === 'stop')) sent.push(id)
    },
  })
  const ids = Array.from({ length: count }, (_, index) => `s${index}`)
  for (const [index, id] of ids.entries()) {
    const ref = service.refs[index % 2]
    if (!ref) throw new Error('the service has two regions')
    await service.create(ref.endpoint, id, { maxLeaseTimeMinutes: 60, size: 'Standard' })
  }
  const tab = service.openTab(() => {})
  const { runtime } = tab
  await pass(2 * MINUTE)
  const list = async (from: Runtime) => {
    for (const ref of service.refs) void refreshList(from, ref)
    await pass(10_000)
  }
  await list(runtime)
  const rows = () =>
    service.refs.flatMap((ref) =>
      (listOf(runtime, ref)?.sessions ?? []).map((session) => toRow(ref, session)),
    )
  isThere = true
  const leases = async () =>
    Object.fromEntries(
      (await service.active()).map(({ id, leaseMs }) => [id, leaseMs / MINUTE]),
    )
  return { service, tab, runtime, list, rows, sent, leases, ids }
}

const runOf = (runtime: Runtime) => [...bulkRunsStore(runtime).getState().rows.values()][0]
const standings = (runtime: Runtime) => {
  const run = runOf(runtime)
  if (!run) return null
  const items = bulkItemsOf(bulkItemsStore(runtime).getState().rows, run.id)
  return run.targets.map((_target, index) => bulkStanding(run, items.get(index)))
}

test('exactly what was confirmed is extended, once each, with reads between', async () => {
  const { runtime, rows, sent, ids, leases } = await begin(12)
  const told: number[] = []
  bulkOutcomes(runtime).listen(({ tally }) => told.push(tally.done))
  startBulk(runtime, EXTEND, rows().slice(0, 10).map(bulkTarget))
  const confirmed = rows()
    .slice(0, 10)
    .map(({ session }) => session.id)
  await pass(MINUTE)
  expect(sent.toSorted()).toEqual(confirmed.toSorted())
  const known = await leases()
  for (const id of ids) expect(known[id]).toBe(confirmed.includes(id) ? 75 : 60)
  expect(told).toEqual([10])
  // Everything was done, so there is nothing to read.
  expect(runOf(runtime)).toBeUndefined()
})

test('nothing is sent during the undo time, and Undo drops all of it', async () => {
  const { runtime, rows, sent } = await begin(6)
  const id = startBulk(runtime, STOP, rows().map(bulkTarget))
  await pass(3900)
  expect(sent).toEqual([])
  cancelBulk(runtime, id)
  await pass(MINUTE)
  expect(sent).toEqual([])
  expect(runOf(runtime)).toBeUndefined()
})

test('Cancel drops what has not left, and tells what has', async () => {
  const { runtime, rows, sent } = await begin(12)
  const told: object[] = []
  bulkOutcomes(runtime).listen(({ tally }) => told.push(tally))
  const id = startBulk(runtime, EXTEND, rows().map(bulkTarget))
  await pass(9000)
  const sentThen = sent.length
  expect(sentThen).toBeGreaterThan(0)
  cancelBulk(runtime, id)
  await pass(2 * MINUTE)
  expect(sent).toHaveLength(sentThen)
  expect(told).toMatchObject([{ done: sentThen, canceled: 12 - sentThen }])
})

test('only a few of many wait in a gate, and a read gets its turn', async () => {
  const { runtime, rows, service } = await begin(40)
  startBulk(runtime, EXTEND, rows().map(bulkTarget))
  await pass(6000)
  const [ref] = service.refs
  if (!ref) throw new Error('the service has a region')
  const receivedAtMs = listOf(runtime, ref)?.receivedAtMs
  void refreshList(runtime, ref)
  for (let second = 0; second < 40; second += 1) {
    await pass(1000)
    expect(gatesOf(runtime).of(ref).getView().waiting.length).toBeLessThanOrEqual(3)
  }
  expect(listOf(runtime, ref)?.receivedAtMs).not.toBe(receivedAtMs)
})

test('a session that has ended meanwhile is reported and nothing is sent for it', async () => {
  const { runtime, rows, sent, list } = await begin(6)
  const [gone, ...others] = rows()
  if (!gone) throw new Error('sessions are listed')
  startBulk(runtime, EXTEND, rows().map(bulkTarget))
  patchListed(runtime, gone.ref, gone.session.id, () => null)
  await pass(MINUTE)
  expect(sent.toSorted()).toEqual(others.map(({ session }) => session.id).toSorted())
  expect(standings(runtime)?.filter((each) => each === 'ended')).toHaveLength(1)
  await list(runtime)
})

test('a refused session is told apart, and Retry asks for it alone', async () => {
  let refusedUrl: string | null = null
  let isRefusing = true
  const { runtime, rows, sent, leases } = await begin(4, ({ kind, url }) => {
    if (kind !== 'extend' || !isRefusing) return 'none'
    refusedUrl ??= url
    return url === refusedUrl ? 'status-500' : 'none'
  })
  const id = startBulk(runtime, EXTEND, rows().map(bulkTarget))
  await pass(6 * MINUTE)
  const known = standings(runtime)
  expect(known?.filter((each) => each === 'done')).toHaveLength(3)
  isRefusing = false
  sent.length = 0
  retryBulk(runtime, id)
  await pass(MINUTE)
  expect(new Set(sent).size).toBe(1)
  expect(Object.values(await leases())).toEqual([75, 75, 75, 75])
})

test.each([EXTEND, STOP])(
  'what a closed tab did not send is named, and sent only after a click',
  async (change) => {
    const { service, tab, rows, sent, list, leases } = await begin(8)
    startBulk(tab.runtime, change, rows().map(bulkTarget))
    await pass(9500)
    const before = [...sent]
    expect(before.length).toBeGreaterThan(0)
    tab.kill()
    const { runtime } = service.openTab(() => {})
    await list(runtime)
    await nameLeftBehindBulks(runtime)
    await pass(5 * MINUTE)
    expect(sent).toEqual(before)
    const run = runOf(runtime)
    expect(run).toMatchObject({ state: 'halted', halt: 'tab-gone' })
    continueBulk(runtime, run?.id ?? '')
    await pass(4 * MINUTE)
    if (change.kind === 'stop') expect(await leases()).toEqual({})
    else {
      // None is extended twice.
      expect(sent.length).toBe(new Set(sent).size)
      expect(Object.values(await leases()).every((minutes) => minutes === 75)).toBe(true)
    }
  },
)

test('a tab that slept waits for a click', async () => {
  const { runtime, rows, sent } = await begin(8)
  const id = startBulk(runtime, EXTEND, rows().map(bulkTarget))
  await pass(6000)
  const before = sent.length
  vi.setSystemTime(Date.now() + 20 * MINUTE)
  await pass(10_000)
  expect(runOf(runtime)).toMatchObject({ state: 'halted', halt: 'late' })
  expect(sent.length - before).toBeLessThanOrEqual(2)
  continueBulk(runtime, id)
  await pass(2 * MINUTE)
  expect(new Set(sent).size).toBe(8)
})

test('a click on one of the sessions meanwhile counts besides, and is not lost', async () => {
  const { runtime, rows, leases } = await begin(4)
  startBulk(runtime, EXTEND, rows().map(bulkTarget))
  await pass(4500)
  for (const row of rows()) void extendSession(runtime, row, { addMs: 30 * MINUTE })
  await pass(2 * MINUTE)
  expect(Object.values(await leases())).toEqual([105, 105, 105, 105])
})

type Disturbance =
  | { kind: 'refresh' | 'hide' | 'extend' | 'stop' | 'new'; at: number }
  | { kind: 'wait'; ms: number }

test('whatever happens to the list during the run, what is acted on is what was confirmed', async () => {
  const disturbance: fc.Arbitrary<Disturbance> = fc.oneof(
    fc.record({
      kind: fc.constantFrom('refresh', 'hide', 'extend', 'stop', 'new'),
      at: fc.nat({ max: 7 }),
    }),
    fc.record({ kind: fc.constant('wait' as const), ms: fc.integer({ min: 100, max: 9000 }) }),
  )
  await fc.assert(
    fc.asyncProperty(
      fc.uniqueArray(fc.nat({ max: 7 }), { minLength: 1, maxLength: 8 }),
      fc.array(disturbance, { maxLength: 8 }),
      async (picked, disturbances) => {
        const { runtime, rows, service, list } = await begin(8)
        const all = rows()
        const targets = picked.flatMap((index) => all[index] ?? []).map(bulkTarget)
        const told: number[] = []
        bulkOutcomes(runtime).listen(({ run }) => told.push(run.targets.length))
        const id = startBulk(runtime, EXTEND, targets)
        let added = 0
        const byHand = new Set<string>()
        for (const each of disturbances) {
          if (each.kind === 'wait') await pass(each.ms)
          else {
            const row = all[each.at]
            if (!row) continue
            if (each.kind === 'refresh') void refreshList(runtime, row.ref)
            if (each.kind === 'hide') patchListed(runtime, row.ref, row.session.id, () => null)
            if (each.kind === 'extend') {
              byHand.add(row.session.id)
              void extendSession(runtime, row, { addMs: 30 * MINUTE })
            }
            if (each.kind === 'stop') void stopSession(runtime, row)
            if (each.kind === 'new') {
              added += 1
              const body = { maxLeaseTimeMinutes: 60, size: 'Standard' }
              await service.create(row.ref.endpoint, `new${added}`, body)
            }
          }
        }
        await pass(5 * MINUTE)
        await list(runtime)
        expect(told).toEqual([targets.length])
        const confirmed = new Set(targets.map(({ sessionId }) => sessionId))
        const run = bulkRunsStore(runtime).getState().rows.get(id)
        const items = bulkItemsOf(bulkItemsStore(runtime).getState().rows, id)
        expect(run === undefined || hasProblem(bulkTally(run, items))).toBe(true)
        const isDone = (sessionId: string) => {
          const index = targets.findIndex((target) => target.sessionId === sessionId)
          return index >= 0 && (run === undefined || items.get(index)?.result?.end === 'done')
        }
        for (const { id: sessionId, leaseMs } of await service.active()) {
          const minutes = leaseMs / MINUTE
          const isByHand = byHand.has(sessionId)
          if (!confirmed.has(sessionId)) expect(minutes === 60 || isByHand).toBe(true)
          else if (!isByHand) expect(minutes).toBe(isDone(sessionId) ? 75 : 60)
        }
      },
    ),
    { numRuns: 25 },
  )
})
