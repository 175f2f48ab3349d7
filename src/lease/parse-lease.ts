const MINUTE_MS = 60_000
const HOUR_MS = 60 * MINUTE_MS

/**
 * Reads a duration as people type it: `90` or `90 min` (minutes), `2 h`, `1 h 30 min`, `1:30`
 * (hours and minutes), `1:30:00`, `1.02:03:00` (days). Callers check the limits of a lease.
 * @returns ms, or null when it can't be read
 */
export function parseLease(text: string): number | null {
  const trimmed = text.trim().toLowerCase()
  if (/^\d{1,6}$/.test(trimmed)) return Number(trimmed) * MINUTE_MS
  const clock = /^(?:(\d{1,3})\.)?(\d{1,3}):([0-5]?\d)(?::([0-5]?\d))?$/.exec(trimmed)
  if (clock) {
    const [, days = '0', hours, minutes, seconds = '0'] = clock
    return (
      Number(days) * 24 * HOUR_MS +
      Number(hours) * HOUR_MS +
      Number(minutes) * MINUTE_MS +
      Number(seconds) * 1000
    )
  }
  const words = /^(?:(\d+(?:[.,]\d+)?)\s*h[a-z]*)?\s*(?:(\d+)\s*m[a-z]*)?$/.exec(trimmed)
  if (!words || (words[1] === undefined && words[2] === undefined)) return null
  const hours = Number((words[1] ?? '0').replace(',', '.'))
  return Math.round(hours * HOUR_MS + Number(words[2] ?? '0') * MINUTE_MS)
}
