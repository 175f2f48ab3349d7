import { daysFrom, formatter, formatTime, TO_THE_MINUTE } from './format.ts'

/** Moments as text where the time of day is not enough. The rows of the list need none of it. */

const DATE = { weekday: 'short', month: 'short', day: 'numeric' } as const

/** Time of day to the second, in the user's zone. @param atMs epoch ms */
export function formatSecond(atMs: number): string {
  return formatter('second', { ...TO_THE_MINUTE, second: '2-digit' }).format(atMs)
}

/** Date and time to the second, in the user's zone. @param atMs epoch ms */
export function formatDateTime(atMs: number): string {
  return formatter('dateTime', {
    dateStyle: 'medium',
    timeStyle: 'medium',
    hourCycle: 'h23',
  }).format(atMs)
}

/**
 * A moment of the past: the time of day, and its date when that was on another day.
 * @param atMs epoch ms
 * @param nowMs epoch ms
 */
export function formatPast(atMs: number, nowMs: number): string {
  return daysFrom(nowMs, atMs) === 0
    ? formatTime(atMs)
    : formatter('past', { ...DATE, ...TO_THE_MINUTE }).format(atMs)
}

/** A day with its weekday, in the user's zone: `Fri, Mar 13`. @param atMs epoch ms */
export function formatDay(atMs: number): string {
  return formatter('day', DATE).format(atMs)
}
