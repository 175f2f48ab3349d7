import type { ObservedSession } from '../sessions/session-list.ts'

/** Returns a session as a list shows it: Ready, Standard, with a lease of an hour. */
export function observedSession(change: Partial<ObservedSession> = {}): ObservedSession {
  return {
    id: 'one',
    status: 'Ready',
    size: 'Standard',
    createdAt: null,
    elapsedMs: 0,
    elapsedPrecisionMs: 60_000,
    leaseMs: 3_600_000,
    hostname: null,
    arrInspectorPort: null,
    handshakePort: null,
    teraflops: null,
    error: null,
    message: null,
    ready: null,
    ...change,
  }
}
