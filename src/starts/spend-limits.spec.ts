import { expect, test } from 'vitest'
import { batchIds, spendGuard } from './spend-limits.ts'

const HOUR = 3_600_000
const none = { maxSessions: null, maxLeaseHours: null }

test('a start within the limits passes, and one above them is reported with what it would come to', () => {
  const running = [HOUR, 2 * HOUR]
  const wanted = { count: 2, leaseMs: HOUR }
  expect(spendGuard(running, wanted, none)).toBeNull()
  expect(spendGuard(running, wanted, { maxSessions: 4, maxLeaseHours: 5 })).toBeNull()
  expect(spendGuard(running, wanted, { ...none, maxSessions: 3 })).toEqual({
    limit: 'sessions',
    wouldBe: 4,
    max: 3,
  })
  expect(spendGuard(running, wanted, { ...none, maxLeaseHours: 4.5 })).toEqual({
    limit: 'lease-hours',
    wouldBe: 5,
    max: 4.5,
  })
})

test('the IDs of a batch differ, and a single ID stays as typed', () => {
  expect(batchIds('anna-review', 1)).toEqual(['anna-review'])
  expect(batchIds('anna-review', 3)).toEqual([
    'anna-review-1',
    'anna-review-2',
    'anna-review-3',
  ])
  expect(batchIds('anna-{n}-fair', 2)).toEqual(['anna-1-fair', 'anna-2-fair'])
})
