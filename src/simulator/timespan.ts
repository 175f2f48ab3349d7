/**
 * .NET time spans, the format of leases and elapsed times in v1 (docs/protocol.md#time-spans).
 */

const TIMESPAN = /^(?:(\d{1,8})\.)?(\d{1,2}):(\d{1,2})(?::(\d{1,2})(?:\.(\d{1,7}))?)?$/

/**
 * Reads a time span such as `4:0:0` or `1.00:00:00` into ms, rounded down. Negative ones and
 * fields out of range (`24:00:00` is ambiguous) are refused.
 * @returns null when it isn't a time span
 */
export function parseTimespan(text: string): number | null {
  const found = TIMESPAN.exec(text.trim())
  if (!found) return null
  const [days, hours, minutes, seconds] = [1, 2, 3, 4].map((part) => Number(found[part] ?? 0))
  if (days === undefined || hours === undefined || hours > 23) return null
  if (minutes === undefined || minutes > 59 || seconds === undefined || seconds > 59)
    return null
  const fractionMs = Number(`0.${found[5] ?? 0}`) * 1_000
  return (((days * 24 + hours) * 60 + minutes) * 60 + seconds) * 1_000 + Math.floor(fractionMs)
}

/** Writes ms as `hh:mm:ss`, with days in front from 24 h on. Fractions are cut off. */
export function formatTimespan(ms: number): string {
  const totalS = Math.floor(ms / 1_000)
  const days = Math.floor(totalS / 86_400)
  const clock = [Math.floor(totalS / 3_600) % 24, Math.floor(totalS / 60) % 60, totalS % 60]
  return `${days > 0 ? `${days}.` : ''}${clock.map(twoDigits).join(':')}`
}

function twoDigits(value: number): string {
  return String(value).padStart(2, '0')
}
