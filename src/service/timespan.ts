/** .NET time spans, the format of durations in v1 (docs/protocol.md#time-spans). */

const TIMESPAN = /^(-)?(?:(\d+)\.)?(\d+):(\d{1,2}):(\d{1,2})(?:\.(\d{1,7}))?$/

/**
 * Reads `[-][d.]hh:mm:ss[.fffffff]`, and the unpadded `4:0:0` of the documents.
 * @returns ms (fractions of a ms dropped), or null when it isn't a time span
 */
export function parseTimespan(text: string): number | null {
  const match = TIMESPAN.exec(text.trim())
  if (!match) return null
  const [, sign, days = '0', hours = '', minutes = '', seconds = '', fraction = ''] = match
  if (Number(minutes) > 59 || Number(seconds) > 59) return null
  // An hour field of 24 or more is out of range for .NET. No source shows one, so it is
  // refused.
  if (Number(hours) > 23) return null
  const ms =
    ((Number(days) * 24 + Number(hours)) * 60 + Number(minutes)) * 60_000 +
    Number(seconds) * 1000 +
    Math.floor(Number(fraction.padEnd(7, '0')) / 10_000)
  return sign ? -ms : ms
}

/**
 * Writes a time span: `hh:mm:ss` below a day, `d.hh:mm:ss` from there, because an hour field of
 * 24 is ambiguous (docs/protocol.md#time-spans).
 * @param ms not negative; only whole seconds are kept
 */
export function formatTimespan(ms: number): string {
  const seconds = Math.floor(ms / 1000)
  const days = Math.floor(seconds / 86_400)
  const clock = [Math.floor(seconds / 3600) % 24, Math.floor(seconds / 60) % 60, seconds % 60]
    .map(pad)
    .join(':')
  return days > 0 ? `${days}.${clock}` : clock
}

function pad(value: number) {
  return String(value).padStart(2, '0')
}
