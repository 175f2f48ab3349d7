/** One session, as facts that don't change with time. All instants in simulated epoch ms. */
export type SessionRecord = {
  id: string
  createdAtMs: number
  /** When it becomes Ready, unless stopped or failed before. */
  readyAtMs: number
  /** "Standard" or "Premium". */
  size: string
  /** Absolute lease, counted from Ready (docs/protocol.md#leases). */
  leaseMs: number
  stoppedAtMs: number | null
  /** A start that fails instead of becoming Ready; null for one that succeeds. */
  failure: SessionFailure | null
}

/** Why and when a start failed. */
export type SessionFailure = { atMs: number; code: string; message: string }

/** Statuses of either API; Stopping is v1 only (docs/protocol.md#api-v1). */
type SessionStatus = 'Starting' | 'Ready' | 'Stopping' | 'Stopped' | 'Expired' | 'Error'

/** The state of a session at one instant. */
export type SessionView = {
  status: SessionStatus
  /** Whether it was Ready at any time until now. */
  wasReady: boolean
  /** Time in Ready, ms, at most the lease. */
  elapsedMs: number
  /** When it ended; null while it is alive. */
  endedAtMs: number | null
}

/** How long v1 shows Stopping after a DELETE, simulated ms. 2021-01-01 never shows it. */
const STOPPING_MS = 5_000

/** How long an ended session can be queried: 30 days (docs/protocol.md#life-of-a-session). */
const KEPT_MS = 30 * 24 * 60 * 60_000

/** The session at an instant. A pure function without timers. */
export function viewAt(record: SessionRecord, nowMs: number): SessionView {
  const { readyAtMs, leaseMs, stoppedAtMs, failure } = record
  if (stoppedAtMs !== null && nowMs >= stoppedAtMs) return ended('Stopped', stoppedAtMs, record)
  if (failure && nowMs >= failure.atMs) return ended('Error', failure.atMs, record)
  if (failure || nowMs < readyAtMs)
    return { status: 'Starting', wasReady: false, elapsedMs: 0, endedAtMs: null }
  const expiresAtMs = readyAtMs + leaseMs
  if (nowMs >= expiresAtMs) return ended('Expired', expiresAtMs, record)
  return { status: 'Ready', wasReady: true, elapsedMs: nowMs - readyAtMs, endedAtMs: null }
}

/** Like {@link viewAt}, for v1: a stop takes a moment there (docs/protocol.md#api-v1). */
export function viewInV1At(record: SessionRecord, nowMs: number): SessionView {
  const view = viewAt(record, nowMs)
  const isStopping =
    view.status === 'Stopped' && view.endedAtMs !== null && nowMs < view.endedAtMs + STOPPING_MS
  return isStopping ? { ...view, status: 'Stopping' } : view
}

/** Whether the session has ended for good. */
export function isTerminal(view: SessionView): boolean {
  return view.endedAtMs !== null
}

/** Whether the service has forgotten the session. */
export function isForgotten(record: SessionRecord, nowMs: number): boolean {
  const { endedAtMs } = viewAt(record, nowMs)
  return endedAtMs !== null && nowMs >= endedAtMs + KEPT_MS
}

function ended(
  status: 'Stopped' | 'Expired' | 'Error',
  endedAtMs: number,
  { readyAtMs, failure }: SessionRecord,
): SessionView {
  const wasReady = failure === null && endedAtMs >= readyAtMs
  return { status, wasReady, elapsedMs: wasReady ? endedAtMs - readyAtMs : 0, endedAtMs }
}
