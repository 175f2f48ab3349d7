import { isTerminal, mayRun } from '../lease/session-rules.ts'
import { createdAtMsOf } from '../service/session.ts'
import { costOf, costWithin, hasRates, hourlyRate, type Rates, sumOf } from './cost.ts'
import { entryKey, type HistoryEntry } from './history.ts'
import type { FleetRow } from '../sessions/fleet-model.ts'
import type { ObservedSession } from '../sessions/session-list.ts'

/** What all sessions cost, from the list and the history. */

/** Returns the last midnight in the user's time zone, epoch ms. @param nowMs local clock, epoch ms */
export function startOfDay(nowMs: number): number {
  return new Date(nowMs).setHours(0, 0, 0, 0)
}

/** Returns the cost per hour of everything billed now; null without rates. */
export function burnPerHour(rates: Rates, rows: readonly FleetRow[]): number | null {
  return hasRates(rates)
    ? (sumOf(rows.filter(isRunning).map(({ session }) => hourlyRate(rates, session.size))) ?? 0)
    : null
}

/** A session with its key in the fleet. */
type Listed = Pick<FleetRow, 'key' | 'session'>

/** Returns the cost of today so far; null without rates. Ignores the clock difference. */
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

/** Returns the cost of today if every lease runs to its end; null without rates. */
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

/** Returns what one running session costs. @param serverNowMs server time, epoch ms */
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
  return session.status === 'Stopping' || mayRun(session.status)
}

/**
 * Returns the sessions still billed. A list may show an ended session for a while, and the fleet
 * holds one whose stop is not confirmed, so those with an end in the history are left out.
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
