import { describe, expect, test } from 'vitest'
import { nextAutoExtension, type AutoExtendRule } from './auto-extend.ts'
import { billedMs, costOf, costWithin, type Rates } from './cost.ts'
import { asCsv } from './export.ts'
import {
  closeEntry,
  type LocalAction,
  applySighting,
  type Sighting,
  usualStartMs,
} from './history.ts'
import { entryLocation, firstEntry, localAction, sightingAt } from '../test-support/history.ts'

const MINUTE = 60_000
const HOUR = 60 * MINUTE
const NOW = Date.parse('2026-01-01T12:00:00Z')

const rates: Rates = { currency: 'EUR', standardPerHour: 6, premiumPerHour: null }
const ready = { earliestMs: NOW, latestMs: NOW + 30_000 }
const seen = sightingAt(NOW, ready)
const first = (change: Partial<Sighting> = {}, by?: LocalAction) =>
  firstEntry({ ...seen, ...change }, NOW, by)

describe('the history', () => {
  test('records who started a session and who changed its lease', () => {
    const own = first({}, localAction({ startedAtMs: NOW }))
    expect(own.startedBy).toBe('here')
    const longer = applySighting(
      own,
      entryLocation,
      { ...seen, leaseMs: 2 * HOUR },
      NOW + 1,
      localAction({ leaseMs: 2 * HOUR }),
    )
    expect(longer.events).toEqual([])
    const longest = applySighting(
      longer.entry,
      entryLocation,
      { ...seen, leaseMs: 3 * HOUR },
      NOW + 2,
      localAction({ leaseMs: 2 * HOUR }),
    )
    expect(longest.entry.leases.map(({ leaseMs, by }) => [leaseMs / HOUR, by])).toEqual([
      [1, 'here'],
      [2, 'here'],
      [3, 'elsewhere'],
    ])
  })

  test('does not change when a list shows nothing new', () => {
    const known = first()
    expect(applySighting(known, entryLocation, seen, NOW + 10_000, undefined).entry).toBe(known)
  })

  test('raises Ready once, after a start it saw', () => {
    const starting = first({ status: 'Starting', ready: null })
    expect(applySighting(starting, entryLocation, seen, NOW, undefined).events).toEqual([
      'ready',
    ])
    expect(applySighting(undefined, entryLocation, seen, NOW, undefined).events).toEqual([])
  })

  test.each([
    ['stopped-here', { status: 'Stopped' }, localAction({ stoppedAtMs: NOW })],
    ['stopped-elsewhere', { status: 'Stopped' }, undefined],
    ['expired', { status: 'Expired' }, undefined],
    ['error', { status: 'Error', message: 'no capacity' }, undefined],
    ['stopped-here', null, localAction({ stoppedAtMs: NOW })],
    ['unknown', null, undefined],
  ] as const)('closes as %s when a GET shows %j', (reason, shown, by) => {
    const found = shown === null ? null : { ...seen, ...shown }
    const { entry } = closeEntry(first(), found, NOW + 10 * MINUTE, by)
    expect(entry).toMatchObject({ reason, endedAtMs: NOW + 10 * MINUTE })
    if (reason === 'error') expect(entry.message).toBe('no capacity')
  })

  test('a session unknown to the service after its lease expired at the end of the lease', () => {
    const { entry, events } = closeEntry(first(), null, NOW + 3 * HOUR, undefined)
    expect(entry).toMatchObject({ reason: 'expired', endedAtMs: NOW + HOUR })
    expect(events).toEqual(['expired'])
  })

  test('a session that is listed again is running, whatever was recorded', () => {
    const { entry } = closeEntry(first(), null, NOW + MINUTE, undefined)
    expect(
      applySighting(entry, entryLocation, seen, NOW + 2 * MINUTE, undefined).entry,
    ).toMatchObject({
      endedAtMs: null,
      reason: null,
    })
  })

  test('knows the usual time of a start after three starts', () => {
    const started = (minutes: number) => ({
      ...first(),
      startedAtMs: ready.latestMs - minutes * MINUTE,
    })
    expect(usualStartMs([started(2), started(3)], 'Standard')).toBeNull()
    const all = [9, 1, 3, 2, 5].map(started)
    expect(usualStartMs(all, 'Standard')).toEqual({
      p50Ms: 3 * MINUTE,
      p90Ms: 9 * MINUTE,
      count: 5,
    })
    expect(usualStartMs(all, 'Premium')).toBeNull()
  })

  test('as CSV contains no formula and keeps its fields separate', () => {
    const { entry } = closeEntry(
      { ...first(), sessionId: '=cmd()', accountName: 'a "b", c' },
      null,
      NOW,
      undefined,
    )
    const [header, line] = asCsv([entry]).split('\r\n')
    expect(header?.split(',')).toHaveLength(14)
    expect(line?.startsWith(`'=cmd(),"a ""b"", c",westeurope`)).toBe(true)
  })
})

describe('cost', () => {
  const session = { size: 'Standard', ready, endedAtMs: null }

  test('runs from Ready to the end, within the window', () => {
    const window = { fromMs: NOW - HOUR, toMs: NOW + 90 * MINUTE }
    expect(billedMs(session, window)).toBe(90 * MINUTE)
    expect(billedMs({ ...session, endedAtMs: NOW + 10 * MINUTE }, window)).toBe(10 * MINUTE)
    expect(billedMs({ ...session, ready: null }, window)).toBe(0)
    expect(billedMs(session, { fromMs: NOW + HOUR, toMs: NOW + 90 * MINUTE })).toBe(30 * MINUTE)
    expect(costWithin(rates, [session, session], window)).toBe(18)
  })

  test('is unknown without a rate, never zero', () => {
    expect(costOf(rates, 'Premium', HOUR)).toBeNull()
    expect(costOf(rates, 'Unheard-of', HOUR)).toBeNull()
    expect(costOf(rates, 'standard', 10 * MINUTE)).toBe(1)
  })
})

describe('auto-extend', () => {
  const rule: AutoExtendRule = {
    stepMs: 30 * MINUTE,
    untilMs: null,
    capLeaseMs: null,
    capCost: null,
  }
  const life = { leaseMs: HOUR, endsAtMs: NOW + 20 * MINUTE, size: 'Standard' }

  test('is due three minutes before the end', () => {
    expect(nextAutoExtension(rule, life, rates, NOW)).toEqual({
      kind: 'planned',
      atMs: NOW + 17 * MINUTE,
      addMs: 30 * MINUTE,
      addedCost: 3,
    })
    expect(nextAutoExtension(rule, life, rates, NOW + 17 * MINUTE)).toMatchObject({
      kind: 'due',
    })
  })

  test.each([
    ['until', { untilMs: NOW + 20 * MINUTE }, life],
    ['cap-lease', { capLeaseMs: 80 * MINUTE }, life],
    ['cap-cost', { capCost: 8.9 }, life],
    ['service-cap', {}, { ...life, leaseMs: 1439 * MINUTE }],
  ] as const)('ends by %s', (reason, bound, session) => {
    expect(nextAutoExtension({ ...rule, ...bound }, session, rates, NOW)).toEqual({
      kind: 'over',
      reason,
    })
  })

  test('reaches a limit exactly', () => {
    expect(
      nextAutoExtension({ ...rule, capLeaseMs: 90 * MINUTE, capCost: 9 }, life, rates, NOW),
    ).toMatchObject({ kind: 'planned' })
  })
})
