import { expect, test } from 'vitest'
import { formatDayTime, formatEnd, formatEndDay, formatTime } from './format.ts'
import { formatPast } from './format-date.ts'

/** Times as text. */

const nowMs = new Date(2026, 0, 30, 22, 0).getTime()
const at = (day: number, hour: number) => new Date(2026, 0, day, hour, 24).getTime()

test('an end time names its day unless that is today', () => {
  expect(formatEndDay(at(30, 23), nowMs)).toBe('23:24')
  expect(formatEndDay(at(31, 1), nowMs)).toBe('tomorrow 01:24')
  expect(formatEndDay(at(31, 23), nowMs)).toBe('tomorrow 23:24')
  expect(formatEndDay(at(32, 1), nowMs)).toMatch(/^Sun.* 01:24$/)
  // Over by now.
  expect(formatEndDay(at(30, 21), nowMs)).toBe(formatTime(at(30, 21)))
})

test('an end time within 20 hours is a time alone, whatever its day', () => {
  expect(formatEnd(at(31, 17), nowMs)).toBe('17:24')
  expect(formatEnd(at(31, 18), nowMs)).toBe('Sat 18:24')
})

test('a time of another day has its weekday, and one of the past its date', () => {
  expect(formatDayTime(at(30, 0), nowMs)).toBe('00:24')
  expect(formatDayTime(at(29, 23), nowMs)).toBe('Thu 23:24')
  expect(formatDayTime(at(31, 0), nowMs)).toBe('Sat 00:24')
  expect(formatPast(at(30, 0), nowMs)).toBe('00:24')
  expect(formatPast(at(29, 23), nowMs)).toMatch(/^Thu, Jan 29.* 23:24$/)
  // The same day of another year.
  const earlierMs = new Date(2015, 0, 30, 21, 24).getTime()
  expect(formatPast(earlierMs, nowMs)).toMatch(/^Fri, Jan 30.* 21:24$/)
})
