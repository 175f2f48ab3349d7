import { expect, test } from 'vitest'
import { endpointState, toRow } from './fleet-model.ts'
import { leaseView } from './time-left.ts'
import type { SessionList } from './session-list.ts'
import { observedSession } from '../test-support/observed-session.ts'
import { accountWith } from '../test-support/account.ts'

/** Whether a countdown is relied upon. */

const NOW_MS = Date.parse('2026-01-01T00:00:00Z')
const account = accountWith({ accountId: 'id', endpoints: ['https://a.test'] })
const ref = { account, endpoint: 'https://a.test' }
const session = observedSession({ ready: { earliestMs: NOW_MS, latestMs: NOW_MS } })

/** Whether the time left is marked as not confirmed. */
const isStale = (
  list: { receivedAtMs: number },
  wokeAtMs: number,
  nowMs: number,
  of = session,
) => {
  const known: SessionList = {
    sessions: [of],
    unreadable: [],
    isIncomplete: false,
    isUnderWay: false,
    clock: null,
    setBackMs: 0,
    msCv: null,
    ...list,
  }
  const state = endpointState(ref, true, known, null)
  const view = leaseView(toRow(ref, of), state, nowMs, { wokeAtMs, setBackMs: 0 })
  return view.isStale
}

test('after a short sleep even a recent list is not trusted until the next one', () => {
  const list = { receivedAtMs: NOW_MS }
  expect(isStale(list, 0, NOW_MS + 20_000)).toBe(false)
  expect(isStale(list, NOW_MS + 20_000, NOW_MS + 20_000)).toBe(true)
  expect(isStale({ receivedAtMs: NOW_MS + 21_000 }, NOW_MS + 20_000, NOW_MS + 22_000)).toBe(
    false,
  )
})

test('a list older than 45 s is not trusted, whether or not the computer slept', () => {
  expect(isStale({ receivedAtMs: NOW_MS }, 0, NOW_MS + 45_000)).toBe(false)
  expect(isStale({ receivedAtMs: NOW_MS }, 0, NOW_MS + 45_001)).toBe(true)
})

test('an old list is no more trusted about a session without a countdown', () => {
  const starting = observedSession({ status: 'Starting', ready: null })
  expect(isStale({ receivedAtMs: NOW_MS }, 0, NOW_MS + 45_000, starting)).toBe(false)
  expect(isStale({ receivedAtMs: NOW_MS }, 0, NOW_MS + 45_001, starting)).toBe(true)
})
