import { expect, test } from 'vitest'
import { toRow } from '../../../sessions/fleet-model.ts'
import { accountWith } from '../../../test-support/account.ts'
import { observedSession } from '../../../test-support/observed-session.ts'
import { bulkForecast, bulkPlan, type FrozenRow, isTyped } from './bulk-plan.ts'

const MINUTE_MS = 60_000
const ref = { account: accountWith({}), endpoint: 'https://one.example' }
const FREE = { isUnlocked: true, isOffline: false, isStopping: false }

const frozenRow = (id: string, change: Partial<FrozenRow> = {}): FrozenRow => ({
  row: toRow(ref, observedSession({ id, status: 'Ready', leaseMs: 60 * MINUTE_MS })),
  conditions: FREE,
  leftMs: null,
  ...change,
})
const idsOf = (rows: readonly FrozenRow[]) => rows.map(({ row }) => row.session.id)

test('extensions go by the nearest end, stops as shown, and what is blocked is left out', () => {
  const rows = [
    frozenRow('late', { leftMs: 50 * MINUTE_MS }),
    frozenRow('unknown'),
    frozenRow('soon', { leftMs: MINUTE_MS }),
    frozenRow('locked', { conditions: { ...FREE, isUnlocked: false } }),
  ]
  const extended = bulkPlan(rows, { kind: 'extend', addMs: 15 * MINUTE_MS })
  expect(idsOf(extended.acted)).toEqual(['soon', 'late', 'unknown'])
  expect(extended.leftOut.map(({ reason }) => reason)).toEqual(['locked'])
  const stopped = bulkPlan(rows, { kind: 'stop' })
  expect(idsOf(stopped.acted)).toEqual(['late', 'unknown', 'soon'])
  const tooLong = bulkPlan(rows, { kind: 'extend', addMs: 24 * 60 * MINUTE_MS })
  expect(tooLong.acted).toEqual([])
})

test('the forecast names sessions whose end comes before their turn', () => {
  const rows = ['a', 'b', 'c'].map((id) => frozenRow(id, { leftMs: 7000 }))
  const gate = { spacingMs: 5000, opensInMs: 0 }
  expect(bulkForecast(rows, 'extend', () => gate)).toEqual({ takesMs: 10_000, lateCount: 1 })
  // A session that ends before it is stopped needs no warning.
  expect(bulkForecast(rows, 'stop', () => gate).lateCount).toBe(0)
  // Each at a gate of its own.
  expect(bulkForecast(rows, 'extend', () => ({ ...gate })).takesMs).toBe(0)
})

test('more than five stops are typed, and no extension is', () => {
  expect(isTyped('stop', 5)).toBe(false)
  expect(isTyped('stop', 6)).toBe(true)
  expect(isTyped('extend', 60)).toBe(false)
})
