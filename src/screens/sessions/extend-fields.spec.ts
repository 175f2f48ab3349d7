import { expect, test } from 'vitest'
import { formatTime } from '../../i18n/format.ts'
import { extendProblem, firstExtendFields, wantedLeaseMs } from './extend-fields.ts'

const MINUTE = 60_000
const HOUR = 60 * MINUTE
const NOW = Date.parse('2026-01-01T12:00:00Z')
const hourLeft = { leaseMs: 2 * HOUR, endsAtMs: NOW + HOUR }

test('the form begins with an hour more, as a total and as a time of day', () => {
  expect(firstExtendFields(hourLeft, false)).toEqual({
    mode: 'total',
    total: '3:00',
    until: formatTime(NOW + 2 * HOUR),
  })
})

test('the form begins with the longest lease where an hour more would exceed it', () => {
  const { total } = firstExtendFields({ leaseMs: 23.5 * HOUR, endsAtMs: null }, false)
  expect(total).toBe('23:59')
})

test('the form begins with an end time where one was asked for and the end is known', () => {
  expect(firstExtendFields(hourLeft, true).mode).toBe('until')
  expect(firstExtendFields({ leaseMs: HOUR, endsAtMs: null }, true).mode).toBe('total')
})

test('a total is taken as it is typed', () => {
  expect(wantedLeaseMs({ mode: 'total', total: '2:30' }, hourLeft, NOW)).toBe(150 * MINUTE)
  expect(wantedLeaseMs({ mode: 'total', total: 'soon' }, hourLeft, NOW)).toBeNull()
})

test('a time of day becomes the total that ends then, rounded up to whole minutes', () => {
  const until = formatTime(NOW + 90 * MINUTE)
  const lease = { leaseMs: 2 * HOUR, endsAtMs: NOW + HOUR - 20_000 }
  expect(wantedLeaseMs({ mode: 'until', until }, lease, NOW)).toBe(151 * MINUTE)
})

test('a time of day asks for nothing while the end of the lease is not known', () => {
  const until = formatTime(NOW + 90 * MINUTE)
  const lease = { leaseMs: HOUR, endsAtMs: null }
  expect(wantedLeaseMs({ mode: 'until', until }, lease, NOW)).toBeNull()
  expect(wantedLeaseMs({ mode: 'until', until: '' }, hourLeft, NOW)).toBeNull()
})

test('the longest lease needs no field', () => {
  expect(wantedLeaseMs({ mode: 'max' }, hourLeft, NOW)).toBe(24 * HOUR - MINUTE)
})

test.each([
  ['soon', { kind: 'unreadable', mode: 'total' }],
  ['2:00', { kind: 'not-larger' }],
  ['1:00', { kind: 'not-larger' }],
  ['24:00', { kind: 'over-cap' }],
  ['0.02:30:30', { kind: 'whole-minutes' }],
  ['23:59', null],
  ['2:01', null],
])('of a total of %s one problem is named', (total, problem) => {
  expect(extendProblem({ mode: 'total', total }, hourLeft, NOW)).toEqual(problem)
})

test('a time of day that is missing or too soon is a problem', () => {
  const until = (time: string) => extendProblem({ mode: 'until', until: time }, hourLeft, NOW)
  expect(until('')).toEqual({ kind: 'unreadable', mode: 'until' })
  expect(until(formatTime(NOW + 30 * MINUTE))).toEqual({ kind: 'not-larger' })
  expect(until(formatTime(NOW + 3 * HOUR))).toBeNull()
  expect(extendProblem({ mode: 'max' }, hourLeft, NOW)).toBeNull()
})
