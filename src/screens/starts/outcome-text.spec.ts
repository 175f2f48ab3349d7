import { expect, test, vi } from 'vitest'
import type { StartOutcome } from '../../starts/start-events.ts'
import { candidate } from '../../test-support/start-plans.ts'
import { startOutcomeMessage } from './outcome-text.ts'

const wanted = {
  id: '',
  leaseMs: 60_000,
  models: [],
  candidates: [],
  replaces: null,
}
const planDone = { kind: 'plan-done', sessionId: 'crane', candidate: candidate('a') } as const

test.each<[StartOutcome, 'success' | 'failure', RegExp]>([
  [{ kind: 'already-running', sessionId: 'crane' }, 'success', /crane.*Nothing was started/],
  [{ ...planDone, replacedId: null }, 'success', /crane/],
  [{ ...planDone, replacedId: 'old' }, 'success', /old/],
  [
    { kind: 'batch-incomplete', failed: [{ ...wanted, id: 'b-2' }], count: 3, retry: null },
    'failure',
    /1.*3.*b-2/,
  ],
])('each outcome of a start has a message of its own: %o', (outcome, tone, text) => {
  expect(startOutcomeMessage(outcome)).toMatchObject({ tone, error: null })
  expect(startOutcomeMessage(outcome).text).toMatch(text)
})

test('the message about a batch offers Retry for the sessions that started nothing', () => {
  const run = vi.fn()
  const outcome: StartOutcome = {
    kind: 'batch-incomplete',
    failed: [wanted, { ...wanted, id: 'b-2' }],
    count: 3,
    retry: { ids: ['b-2'], run },
  }
  expect(startOutcomeMessage(outcome).action).toEqual({ label: 'Retry', of: 'b-2', run })
})
