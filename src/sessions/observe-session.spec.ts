import { expect, test } from 'vitest'
import { observedSession } from '../test-support/observed-session.ts'
import { observeSession } from './session-list.ts'

const NOW_MS = Date.parse('2026-01-01T00:00:00Z')

/** When a session that has run for ten minutes became Ready, as an observation of it says. */
const readyOf = (status: string) =>
  observeSession(observedSession({ status, elapsedMs: 600_000 }), undefined, NOW_MS).ready

test('a session in an unknown status has the countdown of a Ready one', () => {
  expect(readyOf('Ready')).not.toBeNull()
  expect(readyOf('Maintenance')).toEqual(readyOf('Ready'))
})

test('a session that is starting, stopping, or over gets no countdown', () => {
  for (const status of ['Starting', 'Stopping', 'Stopped', 'Expired', 'Error'])
    expect(readyOf(status)).toBeNull()
})
