import { isTerminal } from '../lease/session-rules.ts'
import { createdAtMsOf } from '../service/session.ts'
import { costOf, costWithin, hasRates, hourlyRate, type Rates, sumOf } from './cost.ts'
import { entryKey, type HistoryEntry } from './history.ts'
import type { FleetRow } from '../sessions/fleet-model.ts'
import type { ObservedSession } from '../sessions/session-list.ts'

/** What the fleet costs, from the list and the history. */

/** Midnight of today in the user's zone. @param nowMs local clock, epoch ms */
export function startOfDay(nowMs: number): number {
  return new Date(nowMs).setHours(0, 0, 0, 0)
}

/** Cost per hour of everything that is billed now; null without rates. */
export function burnPerHour(rates: Rates, rows: readonly FleetRow[]): number | null {
  return hasRates(rates)
    ? (sumOf(rows.filter(isRunning).map(({ session }) => hourlyRate(rates, session.size))) ?? 0)
    : null
}

/** A session with its key in the fleet. */
type Listed = Pick<FleetRow, 'key' | 'session'>

/** What today has cost so far; null without rates. Local and server clock are taken as one. */
export function costToday(
  entries: ReadonlyMap<string, HistoryEntry>,
  listed: readonly Listed[],
  rates: Rates,
  nowMs: number,
): number | null {
  const running = runningOf(entries, listed).map(({ size, ready }) => ({
    size,
    ready,
    endedAtMs: null,
  }))
  return costWithin(rates, [...running, ...endedOf(entries)], {
    fromMs: startOfDay(nowMs),
    toMs: nowMs,
  })
}

/** What today will have cost if every lease runs to its end; null without rates. */
export function projectedToday(
  entries: ReadonlyMap<string, HistoryEntry>,
  listed: readonly Listed[],
  rates: Rates,
  nowMs: number,
): number | null {
  const midnightMs = new Date(startOfDay(nowMs) + 36 * 3_600_000).setHours(0, 0, 0, 0)
  const committed = runningOf(entries, listed).flatMap(({ size, ready, leaseMs }) =>
    ready ? [{ size, ready, endedAtMs: ready.earliestMs + leaseMs }] : [],
  )
  return costWithin(rates, [...committed, ...endedOf(entries)], {
    fromMs: startOfDay(nowMs),
    toMs: midnightMs,
  })
}

/** What one running session costs. @param serverNowMs server time, epoch ms */
export function sessionCost(
  rates: Rates,
  { size, ready, leaseMs }: ObservedSession,
  serverNowMs: number,
): { now: number | null; atLeaseEnd: number | null } {
  return {
    now: ready ? costOf(rates, size, Math.max(0, serverNowMs - ready.earliestMs)) : null,
    atLeaseEnd: costOf(rates, size, leaseMs),
  }
}

function isRunning({ session }: FleetRow) {
  return session.status === 'Ready' || session.status === 'Stopping'
}

/**
 * Sessions that are billed on: not those whose end the history has already, although a list shows
 * an ended session for a while, and the fleet one whose stop is not proved yet.
 */
function runningOf(
  entries: ReadonlyMap<string, HistoryEntry>,
  listed: readonly Listed[],
): ObservedSession[] {
  return listed
    .filter(({ key, session }) => {
      const entry = entries.get(entryKey(key, createdAtMsOf(session)))
      return !isTerminal(session.status) && (entry?.endedAtMs ?? null) === null
    })
    .map(({ session }) => session)
}

function endedOf(entries: ReadonlyMap<string, HistoryEntry>): HistoryEntry[] {
  return [...entries.values()].filter(({ endedAtMs }) => endedAtMs !== null)
}
