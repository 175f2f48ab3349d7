/**
 * Returns the next moment at which the wall clock of this time zone shows a time.
 * @param text `17:30`
 * @param nowMs local clock, epoch ms
 * @returns epoch ms; null when the text is not a time of day
 */
export function nextTimeOfDay(text: string, nowMs: number): number | null {
  const match = /^(\d{1,2}):(\d{2})$/.exec(text)
  if (!match) return null
  const date = new Date(nowMs)
  date.setHours(Number(match[1]), Number(match[2]), 0, 0)
  if (date.getTime() <= nowMs) date.setDate(date.getDate() + 1)
  return date.getTime()
}
