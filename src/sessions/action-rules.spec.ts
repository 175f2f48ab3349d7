import { describe, expect, test } from 'vitest'
import type { Account } from '../accounts/accounts.ts'
import { extendBlocked, stopBlocked } from './action-rules.ts'
import { toRow } from './fleet-model.ts'
import type { ObservedSession } from './session-list.ts'

/** What blocks an action, and which reason is shown when there are several. */

const MINUTE = 60_000
const account: Account = {
  id: 'account',
  name: 'Account',
  accountId: 'id',
  accountDomain: 'example.test',
  stsOrigin: 'https://sts.example.test',
  endpoints: ['https://a.test'],
  apiVersion: '2021-01-01',
  credentialKind: 'key',
  simulatedSpeed: null,
}
const session: ObservedSession = {
  id: 'one',
  status: 'Ready',
  size: 'Standard',
  createdAt: null,
  elapsedMs: 0,
  elapsedPrecisionMs: MINUTE,
  leaseMs: 60 * MINUTE,
  hostname: null,
  arrInspectorPort: null,
  handshakePort: null,
  teraflops: null,
  error: null,
  message: null,
  ready: null,
}
const row = (status: string, leaseMs = session.leaseMs) =>
  toRow({ account, endpoint: 'https://a.test' }, { ...session, status, leaseMs })
const plus15 = { addMs: 15 * MINUTE }

const usable = { isUnlocked: true, isOffline: false }

describe('an action', () => {
  test('is possible on a Ready session of an unlocked account', () => {
    expect(extendBlocked(row('Ready'), plus15, usable)).toBeNull()
    expect(stopBlocked(row('Ready'), usable)).toBeNull()
  })

  test.each(['Stopped', 'Expired', 'Error'])(
    'is impossible on a session that is %s, whatever else is missing',
    (status) => {
      const nothing = { isUnlocked: false, isOffline: true }
      expect(extendBlocked(row(status), plus15, nothing)).toBe('wrong-status')
      expect(stopBlocked(row(status), nothing)).toBe('wrong-status')
    },
  )

  test('needs the key of the account, and says so also offline', () => {
    const locked = { isUnlocked: false, isOffline: true }
    expect(extendBlocked(row('Ready'), plus15, locked)).toBe('locked')
    expect(stopBlocked(row('Ready'), locked)).toBe('locked')
  })

  test('is refused offline, because nothing is kept to be sent later', () => {
    const offline = { isUnlocked: true, isOffline: true }
    expect(extendBlocked(row('Ready', 1439 * MINUTE), plus15, offline)).toBe('offline')
    expect(stopBlocked(row('Ready'), offline)).toBe('offline')
  })
})

test('an extension beyond the longest lease is refused by name', () => {
  expect(extendBlocked(row('Ready', 1430 * MINUTE), plus15, usable)).toBe('over-cap')
  expect(extendBlocked(row('Ready', 1439 * MINUTE), plus15, usable)).toBe('at-cap')
})
