import { describe, expect, test } from 'vitest'
import { accountsStore, putAccount, removeAccount } from '../accounts/accounts.ts'
import { accountWith } from '../test-support/account.ts'
import { openRuntime } from '../test-support/open-runtime.ts'
import type { HistoryEntry } from './history.ts'
import { lastListedStore, noteListed } from './last-listed.ts'
import { recalledLists } from './recalled-lists.ts'

const NOW_MS = Date.parse('2026-01-01T12:00:00Z')
const HOUR = 3_600_000
const KEY = 'account https://a.test'

const entry = (change: Partial<HistoryEntry> = {}): HistoryEntry => ({
  key: `${KEY} one 1`,
  sessionKey: `${KEY} one`,
  accountId: 'account',
  accountName: 'Account',
  endpoint: 'https://a.test',
  region: 'a.test',
  sessionId: 'one',
  size: 'Standard',
  status: 'Ready',
  startedAtMs: NOW_MS - HOUR,
  startedBy: 'here',
  ready: { earliestMs: NOW_MS - HOUR, latestMs: NOW_MS - HOUR },
  leaseMs: 2 * HOUR,
  leases: [],
  lastSeenMs: NOW_MS - HOUR,
  endedAtMs: null,
  reason: null,
  message: null,
  ...change,
})
const idsIn = (entries: readonly HistoryEntry[]) =>
  recalledLists(entries, { [KEY]: NOW_MS - 5000 }, NOW_MS)
    .get(KEY)
    ?.sessions.map(({ id }) => id)

describe('what an earlier visit knew', () => {
  test('is recalled by endpoint, with the age of its list', () => {
    const list = recalledLists([entry()], { [KEY]: NOW_MS - 5000 }, NOW_MS).get(KEY)
    expect(list).toMatchObject({
      listedAtMs: NOW_MS - 5000,
      sessions: [{ id: 'one', status: 'Ready', leaseMs: 2 * HOUR }],
    })
    expect(recalledLists([entry()], {}, NOW_MS).get(KEY)?.listedAtMs).toBeNull()
  })
  test('leaves out what has ended, or must have', () => {
    expect(idsIn([entry({ endedAtMs: NOW_MS - 1 })])).toBeUndefined()
    const yesterday = NOW_MS - 24 * HOUR
    expect(idsIn([entry({ ready: { earliestMs: 0, latestMs: yesterday } })])).toBeUndefined()
    expect(idsIn([entry({ ready: null, lastSeenMs: yesterday })])).toBeUndefined()
    expect(idsIn([entry({ ready: { earliestMs: 0, latestMs: yesterday + 1 } })])).toEqual([
      'one',
    ])
  })
  test('has an ID once, as it was seen last', () => {
    const older = entry({ key: 'older', leaseMs: HOUR, lastSeenMs: NOW_MS - 2 * HOUR })
    for (const entries of [
      [older, entry()],
      [entry(), older],
    ]) {
      const sessions = recalledLists(entries, {}, NOW_MS).get(KEY)?.sessions
      expect(sessions).toMatchObject([{ leaseMs: 2 * HOUR }])
    }
  })
})

test('the time of a list is stored, and goes with its account', () => {
  const runtime = openRuntime()
  const endpoint = 'https://a.test'
  const [one, two] = [accountWith({ id: 'one' }), accountWith({ id: 'two' })].map(
    (account) => ({
      ...account,
      endpoints: [endpoint],
    }),
  )
  if (!one || !two) throw new Error('two accounts')
  putAccount(runtime, one)
  putAccount(runtime, two)
  expect(accountsStore(runtime).getState().accounts).toHaveLength(2)
  noteListed(runtime, { account: one, endpoint }, 1000)
  noteListed(runtime, { account: two, endpoint }, 2000)
  expect(lastListedStore(runtime).getState().atMs).toEqual({
    [`one ${endpoint}`]: 1000,
    [`two ${endpoint}`]: 2000,
  })
  removeAccount(runtime, 'one')
  noteListed(runtime, { account: two, endpoint }, 3000)
  expect(lastListedStore(runtime).getState().atMs).toEqual({ [`two ${endpoint}`]: 3000 })
})
