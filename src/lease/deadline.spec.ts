import { expect, test } from 'vitest'
import { deadlineOf, urgencyOf } from './deadline.ts'
import { canExtend, canStop, isTerminal } from './session-rules.ts'
import { nextTimeOfDay } from './time-of-day.ts'

const MINUTE = 60_000
const READY = Date.parse('2026-01-01T10:00:00Z')
const ready = { earliestMs: READY, latestMs: READY + 1000 }

test.each([
  [-1, 'over'],
  [0, 'over'],
  [1, 'urgent'],
  [2 * MINUTE - 1, 'urgent'],
  [2 * MINUTE, 'soon'],
  [10 * MINUTE - 1, 'soon'],
  [10 * MINUTE, 'calm'],
])('an end in %d ms is %s', (leftMs, urgency) => {
  expect(urgencyOf(leftMs)).toBe(urgency)
})

test('the end is computed from the earliest possible moment of Ready', () => {
  expect(deadlineOf(ready, 60 * MINUTE, READY + 45 * MINUTE)).toEqual({
    earliestMs: READY + 60 * MINUTE,
    leftMs: 15 * MINUTE,
    isApproximate: false,
    urgency: 'calm',
    leftShare: 0.25,
  })
})

test.each([
  [9999, false],
  [10_000, true],
])('a Ready moment known within %d ms: approximate is %s', (widthMs, isApproximate) => {
  const wide = { earliestMs: READY, latestMs: READY + widthMs }
  expect(deadlineOf(wide, 60 * MINUTE, READY).isApproximate).toBe(isApproximate)
})

test.each([
  ['before it began', 60 * MINUTE, READY - MINUTE, 1],
  ['of eight hours with seven minutes left', 480 * MINUTE, READY + 473 * MINUTE, 7 / 60],
  ['of eight hours that has just begun', 480 * MINUTE, READY, 1],
  ['after its end', 60 * MINUTE, READY + 61 * MINUTE, 0],
  ['of no length', 0, READY, 0],
])(
  'the part of the next hour that is left of a lease %s stays within 0 and 1',
  (_what, leaseMs, nowMs, share) => {
    expect(deadlineOf(ready, leaseMs, nowMs).leftShare).toBe(share)
  },
)

test.each([
  ['Starting', true, true, false],
  ['Ready', true, true, false],
  ['Stopping', false, false, false],
  ['Stopped', false, false, true],
  ['Expired', false, false, true],
  ['Error', false, false, true],
  // An unknown status may be billed, so the session can be stopped.
  ['Maintenance', true, true, false],
])('%s: extend %s, stop %s, terminal %s', (status, extend, stop, terminal) => {
  expect([canExtend(status), canStop(status), isTerminal(status)]).toEqual([
    extend,
    stop,
    terminal,
  ])
})

const at = (text: string) => new Date(`2026-01-01T${text}`).getTime()

test.each([
  ['17:30', '10:00:00', at('17:30:00')],
  ['9:05', '09:04:59.999', at('09:05:00')],
  // That time has just passed, so tomorrow's is meant.
  ['10:00', '10:00:00', at('10:00:00') + 24 * 60 * MINUTE],
  ['09:59', '10:00:00', at('09:59:00') + 24 * 60 * MINUTE],
])('%s, asked at %s', (text, now, expected) => {
  expect(nextTimeOfDay(text, at(now))).toBe(expected)
})

test.each(['', '17', '17:3', '17:30:00', 'x17:30', '17:30x', 'noon'])(
  '"%s" is not a time of day',
  (text) => {
    expect(nextTimeOfDay(text, READY)).toBeNull()
  },
)
