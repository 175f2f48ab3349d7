import { expect, test } from 'vitest'
import { accountWith } from '../test-support/account.ts'
import { observedSession } from '../test-support/observed-session.ts'
import { endingWithin, nearestLeftMs } from './endings.ts'
import { endpointState } from './fleet-model.ts'
import type { ObservedSession, SessionList } from './session-list.ts'
import { NEVER_WOKEN } from '../tabs/page-lifecycle.ts'

/** Which leases end next. */

const NOW_MS = Date.parse('2026-01-01T00:00:00Z')
const MINUTE_MS = 60_000

const endpointOf = (
  sessions: readonly ObservedSession[],
  simulatedSpeed: number | null = null,
) => {
  const account = accountWith({ accountId: 'id', endpoints: ['https://a.test'] })
  const list: SessionList = {
    sessions,
    unreadable: [],
    isIncomplete: false,
    isUnderWay: false,
    clock: null,
    receivedAtMs: NOW_MS,
    setBackMs: 0,
    msCv: null,
  }
  const ref = { account: { ...account, simulatedSpeed }, endpoint: 'https://a.test' }
  return endpointState(ref, true, list, null)
}

/** A session that ends this many minutes after NOW_MS. */
const endingIn = (id: string, minutes: number, status = 'Ready') =>
  observedSession({
    id,
    status,
    leaseMs: minutes * MINUTE_MS,
    ready: { earliestMs: NOW_MS, latestMs: NOW_MS },
  })

const idsWithin = (sessions: readonly ObservedSession[], minutes: number, nowMs = NOW_MS) =>
  endingWithin(endpointOf(sessions), minutes * MINUTE_MS, nowMs, NEVER_WOKEN).map(
    ({ row }) => row.session.id,
  )

test('the leases that end within a time come with the earliest first', () => {
  const sessions = [endingIn('c', 9), endingIn('a', 2), endingIn('d', 11), endingIn('b', 5)]
  expect(idsWithin(sessions, 10)).toEqual(['a', 'b', 'c'])
  expect(idsWithin(sessions, 10, NOW_MS + MINUTE_MS)).toEqual(['a', 'b', 'c', 'd'])
})

test('what has no countdown hides none of those behind it', () => {
  const starting = observedSession({ id: 'starting', status: 'Starting', ready: null })
  const sessions = [endingIn('ended', 1, 'Stopped'), starting, endingIn('runs', 5)]
  expect(idsWithin(sessions, 10)).toEqual(['runs'])
  expect(nearestLeftMs(endpointOf(sessions), NOW_MS, NEVER_WOKEN)).toBe(5 * MINUTE_MS)
})

test('a lease that has run out stays until the list drops it', () => {
  expect(idsWithin([endingIn('over', 1)], 10, NOW_MS + 2 * MINUTE_MS)).toEqual(['over'])
})

test('without a running lease there is no nearest end', () => {
  expect(nearestLeftMs(endpointOf([]), NOW_MS, NEVER_WOKEN)).toBeNull()
})

test('a look at the ends that are near reads no session behind them', () => {
  const read: string[] = []
  const sessions = Array.from({ length: 1000 }, (_, index) => endingIn(`s${index}`, 1 + index))
  const endpoint = endpointOf(sessions)
  endingWithin(endpoint, 10 * MINUTE_MS, NOW_MS, NEVER_WOKEN)
  for (const session of sessions)
    Object.defineProperty(session, 'status', {
      get: () => {
        read.push(session.id)
        return 'Ready'
      },
    })
  endingWithin(endpoint, 10 * MINUTE_MS, NOW_MS, NEVER_WOKEN)
  // One more, which is not near enough.
  expect(new Set(read).size).toBe(11)
})
