import { expect, test } from 'vitest'
import { type CreateIntent, newCreateIntent, undoLeftMs } from './create-intent.ts'
import { canRetry, canUndo, createProgress } from './create-progress.ts'

/** Where a create stands, from the click to Ready. */

const wanted = { id: 'fair', size: 'Standard', leaseMs: 3_600_000, models: [] }
const key = { accountId: 'a', endpoint: 'https://e.test', apiVersion: '2021-01-01' as const }
const intent = newCreateIntent({ ...key, id: 'i', wanted, undoMs: 4000 }, 1000)
const after = (change: Partial<CreateIntent>) =>
  createProgress({ ...intent, ...change }, null, null)

test('each step from the click to Ready is told apart', () => {
  expect(after({})).toEqual({ kind: 'preparing' })
  expect(createProgress(intent, { leavesAtMs: 5000 }, null)).toEqual({
    kind: 'queued',
    leavesAtMs: 5000,
  })
  const sent = { attempts: 1, unsettled: 1, firstSentAtMs: 6000 }
  expect(after(sent)).toEqual({ kind: 'requested', sinceMs: 6000 })
  expect(after({ ...sent, failure: 'timeout' })).toEqual({ kind: 'checking', attempts: 1 })
  const refused = { ...intent, attempts: 1, failure: 'throttled' as const }
  expect(createProgress(refused, { leavesAtMs: 9000 }, null).kind).toBe('queued')
  const adopted = { ...intent, ...sent, end: 'adopted' as const, sessionIds: ['fair'] }
  const at = (status: string) => createProgress(adopted, null, { status })
  expect(createProgress(adopted, null, null)).toMatchObject({ kind: 'starting', sinceMs: 6000 })
  expect(at('Starting')).toMatchObject({ kind: 'starting' })
  expect(at('Ready')).toEqual({ kind: 'ready', sessionId: 'fair' })
  expect(at('Error')).toMatchObject({ kind: 'ended', status: 'Error' })
  expect(createProgress({ ...adopted, wasThere: true }, null, null).kind).toBe('there')
})

test('a retry is offered only where certainly nothing was started', () => {
  expect(canRetry(after({ end: 'refused', failure: 'forbidden' }))).toBe(true)
  expect(canRetry(after({ end: 'not-created' }))).toBe(true)
  expect(canRetry(after({ end: 'cancelled' }))).toBe(true)
  expect(canRetry(after({ end: 'candidates', sessionIds: ['a', 'b'] }))).toBe(false)
  expect(canRetry(after({ attempts: 1, failure: 'timeout' }))).toBe(false)
  expect(canRetry(after({ end: 'adopted', sessionIds: ['fair'] }))).toBe(false)
})

test('a create can be undone until its session exists, and once', () => {
  expect(canUndo(after({}))).toBe(true)
  expect(canUndo(after({ attempts: 1, failure: 'network' }))).toBe(true)
  expect(canUndo(after({ isCancelled: true }))).toBe(false)
  expect(canUndo(after({ end: 'adopted', sessionIds: ['fair'] }))).toBe(false)
})

test('the undo time runs from the click, once, and no longer than promised', () => {
  expect(undoLeftMs(intent, 1000)).toBe(4000)
  expect(undoLeftMs(intent, 3500)).toBe(1500)
  expect(undoLeftMs(intent, 9000)).toBe(0)
  // The clock was set back.
  expect(undoLeftMs(intent, 1000 - 3_600_000)).toBe(4000)
  // It was sent before, so its answer is what is waited for.
  expect(undoLeftMs({ ...intent, attempts: 1 }, 1000)).toBe(0)
  // Stored by an earlier version.
  expect(undoLeftMs({ createdAtMs: 1000, attempts: 0 }, 1000)).toBe(0)
})
