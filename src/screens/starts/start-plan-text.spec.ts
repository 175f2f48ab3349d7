import { expect, test } from 'vitest'
import { newStartPlan, type StartPlanEnd } from '../../starts/start-plan.ts'
import { startPlanTitle } from './start-plan-text.ts'

const at = { accountId: 'a', endpoint: 'https://a.test', apiVersion: 'v1' as const }
const titleOf = (end: StartPlanEnd | null, id = 'fair', replaced: string | null = null) =>
  startPlanTitle({
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
  })

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

test('a replacement and a session without an ID have titles of their own', () => {
  expect(titleOf(null, 'new', 'old')).toBe('Replacing old')
  expect(titleOf('old-left', 'new', 'old')).toBe("Couldn't replace old")
  expect(titleOf('failed', '')).toBe("Couldn't start a session")
})
