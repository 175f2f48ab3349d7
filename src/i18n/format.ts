import { locale, t } from './t.ts'

/**
 * A countdown or stopwatch reading: `4:05`, `1:04:05`, `1 d 02:04:05`. Digits only, so that the
 * width is steady and it reads the same in every language.
 * @param ms duration; below zero reads as zero
 */
export function formatClock(ms: number): string {
  const seconds = Math.max(0, Math.floor(ms / 1000))
  const days = Math.floor(seconds / 86_400)
  const hours = Math.floor((seconds % 86_400) / 3600)
  const minutes = Math.floor((seconds % 3600) / 60)
  const rest = `${pad(minutes)}:${pad(seconds % 60)}`
  if (days > 0) return t('format.days', { days, rest: `${pad(hours)}:${rest}` })
  return hours > 0 ? `${hours}:${rest}` : `${minutes}:${pad(seconds % 60)}`
}

/** Names in one phrase: `eastus and westeurope`. */
export function formatList(names: readonly string[]): string {
  return new Intl.ListFormat(locale()).format(names)
}

/**
 * A duration in words: `45 min`, `1 h 30 min`, `8 h`.
 * @param ms rounded down to whole minutes; under a minute in seconds
 */
export function formatDuration(ms: number): string {
  const totalMinutes = Math.floor(Math.max(0, ms) / 60_000)
  if (totalMinutes === 0)
    return t('format.seconds', { seconds: Math.floor(Math.max(0, ms) / 1000) })
  const hours = Math.floor(totalMinutes / 60)
  const minutes = totalMinutes % 60
  if (hours === 0) return t('format.minutes', { minutes })
  return minutes === 0
    ? t('format.hours', { hours })
    : t('format.hoursMinutes', { hours, minutes })
}

/** Returns the formatter of a name, made once for each language. */
export const formatter = (() => {
  const cache = new Map<string, Intl.DateTimeFormat>()
  return (name: string, options: Intl.DateTimeFormatOptions) => {
    const key = `${locale()} ${name}`
    const known = cache.get(key)
    if (known) return known
    const made = new Intl.DateTimeFormat(locale(), options)
    cache.set(key, made)
    return made
  }
})()

/** Options of a time of day to the minute. */
export const TO_THE_MINUTE = { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' } as const

/** Time of day to the minute, in the user's zone. @param atMs epoch ms */
export function formatTime(atMs: number): string {
  return formatter('time', TO_THE_MINUTE).format(atMs)
}

/**
 * An end time: only the time when it is within a day from now, otherwise with its weekday.
 * @param atMs epoch ms
 * @param nowMs epoch ms
 */
export function formatEnd(atMs: number, nowMs: number): string {
  return Math.abs(atMs - nowMs) < 20 * 3_600_000 ? formatTime(atMs) : formatWeekdayTime(atMs)
}

/**
 * An end time that never leaves its day open: today only the time, tomorrow by name, later with its
 * weekday.
 * @param atMs epoch ms
 * @param nowMs epoch ms
 */
export function formatEndDay(atMs: number, nowMs: number): string {
  return daysFrom(nowMs, atMs) === 1
    ? t('format.tomorrow', { time: formatTime(atMs) })
    : formatDayTime(atMs, nowMs)
}

/**
 * A time of day, with its weekday when it is on another day than now.
 * @param atMs epoch ms
 * @param nowMs epoch ms
 */
export function formatDayTime(atMs: number, nowMs: number): string {
  return daysFrom(nowMs, atMs) === 0 ? formatTime(atMs) : formatWeekdayTime(atMs)
}

/** The weekday and the time of day. */
function formatWeekdayTime(atMs: number): string {
  return formatter('weekday', { weekday: 'short', ...TO_THE_MINUTE }).format(atMs)
}

/** On which day a moment is, in days from another one's day in the user's zone; below 0: earlier. */
export function daysFrom(fromMs: number, atMs: number): number {
  const dayOf = (ms: number) => new Date(ms).setHours(0, 0, 0, 0)
  // Days of 23 and 25 hours exist.
  return Math.round((dayOf(atMs) - dayOf(fromMs)) / (24 * 3_600_000))
}

function pad(value: number) {
  return String(value).padStart(2, '0')
}
