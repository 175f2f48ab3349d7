import { expect, test } from 'vitest'
import { serviceError } from '../service/result.ts'
import {
  bulkEstimateMs,
  type BulkItem,
  bulkItemId,
  bulkRetryable,
  bulkRoom,
  type BulkRun,
  bulkTally,
  bulkWaiting,
  extendResult,
  hasProblem,
  READ_WAITS_MS,
  stopResult,
} from './bulk.ts'

const MINUTE_MS = 60_000

const runWith = (change: Partial<BulkRun> = {}): BulkRun => ({
  id: 'run',
  change: { kind: 'extend', addMs: 15 * MINUTE_MS },
  targets: ['a', 'b', 'c', 'd'].map((sessionId) => ({
    accountId: 'account',
    endpoint: 'https://one.example',
    apiVersion: '2021-01-01',
    sessionId,
    createdMs: null,
  })),
  createdAtMs: 0,
  startsAtMs: 0,
  state: 'running',
  halt: null,
  isDismissed: false,
  ...change,
})
const itemsOf = (...changes: Partial<BulkItem>[]) =>
  new Map(
    changes.map((change, index) => [
      index,
      {
        id: bulkItemId('run', index),
        runId: 'run',
        index,
        sentAtMs: null,
        result: null,
        createdAtMs: 0,
        ...change,
      },
    ]),
  )
const DONE = { result: { end: 'done', errorKind: null, canRetry: false } } as const
const SENT = { sentAtMs: 1 }

test('the estimate is that of the slowest region, at the spacing of its gate', () => {
  const lane = (count: number, spacingMs = 5000, opensInMs = 0) => ({
    count,
    spacingMs,
    opensInMs,
  })
  expect(bulkEstimateMs('extend', [])).toBe(0)
  expect(bulkEstimateMs('extend', [lane(1)])).toBe(0)
  expect(bulkEstimateMs('extend', [lane(3)])).toBe(10_000)
  // 47 spacings, and a read in every fifth turn: about 5 min for 48 sessions.
  expect(bulkEstimateMs('extend', [lane(48)])).toBe(290_000)
  expect(bulkEstimateMs('extend', [lane(48), lane(2), lane(0)])).toBe(290_000)
  expect(bulkEstimateMs('extend', [lane(24), lane(24)])).toBeLessThan(150_000)
  expect(bulkEstimateMs('extend', [lane(3, 5000, 15_000)])).toBe(25_000)
  // A stop is over once a call has proved the end.
  expect(bulkEstimateMs('stop', [lane(6)])).toBeGreaterThan(
    2 * bulkEstimateMs('extend', [lane(6)]),
  )
})

test('a gate gets a few items at a time, and none while a read has waited long', () => {
  expect(bulkRoom('extend', 0, 0)).toBe(2)
  expect(bulkRoom('extend', 1, READ_WAITS_MS - 1)).toBe(1)
  expect(bulkRoom('extend', 1, READ_WAITS_MS)).toBe(0)
  expect(bulkRoom('stop', 3, 0)).toBe(0)
  expect(bulkRoom('extend', 0, READ_WAITS_MS)).toBe(0)
})

test('an extension that was sent is never taken up again, and a stop is', () => {
  const items = itemsOf(DONE, SENT, {})
  expect(bulkWaiting(runWith(), items)).toEqual([2, 3])
  expect(bulkWaiting(runWith({ change: { kind: 'stop' } }), items)).toEqual([1, 2, 3])
  expect(bulkWaiting(runWith(), items, new Set([2]))).toEqual([3])
})

test('each target is counted once, where it stands', () => {
  const items = itemsOf(DONE, SENT, {})
  expect(bulkTally(runWith(), items)).toMatchObject({ done: 1, sent: 1, queued: 1, waiting: 1 })
  const halted = bulkTally(runWith({ state: 'halted', halt: 'offline' }), items)
  expect(halted).toMatchObject({ done: 1, unclear: 1, queued: 0, waiting: 2 })
  const over = bulkTally(runWith({ state: 'over' }), items)
  expect(over).toMatchObject({ done: 1, unclear: 1, canceled: 2 })
  expect(hasProblem(over)).toBe(true)
  expect(hasProblem(bulkTally(runWith({ state: 'over' }), itemsOf(DONE)))).toBe(false)
  for (const state of ['running', 'halted', 'canceled', 'over'] as const) {
    const tally = bulkTally(runWith({ state }), items)
    expect(Object.values(tally).reduce((sum, count) => sum + count, 0)).toBe(4)
  }
})

test('only what certainly had no effect can be asked for again', () => {
  const refused = (kind: 'server' | 'not-found') =>
    extendResult({ ok: false, end: 'failed', error: serviceError(kind) }, MINUTE_MS)
  expect(refused('server')).toEqual({ end: 'refused', errorKind: 'server', canRetry: true })
  expect(refused('not-found')).toMatchObject({ canRetry: false })
  expect(
    extendResult({ ok: false, end: 'unknown', error: serviceError('timeout') }, MINUTE_MS),
  ).toEqual({ end: 'unclear', errorKind: null, canRetry: false })
  // Twice is as good as once.
  expect(stopResult({ ok: false, end: 'unproved' })).toMatchObject({
    end: 'unclear',
    canRetry: true,
  })
  const items = itemsOf(DONE, { result: refused('server') }, { result: refused('not-found') })
  expect(bulkRetryable(items)).toEqual([1])
})
