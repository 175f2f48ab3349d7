import { expect, test } from 'vitest'
import { newAlert } from '../../monitor/alerts.ts'
import { serviceError } from '../../service/result.ts'
import { endpointState, toRow } from '../../sessions/fleet-model.ts'
import { accountWith } from '../../test-support/account.ts'
import { observedSession } from '../../test-support/observed-session.ts'
import { calmLine, noticeLine } from './notice-text.ts'
import type { Notice } from './notices.ts'

/** What the bar says, in one line. */

const account = accountWith({ endpoints: ['https://a.test'] })
const failed = (kind: 'timeout' | 'forbidden', ...hosts: string[]): Notice => ({
  kind: 'failed',
  key: 'failed',
  cause: kind,
  endpoints: hosts.map((host) =>
    endpointState(
      { account, endpoint: `https://${host}.test` },
      true,
      undefined,
      serviceError(kind),
    ),
  ),
})
const listedRow = toRow({ account, endpoint: 'https://a.test' }, observedSession({ id: 'one' }))
const ending = (id: string, leftMs: number | null): Notice => {
  const alert = newAlert({ id, kind: 'ending', sessionKey: id, sessionId: id }, 0)
  return { kind: 'ending', key: id, alert, row: null, leftMs }
}
const lineOf = (first: Notice, ...others: Notice[]) =>
  noticeLine(first, [first, ...others], () => 125_000)

test('regions that do not answer are named together, with the age of what is shown', () => {
  expect(lineOf(failed('timeout', 'a', 'b'))).toBe('a.test, b.test: no answer for 2 min')
  expect(lineOf(failed('timeout', 'a', 'b', 'c', 'd'))).toBe('4 regions: no answer for 2 min')
})

test('regions that refuse say why', () => {
  expect(lineOf(failed('forbidden', 'a'))).toMatch(/^a\.test: .*permitted/)
})

test('of several ends the next is named, and how many there are', () => {
  const [one, two] = [ending('one', 161_000), ending('two', 300_000)]
  const listed = { ...one, row: listedRow } as Notice
  expect(lineOf(listed, two)).toBe('2 ending soon · next: one 2:41')
  expect(lineOf(one, two)).toBe('2 ending soon · next: one, about 2:41. Not confirmed.')
  // Held in the bar while the other is nearer.
  expect(noticeLine(two, [one, two], () => null)).toContain('two ends in about 5:00')
})

test('as many sessions end soon in the bar as in the figure above the list', () => {
  const [one, two, three] = [161_000, 300_000, 1_500_000].map((leftMs, index) =>
    ending(`session-${index}`, leftMs),
  ) as [Notice, Notice, Notice]
  expect(lineOf(one, two, three)).toMatch(/^2 ending soon/)
  expect(lineOf(one, three)).toContain('session-0 ends in about 2:41')
})

test('an end in a region that has not answered says that it is not confirmed', () => {
  expect(lineOf(ending('one', 60_000))).toMatch(/^one ends in about 1:00\. Not confirmed/)
  expect(lineOf(ending('one', 0))).toMatch(/^one may have ended/)
  expect(lineOf(ending('one', null))).toMatch(/^one is ending soon\. Not confirmed/)
})

test('a session whose earliest end has passed may end at any moment', () => {
  const { alert } = ending('one', 0) as Extract<Notice, { kind: 'ending' }>
  expect(lineOf({ kind: 'ending', key: 'one', alert, row: listedRow, leftMs: 0 })).toBe(
    'one may end at any moment',
  )
})

test('calm never claims more than is known', () => {
  expect(calmLine({ total: 3, loaded: 3 }, false, null)).toBe('All 3 regions up to date')
  expect(calmLine({ total: 3, loaded: 3 }, true, null)).toMatch(/^Out of date/)
  expect(calmLine({ total: 3, loaded: 0 }, false, null)).toBe('Loading 3 regions…')
  expect(calmLine({ total: 9, loaded: 2 }, false, null)).toBe('2 of 9 regions loaded')
  expect(calmLine({ total: 3, loaded: 2 }, false, 'westeurope')).toBe(
    "Sessions in westeurope aren't loaded yet",
  )
  expect(calmLine({ total: 0, loaded: 0 }, false, null)).toBe('No account added')
})
