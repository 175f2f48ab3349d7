import type { ReadyInterval } from '../lease/ready-interval.ts'

/**
 * What sessions cost by the rates that the user enters; no rates are shipped. Time is billed from
 * Ready to the end (docs/protocol.md#life-of-a-session). Amounts are in the user's currency, and
 * assume the earliest possible Ready, so that a bill is never higher. Pure.
 */

/** Price of one hour by size; null when the user entered none. */
export type Rates = {
  /** ISO 4217 code. */
  currency: string
  standardPerHour: number | null
  premiumPerHour: number | null
}

/** Returns whether the user entered any rate. */
export function hasRates({ standardPerHour, premiumPerHour }: Rates): boolean {
  return standardPerHour !== null || premiumPerHour !== null
}

/** Returns the price of an hour; null without a rate. @param size as the service reports it */
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

/** What determines the billed time of a session. */
export type Billed = {
  size: string
  ready: ReadyInterval | null
  /** Server time, epoch ms; null while it runs. */
  endedAtMs: number | null
}

/**
 * Returns the billed time of a session within a window, ms.
 * @param window server time, epoch ms; a running session counts up to the end of the window
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

/** Returns the cost of a time; null without a rate. */
export function costOf(rates: Rates, size: string, ms: number): number | null {
  const rate = hourlyRate(rates, size)
  return rate === null ? null : (rate * ms) / 3_600_000
}

/** Returns the sum of the known amounts; null without any. */
export function sumOf(amounts: readonly (number | null)[]): number | null {
  const known = amounts.filter((amount) => amount !== null)
  return known.length === 0 ? null : known.reduce((sum, amount) => sum + amount, 0)
}

/** Returns what sessions cost within a window; null when no amount is known. */
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
