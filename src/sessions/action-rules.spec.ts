import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import type { Account } from '../accounts/accounts.ts'
import { setCredential, credentialsStore } from '../accounts/credentials.ts'
import { extendBlocked, stopBlocked } from './action-rules.ts'
import { toRow } from './fleet-model.ts'
import type { ObservedSession } from './session-list.ts'
import { openRuntime } from '../test-support/open-runtime.ts'

/** What keeps a button from acting, and which reason is told when there are several. */

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

const goOffline = () => vi.stubGlobal('navigator', { onLine: false })

let runtime = openRuntime()

beforeEach(() => {
  runtime = openRuntime()
  vi.stubGlobal('navigator', { onLine: true })
  setCredential(runtime, account.id, { kind: 'key', accountKey: 'key' })
})
afterEach(() => {
  vi.unstubAllGlobals()
})

describe('an action', () => {
  test('is possible on a Ready session of an unlocked account', () => {
    expect(extendBlocked(runtime, row('Ready'), plus15)).toBeNull()
    expect(stopBlocked(runtime, row('Ready'))).toBeNull()
  })

  test.each(['Stopped', 'Expired', 'Error'])(
    'is impossible on a session that is %s',
    (status) => {
      goOffline()
      expect(extendBlocked(runtime, row(status), plus15)).toBe('wrong-status')
      expect(stopBlocked(runtime, row(status))).toBe('wrong-status')
    },
  )

  test('needs the key of the account, and says so also offline', () => {
    credentialsStore(runtime).setState({ byAccount: {} })
    goOffline()
    expect(extendBlocked(runtime, row('Ready'), plus15)).toBe('locked')
    expect(stopBlocked(runtime, row('Ready'))).toBe('locked')
  })

  test('is refused offline, because nothing is kept to be sent later', () => {
    goOffline()
    expect(extendBlocked(runtime, row('Ready'), plus15)).toBe('offline')
    expect(stopBlocked(runtime, row('Ready'))).toBe('offline')
  })

  test('is possible where the browser tells nothing of the network', () => {
    vi.stubGlobal('navigator', undefined)
    expect(stopBlocked(runtime, row('Ready'))).toBeNull()
    vi.stubGlobal('navigator', {})
    expect(stopBlocked(runtime, row('Ready'))).toBeNull()
  })
})

test('an extension beyond the longest lease is refused by name', () => {
  expect(extendBlocked(runtime, row('Ready', 1439 * MINUTE), plus15)).not.toBeNull()
})
