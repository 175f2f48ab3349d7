import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { accountWith } from '../../../test-support/account.ts'
import { historyEntry } from '../../../test-support/history.ts'
import { observedSession } from '../../../test-support/observed-session.ts'
import { toRow } from '../../../sessions/fleet-model.ts'
import { entryKey } from '../../../monitor/history.ts'
import type { ObservedSession } from '../../../sessions/session-list.ts'
import { type FilterFacts, isTimed, newStatusTest, rowTest } from './match-filter.ts'
import { parseFilter } from './parse-filter.ts'

const NOW_MS = Date.parse('2026-01-01T12:00:00Z')
const MINUTE_MS = 60_000
const ref = {
  account: accountWith({ name: 'Studio Berlin' }),
  endpoint: 'https://remoterendering.westus2.mixedreality.azure.com',
}

const facts: FilterFacts = {
  serverNowMsOf: () => NOW_MS,
  rates: null,
  isNew: () => false,
  entries: new Map(),
  actions: new Map(),
}
const rates = { currency: 'USD', standardPerHour: 3, premiumPerHour: null }

const rowOf = (change: Partial<ObservedSession>) => toRow(ref, observedSession(change))
/** A Ready session with a lease of one hour. @param minutes until it ends */
const endingIn = (minutes: number) =>
  rowOf({
    status: 'Ready',
    leaseMs: 60 * MINUTE_MS,
    ready: {
      earliestMs: NOW_MS - (60 - minutes) * MINUTE_MS,
      latestMs: NOW_MS - (60 - minutes) * MINUTE_MS,
    },
  })
const passes = (text: string, row: ReturnType<typeof rowOf>, known = facts) =>
  rowTest(parseFilter(text), known)(row)

test('all words must occur, each anywhere', () => {
  const row = rowOf({ id: 'fair-booth-1', hostname: 'abc.example' })
  expect(passes('booth FAIR', row)).toBe(true)
  expect(passes('example westus2 berlin', row)).toBe(true)
  expect(passes('fair crane', row)).toBe(false)
  expect(passes('fair -crane', row)).toBe(true)
})

test('one of several values must be the whole value, and a star stands for anything', () => {
  const row = rowOf({ status: 'Hibernating', size: 'Premium' })
  expect(passes('status:ready,hibernating', row)).toBe(true)
  expect(passes('status:ready', row)).toBe(false)
  expect(passes('region:westus', row)).toBe(false)
  expect(passes('region:westus*', row)).toBe(true)
  expect(passes('region:w.*2', row)).toBe(false)
  expect(passes('account:"studio berlin" size:premium', row)).toBe(true)
})

test('a filter hides no status that nobody knew when it was saved', () => {
  const known = { ...facts, isNew: newStatusTest('hibernating') }
  const status = (name: string) => rowOf({ id: 'fair-1', status: name })
  for (const text of ['status:ready', '-status:starting', 'fair status:ready,starting'])
    expect(passes(text, status('Melting'), known)).toBe(true)
  expect(passes('status:ready', status('Hibernating'), known)).toBe(false)
  expect(passes('status:ready', status('Stopped'), known)).toBe(false)
  expect(passes('crane status:ready', status('Melting'), known)).toBe(false)
  expect(passes('status:ready', status('Melting'))).toBe(false)
})

test('a session without a countdown is neither under nor over a time left', () => {
  const starting = rowOf({ status: 'Starting', ready: null })
  for (const text of ['left<10m', 'left>10m', 'elapsed<10m', 'elapsed>0s'])
    expect(passes(text, starting)).toBe(false)
  expect(passes('-left<10m', starting)).toBe(true)
  expect(passes('left<10m', endingIn(9))).toBe(true)
  expect(passes('left<10m', endingIn(10))).toBe(false)
  expect(passes('left<=10m', endingIn(10))).toBe(true)
})

test('a cost is compared once there are rates, and hides nothing before', () => {
  const row = endingIn(20)
  expect(passes('cost>5', row)).toBe(true)
  const known = { ...facts, rates }
  expect(
    passes(
      'cost>1.99 cost<2.01',
      { ...row, session: { ...row.session, size: 'Standard' } },
      known,
    ),
  ).toBe(true)
  expect(
    passes('cost>1.99', { ...row, session: { ...row.session, size: 'Huge' } }, known),
  ).toBe(false)
})

test("a session is one's own when this browser started it, not an earlier one of its ID", () => {
  const row = rowOf({ id: 'again', createdAt: '2026-01-01T11:00:00Z' })
  const actions = new Map([
    [row.key, { sessionKey: row.key, startedAtMs: 1, stoppedAtMs: null, leaseMs: null }],
  ])
  expect(passes('mine', row)).toBe(false)
  expect(passes('mine', row, { ...facts, actions })).toBe(true)
  const key = entryKey(row.key, Date.parse('2026-01-01T11:00:00Z'))
  const entries = new Map([[key, historyEntry({ key, startedBy: 'elsewhere' })]])
  expect(passes('mine', row, { ...facts, actions, entries })).toBe(false)
})

test('a part that cannot be read hides nothing, and the rest applies', () => {
  expect(passes('left<10x stauts:ready status:', endingIn(50))).toBe(true)
  expect(passes('left<10x status:starting', endingIn(50))).toBe(false)
})

test('excluding shows exactly what the same part hides', () => {
  const part = fc.constantFrom(
    'ready',
    'status:r*',
    'left<30m',
    'elapsed>=1h',
    'mine',
    'lease>1h',
  )
  fc.assert(
    fc.property(part, fc.integer({ min: 0, max: 60 }), (text, minutes) => {
      const row = endingIn(minutes)
      expect(passes(`-${text}`, row)).toBe(!passes(text, row))
    }),
  )
})

test('only what changes with time is applied again', () => {
  expect(isTimed(parseFilter('fair status:ready lease>1h'))).toBe(false)
  for (const text of ['left<10m', '-mine', 'cost>5'])
    expect(isTimed(parseFilter(text))).toBe(true)
})
