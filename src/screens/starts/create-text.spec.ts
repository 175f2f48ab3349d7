import { expect, test } from 'vitest'
import { newCreateIntent } from '../../starts/create-intent.ts'
import { beforeSend } from '../../starts/create-outcomes.ts'
import { observedSession } from '../../test-support/observed-session.ts'
import { createText, isStartedUnlisted } from './create-text.ts'

/** What a notice says of a create, and how long it names a session that no list shows. */

const wanted = { id: 'crane', size: 'Standard', leaseMs: 3_600_000, models: [] }
const place = {
  accountId: 'account',
  endpoint: 'https://a.test',
  apiVersion: '2021-01-01' as const,
}
const unsent = newCreateIntent({ ...place, id: 'i', wanted, undoMs: 4000 }, 1000)
const started = {
  ...beforeSend(unsent, 5000),
  end: 'adopted' as const,
  sessionIds: ['crane'],
}
const loading = { status: 'loading' as const, receivedAtMs: null, sessions: [] }
const listedAt = (receivedAtMs: number, ids: readonly string[] = []) => ({
  status: 'ready' as const,
  receivedAtMs,
  sessions: ids.map((id) => observedSession({ id })),
})

test('a create that waits to be sent says in how many seconds it is', () => {
  expect(createText(unsent, 'available', 3200)).toBe('Starting crane, sends in 4 s')
  expect(createText(unsent, 'available', 0)).toContain('queued')
})

test.each([
  ['while no list has arrived', started, loading, 6000, true],
  ['while the list is older than the request', started, listedAt(4000), 6000, true],
  ['not once a list shows it', started, listedAt(4000, ['crane']), 6000, false],
  ['not once a newer list has arrived', started, listedAt(7000), 8000, false],
  ['not for longer than a minute', started, loading, 65_000, false],
  ['not when it was there before', { ...started, wasThere: true }, loading, 6000, false],
  ['not once it was dismissed', { ...started, isDismissed: true }, loading, 6000, false],
  ['not before it has started', unsent, loading, 6000, false],
  ['not of an account that was removed', started, undefined, 6000, false],
] as const)('a started session is named %s', (_when, intent, endpoint, nowMs, isNamed) => {
  expect(isStartedUnlisted(intent, endpoint, nowMs)).toBe(isNamed)
})
