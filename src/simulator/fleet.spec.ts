import { expect, test } from 'vitest'
import { generateFleet } from './fleet.ts'
import { type SessionRecord, viewAt } from './record.ts'
import { HOUR_MS, MINUTE_MS, START_MS } from '../test-support/simulator-calls.ts'

const endpoints = ['west', 'east', 'south']
const fleetOf = (sessions: number, seed = 1): SessionRecord[] =>
  [...generateFleet({ sessions, seed, endpoints, originMs: START_MS }).values()].flat()
const statuses = (records: SessionRecord[]): Record<string, number> => {
  const counts: Record<string, number> = {}
  for (const record of records) {
    const { status } = viewAt(record, START_MS)
    counts[status] = (counts[status] ?? 0) + 1
  }
  return counts
}
const leftMs = ({ readyAtMs, leaseMs }: SessionRecord): number => readyAtMs + leaseMs - START_MS

test('a dozen sessions show every state', () => {
  expect(statuses(fleetOf(12))).toEqual({
    Ready: 7,
    Starting: 2,
    Stopped: 1,
    Expired: 1,
    Error: 1,
  })
})

test('in a dozen, two end within ten minutes and one is near its 24 h limit', () => {
  const ready = fleetOf(12).filter((record) => viewAt(record, START_MS).status === 'Ready')
  expect(ready.filter((record) => leftMs(record) < 10 * MINUTE_MS)).toHaveLength(2)
  expect(ready.filter(({ leaseMs }) => leaseMs > 23.5 * HOUR_MS)).toHaveLength(1)
})

test('every region has living sessions, in a dozen and in a thousand', () => {
  for (const sessions of [12, 1_000]) {
    const fleet = generateFleet({ sessions, seed: 3, endpoints, originMs: START_MS })
    for (const records of fleet.values())
      expect(statuses(records)['Ready'] ?? 0).toBeGreaterThan(1)
  }
})

test('three sessions all run, and zero is an empty fleet', () => {
  expect(statuses(fleetOf(3))).toEqual({ Ready: 3 })
  expect(fleetOf(0)).toEqual([])
})

test('the same seed gives the same fleet, another seed another one', () => {
  expect(fleetOf(500, 4)).toEqual(fleetOf(500, 4))
  expect(fleetOf(500, 4)).not.toEqual(fleetOf(500, 5))
})

test('10,000 sessions have unique IDs and plausible leases, and most run', () => {
  const fleet = fleetOf(10_000)
  expect(new Set(fleet.map(({ id }) => id)).size).toBe(10_000)
  for (const { id, leaseMs } of fleet) {
    expect(id).toMatch(/^[a-z0-9-]{5,60}$/)
    expect(leaseMs).toBeGreaterThanOrEqual(HOUR_MS)
    expect(leaseMs).toBeLessThan(24 * HOUR_MS)
  }
  expect(statuses(fleet)['Ready']).toBeGreaterThan(9_000)
})
