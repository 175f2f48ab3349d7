import { expect, test } from 'vitest'
import { formatEndDay, formatTime } from './format.ts'

/** Times as text. */

test('an end time names its day unless that is today', () => {
  const nowMs = new Date(2026, 0, 30, 22, 0).getTime()
  const at = (day: number, hour: number) => new Date(2026, 0, day, hour, 24).getTime()
  expect(formatEndDay(at(30, 23), nowMs)).toBe('23:24')
  expect(formatEndDay(at(31, 1), nowMs)).toBe('tomorrow 01:24')
  expect(formatEndDay(at(31, 23), nowMs)).toBe('tomorrow 23:24')
  expect(formatEndDay(at(32, 1), nowMs)).toMatch(/^Sun.* 01:24$/)
  // Over by now.
  expect(formatEndDay(at(30, 21), nowMs)).toBe(formatTime(at(30, 21)))
})
