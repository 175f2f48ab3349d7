import type { ReadyInterval } from '../lease/ready-interval.ts'

/**
 * What sessions cost, by rates the user entered; none are shipped. Billed is the time from
 * Ready to the end (docs/protocol.md#life-of-a-session). Amounts are in the user's currency;
 * the dearest possible reading of what is known, so that a bill never surprises.
 */

/** Price of one hour by size; null: not entered. */
export type Rates = {
  /** ISO 4217 code. */
  currency: string
  standardPerHour: number | null
  premiumPerHour: number | null
}

/** Whether any money can be shown at all. */
export function hasRates({ standardPerHour, premiumPerHour }: Rates): boolean {
  return standardPerHour !== null || premiumPerHour !== null
}

/** Price of an hour of a session; null when no rate fits. @param size as the service tells it */
export function hourlyRate(rates: Rates, size: string): number | null {
  switch (size.toLowerCase()) {
    case 'standard':
      return rates.standardPerHour
    case 'premium':
      return rates.premiumPerHour
    default:
      return null
  }
}

/** One session's time on the bill. */
export type Billed = {
  size: string
  ready: ReadyInterval | null
  /** Server time, epoch ms; null while it runs. */
  endedAtMs: number | null
}

/**
 * Billed time of a session within a window, ms.
 * @param window server time, epoch ms; a running session is counted to the window's end
 */
export function billedMs(
  { ready, endedAtMs }: Billed,
  window: { fromMs: number; toMs: number },
): number {
  if (!ready) return 0
  const fromMs = Math.max(window.fromMs, ready.earliestMs)
  const toMs = Math.min(window.toMs, endedAtMs ?? window.toMs)
  return Math.max(0, toMs - fromMs)
}

/** Cost of a time; null without a rate. */
export function costOf(rates: Rates, size: string, ms: number): number | null {
  const rate = hourlyRate(rates, size)
  return rate === null ? null : (rate * ms) / 3_600_000
}

/** Sum of what is known; null when nothing is. */
export function sumOf(amounts: readonly (number | null)[]): number | null {
  const known = amounts.filter((amount) => amount !== null)
  return known.length === 0 ? null : known.reduce((sum, amount) => sum + amount, 0)
}

/** What several sessions cost within a window, as of its end. */
export function costWithin(
  rates: Rates,
  sessions: readonly Billed[],
  window: { fromMs: number; toMs: number },
): number | null {
  return sumOf(
    sessions
      .map((session) => ({ size: session.size, ms: billedMs(session, window) }))
      .filter(({ ms }) => ms > 0)
      .map(({ size, ms }) => costOf(rates, size, ms)),
  )
}
