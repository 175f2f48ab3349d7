import { describe, expect, test } from 'vitest'
import { openRuntime } from '../test-support/open-runtime.ts'
import { observedSession } from '../test-support/observed-session.ts'
import { account, ENDPOINT } from '../test-support/screen.tsx'
import { serviceError, type ServiceErrorKind } from '../service/result.ts'
import type { ExtendOutcome } from './extend-outcome.ts'
import { toRow } from './fleet-model.ts'
import { canRetryStop, extensionToRetry, rowAsNow } from './retry-action.ts'
import { listKey, type SessionList } from './session-list.ts'

const MINUTE = 60_000
const PLUS_15 = { addMs: 15 * MINUTE }
const error = serviceError('network')

describe('an extension is asked for again', () => {
  test.each<ServiceErrorKind>(['throttled', 'network', 'timeout', 'server', 'internal'])(
    'as it was, when it certainly had no effect: %s',
    (kind) => {
      const failed: ExtendOutcome = { ok: false, end: 'failed', error: serviceError(kind) }
      expect(extensionToRetry(failed, PLUS_15, null)).toBe(PLUS_15)
    },
  )

  test('by the same total only, when no answer tells what it did', () => {
    const unknown: ExtendOutcome = { ok: false, end: 'unknown', error }
    expect(extensionToRetry(unknown, PLUS_15, 75 * MINUTE)).toEqual({ toLeaseMs: 75 * MINUTE })
  })

  test.each<ExtendOutcome>([
    { ok: false, end: 'unsure', leaseMs: 75 * MINUTE, error },
    { ok: false, end: 'ended', error },
    { ok: false, end: 'undone' },
    { ok: false, end: 'stopping' },
    { ok: false, end: 'failed', error: serviceError('unprocessable') },
    { ok: true, end: 'found', leaseMs: 75 * MINUTE },
  ])('not when it may be part of the lease, or would be refused again: %o', (outcome) => {
    expect(extensionToRetry(outcome, PLUS_15, 75 * MINUTE)).toBeNull()
  })
})

test('a stop is asked for again unless it would be refused again', () => {
  expect(canRetryStop({ ok: false, end: 'unproved' })).toBe(true)
  expect(canRetryStop({ ok: false, end: 'failed', error: serviceError('throttled') })).toBe(
    true,
  )
  expect(canRetryStop({ ok: false, end: 'failed', error: serviceError('forbidden') })).toBe(
    false,
  )
  expect(canRetryStop({ ok: true, end: 'stopped' })).toBe(false)
})

test('a session that has taken over the ID is not the one to act on', () => {
  const runtime = openRuntime()
  const ref = { account, endpoint: ENDPOINT }
  const asked = observedSession({ id: 'one', createdAt: '2026-01-01T10:00:00Z' })
  const list = (createdAt: string) =>
    runtime.queryClient.setQueryData<Pick<SessionList, 'sessions'>>(listKey(ref), {
      sessions: [observedSession({ id: 'one', createdAt, leaseMs: 99 * MINUTE })],
    })
  expect(rowAsNow(runtime, toRow(ref, asked))?.session).toBe(asked)
  list('2026-01-01T10:00:00Z')
  expect(rowAsNow(runtime, toRow(ref, asked))?.session.leaseMs).toBe(99 * MINUTE)
  list('2026-01-01T11:00:00Z')
  expect(rowAsNow(runtime, toRow(ref, asked))).toBeNull()
})
