import { expect, test } from 'vitest'
import { endpointKeyOf } from '../accounts/endpoint-lookup.ts'
import { accountWith } from '../test-support/account.ts'
import { observedSession } from '../test-support/observed-session.ts'
import { toRow } from './fleet-model.ts'
import { repeatOf, type UnsentAction } from './unsent-action.ts'

/** What can be asked for again after a page was reloaded. */

const MINUTE = 60_000
const ASKED_AT = Date.parse('2026-01-01T12:00:00Z')
const ref = { account: accountWith(), endpoint: 'https://a.test' }

const actionOf = (part: Partial<UnsentAction> = {}): UnsentAction => ({
  ...endpointKeyOf(ref),
  id: 'a',
  kind: 'extend',
  sessionId: 'one',
  addMs: 45 * MINUTE,
  createdAtMs: ASKED_AT,
  sentAtMs: null,
  end: 'left-behind',
  isDismissed: false,
  ...part,
})
const rowOf = (createdAt: string | null = '2026-01-01T11:00:00Z', at = ref) =>
  toRow(at, observedSession({ id: 'one', createdAt }))

test.each<[string, Partial<UnsentAction>, object | null]>([
  ['an addition that was not sent', {}, { kind: 'extend', addMs: 45 * MINUTE }],
  ['a new total that was not sent', { addMs: null }, { kind: 'extend-to' }],
  ['an addition that may have taken effect', { sentAtMs: ASKED_AT }, null],
  ['a stop that was not sent', { kind: 'stop', addMs: null }, { kind: 'stop' }],
  [
    'a stop that may have taken effect',
    { kind: 'stop', addMs: null, sentAtMs: 1 },
    { kind: 'stop' },
  ],
  ['a session of another account', { serviceAccountId: 'another' }, null],
])('after a reload, %s', (_, part, repeat) => {
  const found = repeatOf(actionOf(part), rowOf(), 0)
  if (repeat === null) expect(found).toBeNull()
  else expect(found).toMatchObject(repeat)
})

test('a session that has taken over the ID since is left alone', () => {
  const stop = actionOf({ kind: 'stop', addMs: null })
  expect(repeatOf(stop, rowOf('2026-01-01T12:30:00Z'), 0)).toBeNull()
  expect(repeatOf(stop, rowOf(null), 0)).toMatchObject({ kind: 'stop' })
})

test('without a listed session nothing can be asked for again', () => {
  expect(repeatOf(actionOf(), null, 0)).toBeNull()
})

test('a session that was created by the clock of a service that is ahead is the one that was meant', () => {
  const fiveMinutesLater = '2026-01-01T12:05:00Z'
  expect(repeatOf(actionOf(), rowOf(fiveMinutesLater), 0)).toBeNull()
  expect(repeatOf(actionOf(), rowOf(fiveMinutesLater), 10 * MINUTE)).not.toBeNull()
})

test('the twin of an account is asked for the same session', () => {
  const accountId = (ref.account.accountId || '').toUpperCase()
  const twin = { ...ref.account, id: 'twin', apiVersion: 'v1' as const, accountId }
  const row = rowOf(undefined, { ...ref, account: twin })
  expect(repeatOf(actionOf(), row, 0)).toMatchObject({ kind: 'extend' })
})
