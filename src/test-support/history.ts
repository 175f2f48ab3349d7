import {
  applySighting,
  type EntryLocation,
  type HistoryEntry,
  type LocalAction,
  type Sighting,
} from '../monitor/history.ts'

/** For the specs of the history: entries, and what leads to them. */

/** Returns the entry of a running session that nobody has seen Ready. */
export function historyEntry(change: Partial<HistoryEntry> = {}): HistoryEntry {
  return {
    key: 'account https://a crane',
    sessionKey: 'account https://a crane',
    accountId: 'account',
    accountName: 'Account',
    endpoint: 'https://a',
    region: 'a',
    sessionId: 'crane',
    size: 'Standard',
    status: 'Ready',
    startedAtMs: null,
    startedBy: 'here',
    ready: null,
    leaseMs: 3_600_000,
    leases: [],
    lastSeenMs: 0,
    endedAtMs: null,
    reason: null,
    message: null,
    ...change,
  }
}

/** Where the session of `sighting` is. */
export const entryLocation: EntryLocation = {
  accountId: 'a',
  accountName: 'Account',
  endpoint: 'https://endpoint.test',
  region: 'westeurope',
  sessionKey: 'a endpoint one',
}

/** Returns what this browser did to the session at `entryLocation`: nothing, but for the change. */
export function localAction(change: Partial<LocalAction> = {}): LocalAction {
  return {
    sessionKey: entryLocation.sessionKey,
    startedAtMs: null,
    stoppedAtMs: null,
    leaseMs: null,
    ...change,
  }
}

/** Returns a sighting of a Ready session, created three minutes before. */
export function sightingAt(nowMs: number, ready: Sighting['ready']): Sighting {
  return {
    sessionId: 'one',
    status: 'Ready',
    size: 'Standard',
    createdAtMs: nowMs - 180_000,
    leaseMs: 3_600_000,
    elapsedMs: 0,
    ready,
    message: null,
  }
}

/** Returns the entry after the first sighting of a session. */
export function firstEntry(seen: Sighting, nowMs: number, action?: LocalAction): HistoryEntry {
  return applySighting(undefined, entryLocation, seen, nowMs, action).entry
}
