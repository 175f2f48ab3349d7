import { expect, test } from 'vitest'
import { newStartPlan, type StartPlanEnd } from '../../starts/start-plan.ts'
import type { Reachability } from '../../accounts/endpoint-lookup.ts'
import { startPlanTitle } from './start-plan-text.ts'

const at = { accountId: 'a', endpoint: 'https://a.test', apiVersion: 'v1' as const }
const titleOf = (
  end: StartPlanEnd | null,
  id = 'fair',
  replaced: string | null = null,
  reachability?: Reachability,
) =>
  startPlanTitle(
    {
      ...newStartPlan(
        {
          id: 'plan',
          undoMs: 0,
          wanted: { id, leaseMs: 60_000, models: [] },
          candidates: [{ ...at, size: 'standard' }],
          replaces: replaced === null ? null : { ...at, sessionId: replaced },
        },
        0,
      ),
      end,
    },
    reachability,
  )

test.each([
  [null, 'Starting fair'],
  ['failed', "Couldn't start fair"],
  ['taken', "Couldn't start fair"],
  ['lost', "Couldn't start fair"],
  ['lapsed', "Couldn't start fair"],
  ['halted', 'Start of fair canceled'],
  ['unclear', 'Start of fair not confirmed'],
] as const)('the title of a start that ended with %s says so', (end, title) => {
  expect(titleOf(end)).toBe(title)
})

test('an open plan whose account is gone does not claim to go on', () => {
  expect(titleOf(null, 'fair', null, 'account-gone')).toBe('Start of fair not confirmed')
  expect(titleOf(null, 'fair', null, 'locked')).toBe('Starting fair')
  expect(titleOf('failed', 'fair', null, 'account-gone')).toBe("Couldn't start fair")
})

test('a replacement and a session without an ID have titles of their own', () => {
  expect(titleOf(null, 'new', 'old')).toBe('Replacing old')
  expect(titleOf('old-left', 'new', 'old')).toBe("Couldn't replace old")
  expect(titleOf('failed', '')).toBe("Couldn't start a session")
})
