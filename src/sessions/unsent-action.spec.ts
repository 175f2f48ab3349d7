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
const rowsOf = (createdAt: string | null = '2026-01-01T11:00:00Z') => {
  const row = toRow(ref, observedSession({ id: 'one', createdAt }))
  return new Map([[row.key, row]])
}

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
  ['a session that is not in the list', { sessionId: 'two' }, null],
  ['a session of another account', { serviceAccountId: 'another' }, null],
])('after a reload, %s', (_, part, repeat) => {
  const found = repeatOf(actionOf(part), rowsOf())
  if (repeat === null) expect(found).toBeNull()
  else expect(found).toMatchObject(repeat)
})

test('a session that has taken over the ID since is left alone', () => {
  const stop = actionOf({ kind: 'stop', addMs: null })
  expect(repeatOf(stop, rowsOf('2026-01-01T12:30:00Z'))).toBeNull()
  expect(repeatOf(stop, rowsOf(null))).toMatchObject({ kind: 'stop' })
})
