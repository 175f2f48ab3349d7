import { beforeEach, expect, test } from 'vitest'
import { addCallRecords, type CallRecord, useCallLog } from './call-log.ts'

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

const ids = () => useCallLog.getState().records.map(({ id }) => id)

beforeEach(() => useCallLog.setState({ records: [] }))

test('keeps a call once when a tab tells its only record again', () => {
  addCallRecords([record('a')])
  addCallRecords([record('a')])
  expect(ids()).toEqual(['a'])
})

test('keeps a call once when a whole log is told again', () => {
  addCallRecords([record('b', 2)])
  addCallRecords([record('a', 1), record('b', 2)])
  expect(ids()).toEqual(['a', 'b'])
})
