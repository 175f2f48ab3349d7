import { expect, test } from 'vitest'
import { formatTimespan, parseTimespan } from './timespan.ts'
import { readSession2021, readSessions, readSessionV1 } from './wire.ts'

const MINUTE = 60_000

const wire2021 = {
  id: 'crane',
  creationTime: '2026-01-01T10:00:00.123Z',
  arrInspectorPort: 51_000,
  handshakePort: 51_001,
  elapsedTimeMinutes: 7,
  hostname: 'host.example',
  maxLeaseTimeMinutes: 60,
  size: 'Standard',
  status: 'Ready',
  teraflops: 8.9,
}
const wireV1 = {
  message: null,
  sessionElapsedTime: '00:07:30',
  sessionHostname: 'host.example',
  sessionId: 'b0e2',
  sessionMaxLeaseTime: '1.02:00:00',
  sessionSize: 'standard',
  sessionStatus: 'ready',
}
const read = (change: object) => readSession2021({ ...wire2021, ...change })
const session = (change: object) => {
  const result = read(change)
  if (!result.ok) throw new Error(result.reason)
  return result.session
}

test('a session of 2021-01-01, field by field', () => {
  expect(session({})).toEqual({
    id: 'crane',
    status: 'Ready',
    size: 'Standard',
    createdAt: '2026-01-01T10:00:00.123Z',
    elapsedMs: 7 * MINUTE,
    elapsedPrecisionMs: MINUTE,
    leaseMs: 60 * MINUTE,
    hostname: 'host.example',
    arrInspectorPort: 51_000,
    handshakePort: 51_001,
    teraflops: 8.9,
    error: null,
    message: null,
  })
})

test('a session of v1, field by field', () => {
  expect(readSessionV1(wireV1)).toEqual({
    ok: true,
    session: {
      id: 'b0e2',
      status: 'Ready',
      size: 'Standard',
      createdAt: null,
      elapsedMs: 7.5 * MINUTE,
      elapsedPrecisionMs: 1000,
      leaseMs: 26 * 60 * MINUTE,
      hostname: 'host.example',
      arrInspectorPort: null,
      handshakePort: null,
      teraflops: null,
      error: null,
      message: null,
    },
  })
})

test('an unset field is null, whether absent, null, zero, or empty', () => {
  for (const value of [undefined, null, 0, ''])
    expect(
      session({
        hostname: value,
        arrInspectorPort: value,
        handshakePort: value,
        teraflops: value,
        creationTime: value,
      }),
    ).toMatchObject({
      hostname: null,
      arrInspectorPort: null,
      handshakePort: null,
      teraflops: null,
      createdAt: null,
    })
  expect(session({ elapsedTimeMinutes: null }).elapsedMs).toBe(0)
  const { elapsedTimeMinutes: _absent, ...rest } = wire2021
  expect(readSession2021(rest)).toMatchObject({ session: { elapsedMs: 0 } })
})

test.each([
  ['a time that is none', { creationTime: 'yesterday' }, { createdAt: null }],
  ['a port beyond 65535', { arrInspectorPort: 65_536 }, { arrInspectorPort: null }],
  ['the highest port', { handshakePort: 65_535 }, { handshakePort: 65_535 }],
  ['the lowest port', { handshakePort: 1 }, { handshakePort: 1 }],
  ['half a port', { handshakePort: 1.5 }, { handshakePort: null }],
  ['a size of another kind', { size: 42 }, { size: '' }],
  ['a size nobody knows', { size: 'Huge' }, { size: 'Huge' }],
  ['a size in another case', { size: 'PREMIUM' }, { size: 'Premium' }],
  ['a status nobody knows', { status: 'Maintenance' }, { status: 'Maintenance' }],
  ['a status in another case', { status: 'starting' }, { status: 'Starting' }],
  ['no lease at all', { maxLeaseTimeMinutes: 0 }, { leaseMs: 0 }],
  ['ten years', { maxLeaseTimeMinutes: 5_256_000 }, { leaseMs: 5_256_000 * MINUTE }],
])('%s is accepted', (_what, change, expected) => {
  expect(session(change)).toMatchObject(expected)
})

test.each([
  ['an empty id', { id: '' }, /^id: /],
  ['an id that is no text', { id: 42 }, /^id: /],
  ['no status', { status: '' }, /^status: /],
  ['a negative lease', { maxLeaseTimeMinutes: -1 }, /^maxLeaseTimeMinutes: /],
  ['a lease beyond reason', { maxLeaseTimeMinutes: 5_256_001 }, /^maxLeaseTimeMinutes: /],
  ['a lease in words', { maxLeaseTimeMinutes: 'soon' }, /^maxLeaseTimeMinutes: /],
  ['a negative time', { elapsedTimeMinutes: -1 }, /^elapsedTimeMinutes: /],
  ['several at once', { id: '', status: '' }, /^id: .+; status: .+$/],
])('%s sets the record aside, with a reason', (_what, change, reason) => {
  const result = read(change)
  expect(result.ok).toBe(false)
  if (!result.ok) expect(result.reason).toMatch(reason)
})

test('a record of another type is reported as such', () => {
  expect(readSession2021(null)).toMatchObject({ ok: false, reason: /^record: / })
  expect(readSessionV1('x')).toMatchObject({ ok: false })
})

test.each([
  ['a lease that is no timespan', { sessionMaxLeaseTime: 'soon' }],
  ['a negative lease', { sessionMaxLeaseTime: '-01:00:00' }],
  ['a lease beyond reason', { sessionMaxLeaseTime: '3651.00:00:00' }],
  ['an empty id', { sessionId: '' }],
])('v1: %s sets the record aside', (_what, change) => {
  expect(readSessionV1({ ...wireV1, ...change }).ok).toBe(false)
})

test('v1: an absent field is unset', () => {
  const { sessionSize: _size, sessionElapsedTime: _elapsed, ...rest } = wireV1
  expect(readSessionV1({ ...rest, message: 'no capacity', sessionHostname: '' })).toMatchObject(
    {
      session: { size: '', elapsedMs: 0, message: 'no capacity', hostname: null },
    },
  )
})

test('a list returns what can be read, and the rest with its position and ID', () => {
  const { sessions, unreadable } = readSessions(
    [wire2021, null, { id: 'half' }, { sessionId: 'other' }, { id: '' }, { id: 42 }, 'x', {}],
    readSession2021,
  )
  expect(sessions.map(({ id }) => id)).toEqual(['crane'])
  expect(unreadable.map(({ index, id }) => [index, id])).toEqual([
    [1, null],
    [2, 'half'],
    [3, 'other'],
    [4, null],
    [5, null],
    [6, null],
    [7, null],
  ])
  for (const { reason } of unreadable) expect(reason).not.toBe('')
})

test.each([
  ['00:00:01', 1000],
  ['4:0:0', 240 * MINUTE],
  ['1.00:00:00', 1440 * MINUTE],
  ['00:00:00.5', 500],
  ['00:00:00.0019999', 1],
  ['-00:01:00', -MINUTE],
  [' 00:01:00 ', MINUTE],
  ['00:59:59', 3_599_000],
  ['23:00:00', 23 * 60 * MINUTE],
])('the time span "%s" is %d ms', (text, ms) => {
  expect(parseTimespan(text)).toBe(ms)
})

test.each([
  '',
  '1:00',
  '24:00:00',
  '00:60:00',
  '00:00:60',
  '1:2:3:4',
  'x00:00:01',
  '00:00:01x',
])('"%s" is not a time span', (text) => {
  expect(parseTimespan(text)).toBeNull()
})

test.each([
  [0, '00:00:00'],
  [3_599_999, '00:59:59'],
  [23 * 60 * MINUTE, '23:00:00'],
  [1440 * MINUTE, '1.00:00:00'],
  [25 * 60 * MINUTE + 5000, '1.01:00:05'],
])('%d ms is written %s', (ms, text) => {
  expect(formatTimespan(ms)).toBe(text)
})
