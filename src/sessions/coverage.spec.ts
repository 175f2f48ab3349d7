import { describe, expect, test } from 'vitest'
import { accountWith } from '../test-support/account.ts'
import { observedSession } from '../test-support/observed-session.ts'
import { NEVER_WOKEN } from '../tabs/page-lifecycle.ts'
import { coverageOf, isPartial, knowledgeOf, unseenIn } from './coverage.ts'
import { endpointState, sessionKey } from './fleet-model.ts'
import type { SessionList } from './session-list.ts'

const NOW_MS = Date.parse('2026-01-01T00:00:00Z')
const account = accountWith({ endpoints: ['https://a.test', 'https://ab.test'] })
const refA = { account, endpoint: 'https://a.test' }
const refB = { account, endpoint: 'https://ab.test' }
const refused = { kind: 'forbidden' } as never

/** A list that arrived this long ago, ms. */
const listOf = (ageMs: number, change: Partial<SessionList> = {}): SessionList => ({
  sessions: [observedSession()],
  unreadable: [],
  isIncomplete: false,
  isUnderWay: false,
  clock: null,
  receivedAtMs: NOW_MS - ageMs,
  setBackMs: 0,
  msCv: null,
  ...change,
})
const knowledge = (...state: Parameters<typeof endpointState>) =>
  knowledgeOf(endpointState(...state), NOW_MS, NEVER_WOKEN)

test('an endpoint is current only with a complete and recent list', () => {
  expect(knowledge(refA, true, listOf(1000), null)).toBe('current')
  expect(knowledge(refA, true, listOf(46_000), null)).toBe('stale')
  expect(knowledge(refA, true, listOf(1000, { isIncomplete: true }), null)).toBe('partial')
  expect(knowledge(refA, true, undefined, null)).toBe('waiting')
  expect(knowledge(refA, true, listOf(1000), refused)).toBe('failed')
  expect(knowledge(refA, false, undefined, null)).toBe('locked')
})

describe('the coverage of a fleet', () => {
  const a = (...rest: [SessionList | undefined]) => endpointState(refA, true, rest[0], null)
  const b = (...rest: [SessionList | undefined]) => endpointState(refB, true, rest[0], null)
  const coverage = (...endpoints: Parameters<typeof coverageOf>[0][]) =>
    coverageOf(endpoints.flat(), NOW_MS, NEVER_WOKEN)

  test('is as old as its oldest part', () => {
    expect(coverage([a(listOf(2000)), b(listOf(9000))])).toEqual({
      total: 2,
      loaded: 2,
      current: 2,
      oldestMs: 9000,
    })
  })
  test('is partial until every endpoint has answered, and has no age before the first', () => {
    expect(coverage([a(listOf(2000)), b(undefined)])).toMatchObject({
      loaded: 1,
      current: 1,
    })
    expect(coverage([a(undefined), b(undefined)])).toMatchObject({ loaded: 0, oldestMs: null })
  })
  test('is partial with a locked endpoint, because sessions may run there', () => {
    const locked = endpointState(refB, false, undefined, null)
    expect(coverage([a(listOf(2000)), locked])).toMatchObject({ total: 2, current: 1 })
  })
  test('is partial with an endpoint that was locked again, although its list is there', () => {
    const locked = endpointState(refB, false, listOf(2000), null)
    expect(coverage([a(listOf(2000)), locked])).toMatchObject({ total: 2, current: 1 })
  })
  test('is partial once an endpoint that had answered fails for longer than its list counts', () => {
    const failing = (ageMs: number) => endpointState(refB, true, listOf(ageMs), refused)
    expect(coverage([a(listOf(2000)), failing(20_000)])).toMatchObject({
      loaded: 2,
      current: 2,
    })
    const old = coverage([a(listOf(2000)), failing(3_600_000)])
    expect(old).toMatchObject({ loaded: 2, current: 1 })
    expect(isPartial(old)).toBe(true)
  })
  test('does not count a list that broke off as loaded', () => {
    expect(coverage([a(listOf(2000, { isIncomplete: true }))]).loaded).toBe(0)
  })
  test('is partial when a list broke off or could not be read as a whole', () => {
    const unreadable = [{ index: 0, id: null, reason: 'no ID' }]
    for (const change of [{ isIncomplete: true }, { unreadable }])
      expect(coverage([a(listOf(2000, change)), b(listOf(2000))]).current).toBe(1)
  })
})

test('only sessions of endpoints that have not answered in full may run unseen', () => {
  const endpoints = [
    endpointState(refA, true, undefined, null),
    endpointState(refB, true, listOf(1), null),
  ]
  const isUnseen = unseenIn(endpoints)
  expect(isUnseen(sessionKey(refA, 'one'))).toBe(true)
  expect(isUnseen(sessionKey(refB, 'one'))).toBe(false)
  expect(isUnseen('removed https://a.test one')).toBe(false)
})
