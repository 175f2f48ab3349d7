import { expect, test } from 'vitest'
import { parseLease } from './parse-lease.ts'

const MINUTE = 60_000
const HOUR = 60 * MINUTE

test.each([
  ['90', 90 * MINUTE],
  [' 90 ', 90 * MINUTE],
  ['999999', 999_999 * MINUTE],
  ['1:30', 90 * MINUTE],
  ['1:5', 65 * MINUTE],
  ['0:01', MINUTE],
  ['100:00', 100 * HOUR],
  ['1:30:15', 90 * MINUTE + 15_000],
  ['1:30:5', 90 * MINUTE + 5000],
  ['1.02:03:04', 26 * HOUR + 3 * MINUTE + 4000],
  ['12.00:00', 288 * HOUR],
  ['365.0:0', 365 * 24 * HOUR],
  ['2 h', 2 * HOUR],
  ['2H', 2 * HOUR],
  ['12 hours', 12 * HOUR],
  ['1.5 h', 90 * MINUTE],
  ['1,5h', 90 * MINUTE],
  ['1.25 h', 75 * MINUTE],
  ['90 min', 90 * MINUTE],
  ['90m', 90 * MINUTE],
  ['1 h 30 min', 90 * MINUTE],
  ['1h30m', 90 * MINUTE],
  ['  1 H 30 Minutes ', 90 * MINUTE],
])('"%s" is %d ms', (text, ms) => {
  expect(parseLease(text)).toBe(ms)
})

test.each([
  '',
  ' ',
  '-5',
  '1234567',
  '1.5',
  '1:60',
  '1:00:60',
  '1:2:3:4',
  'x1:30',
  '1:30x',
  'a2 h',
  '2 h 30 min!',
  '2 h - 30 min',
  '30 min 2 h',
  'h',
  'min',
  '2 days',
])('"%s" is rejected', (text) => {
  expect(parseLease(text)).toBeNull()
})
