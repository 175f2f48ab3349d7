import { expect, test } from 'vitest'
import { accountWith } from '../test-support/account.ts'
import { observedSession } from '../test-support/observed-session.ts'
import { recalledRows } from './fleet-model.ts'
import type { SessionList } from './session-list.ts'

const ref = { account: accountWith(), endpoint: 'https://a.test' }
const sessions = ['one', 'two'].map((id) => observedSession({ id }))
const recalled = { sessions, listedAtMs: null }
const listOf = (isUnderWay: boolean, ...ids: string[]): SessionList => ({
  sessions: ids.map((id) => observedSession({ id })),
  unreadable: [],
  isIncomplete: false,
  isUnderWay,
  clock: null,
  receivedAtMs: 0,
  setBackMs: 0,
  msCv: null,
})
const idsOf = (data: SessionList | undefined) =>
  recalledRows(ref, data, recalled).map(({ session }) => session.id)

test('what an earlier visit knew stays until the last page, except for what a page has', () => {
  expect(idsOf(undefined)).toEqual(['one', 'two'])
  expect(idsOf(listOf(true, 'two', 'three'))).toEqual(['one'])
  expect(idsOf(listOf(false, 'two'))).toEqual([])
  expect(recalledRows(ref, undefined, undefined)).toEqual([])
})
