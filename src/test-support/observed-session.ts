import { UNREPORTED } from '../service/unreported.ts'
import type { ObservedSession } from '../sessions/session-list.ts'

/** Returns a session as a list shows it: Ready, Standard, with a lease of an hour. */
export function observedSession(change: Partial<ObservedSession> = {}): ObservedSession {
  return {
    ...UNREPORTED,
    id: 'one',
    status: 'Ready',
    size: 'Standard',
    leaseMs: 3_600_000,
    ready: null,
    ...change,
  }
}
