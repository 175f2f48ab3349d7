import { describe, expect, test } from 'vitest'
import { extendBlocked, stopBlocked } from './action-rules.ts'
import { toRow } from './fleet-model.ts'
import { observedSession } from '../test-support/observed-session.ts'
import { accountWith } from '../test-support/account.ts'

/** What blocks an action, and which reason is shown when there are several. */

const MINUTE = 60_000
const account = accountWith({ accountId: 'id', endpoints: ['https://a.test'] })
const session = observedSession()
const row = (status: string, leaseMs = session.leaseMs) =>
  toRow({ account, endpoint: 'https://a.test' }, { ...session, status, leaseMs })
const plus15 = { addMs: 15 * MINUTE }

const usable = { isUnlocked: true, isOffline: false, isStopping: false }

describe('an action', () => {
  test('is possible on a Ready session of an unlocked account', () => {
    expect(extendBlocked(row('Ready'), plus15, usable)).toBeNull()
    expect(stopBlocked(row('Ready'), usable)).toBeNull()
  })

  test.each(['Stopped', 'Expired', 'Error'])(
    'is impossible on a session that is %s, whatever else is missing',
    (status) => {
      const nothing = { isUnlocked: false, isOffline: true, isStopping: false }
      expect(extendBlocked(row(status), plus15, nothing)).toBe('wrong-status')
      expect(stopBlocked(row(status), nothing)).toBe('wrong-status')
    },
  )

  test('needs the key of the account, and says so also offline', () => {
    const locked = { isUnlocked: false, isOffline: true, isStopping: false }
    expect(extendBlocked(row('Ready'), plus15, locked)).toBe('locked')
    expect(stopBlocked(row('Ready'), locked)).toBe('locked')
  })

  test('is refused offline, because nothing is kept to be sent later', () => {
    const offline = { isUnlocked: true, isOffline: true, isStopping: false }
    expect(extendBlocked(row('Ready', 1439 * MINUTE), plus15, offline)).toBe('offline')
    expect(stopBlocked(row('Ready'), offline)).toBe('offline')
  })
})

test('an extension beyond the longest lease is refused by name', () => {
  expect(extendBlocked(row('Ready', 1430 * MINUTE), plus15, usable)).toBe('over-cap')
  expect(extendBlocked(row('Ready', 1439 * MINUTE), plus15, usable)).toBe('at-cap')
})
