import { expect, test } from 'vitest'
import { openRuntime } from '../test-support/open-runtime.ts'
import type { Runtime } from '../runtime/runtime.ts'
import { addCallRecords, type CallRecord, callLogStore } from './call-log.ts'

const record = (id: string, sentAtMs = 0): CallRecord => ({
  id,
  kind: 'poll',
  subject: null,
  method: 'GET',
  url: 'https://remoterendering.test/sessions',
  queuedAtMs: sentAtMs,
  sentAtMs,
  receivedAtMs: sentAtMs,
  status: 200,
  msCv: null,
  error: null,
  code: null,
})

const ids = (runtime: Runtime) =>
  callLogStore(runtime)
    .getState()
    .records.map(({ id }) => id)

test('keeps a call once when another tab sends its only record again', () => {
  const runtime = openRuntime()
  addCallRecords(runtime, [record('a')])
  addCallRecords(runtime, [record('a')])
  expect(ids(runtime)).toEqual(['a'])
})

test('keeps a call once when another tab sends its whole log again', () => {
  const runtime = openRuntime()
  addCallRecords(runtime, [record('b', 2)])
  addCallRecords(runtime, [record('a', 1), record('b', 2)])
  expect(ids(runtime)).toEqual(['a', 'b'])
})
