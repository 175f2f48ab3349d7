import type { ServiceResult } from '../service/result.ts'

/** Kinds of calls in the order of their priority. Token calls have their own gate. */
export const CALL_KINDS = [
  'stop',
  'extend',
  'create',
  'refresh',
  'poll',
  'detail',
  'token',
] as const
export type CallKind = (typeof CALL_KINDS)[number]

/** A call to be sent. */
export type GateCall<P, T> = {
  kind: CallKind
  /**
   * What the call is about, for the list of waiting calls: a session ID, or null. Never a
   * secret.
   */
  subject: string | null
  /**
   * The operation that the call is part of, so that the screen finds it among the waiting
   * calls. An operation can make several calls, one after the other. By default none.
   */
  operationId?: string | null
  /** Waiting calls of one merge group and key become one call; null: never merged. */
  mergeKey: string | null
  payload: P
  /**
   * How long the call waits at least, so that it can be undone, ms; at most 10 s. A call that
   * joins a waiting one restarts the wait, and never shortens it. By default none.
   */
  holdMs?: number
  /** Combines the payload of a merged call with the waiting one; by default it replaces it. */
  merge?: (waiting: P, added: P) => P
  /**
   * What has to be done before the call can be sent: get a token, or wait for an earlier call.
   * The call waits in the gate meanwhile, so that others can merge with it and it can be
   * canceled.
   * @returns null when the call may be sent; a failure ends it
   */
  prepare?: (signal: AbortSignal) => Promise<ServiceResult<T> | null>
  /**
   * Asked when the turn of the call has come, because that can be much later than expected.
   * @returns null when the call may still be sent; a failure ends it unsent
   */
  recheck?: () => ServiceResult<T> | null
  /** @param onSent to be called when the request is sent, if that can be later than the call */
  perform: (payload: P, signal: AbortSignal, onSent: () => void) => Promise<ServiceResult<T>>
  signal?: AbortSignal | undefined
  /**
   * The leadership under which the call is made. When a later one has begun, the call isn't
   * sent and ends as `cancelled`. Null: any tab may make it.
   */
  leaderEpoch?: number | null
}

/** A call that was sent, and how it ended. */
export type CallReport = {
  kind: CallKind
  subject: string | null
  queuedAtMs: number
  result: ServiceResult<unknown>
}

/** A waiting call, as shown. */
export type WaitingCall = {
  id: string
  kind: CallKind
  subject: string | null
  /** The operation it is part of; null: none. */
  operationId: string | null
  /** What it will carry for all merged callers, in the type of the operation's calls. */
  payload: unknown
  queuedAtMs: number
  /**
   * Expected by the current state; null when unknown, because what the call needs isn't there
   * yet.
   */
  leavesAtMs: number | null
}

/** The state of a gate, for the screen and the poller. */
export type GateView = {
  /** Earliest local time at which the next call may be sent, epoch ms; in the past: at once. */
  nextCallAtMs: number
  closedBy: 'open' | 'spacing' | 'throttled' | 'server-trouble'
  spacingMs: number
  /** Factor by which back-off stretches the poll interval: 1, 2, 4, … */
  pollFactor: number
  lastThrottle: {
    atMs: number
    waitMs: number
    /** What Retry-After requested; null when it was missing. */
    askedForMs: number | null
    capped: boolean
  } | null
  waiting: readonly WaitingCall[]
}

/** A call that was put into a gate. */
export type EnteredCall<P, T> = {
  /** Whether it joined a waiting call, whose `prepare`, `recheck`, and `perform` serve both. */
  isMerged: boolean
  /** The operation of the waiting call: its own, or that of the call it joined. */
  operationId: string | null
  /** What the waiting call will carry. */
  payload: P
  result: Promise<ServiceResult<T>>
}

/** Sends calls one at a time, spaced and by priority. */
export type Gate = {
  /**
   * Never rejects. A call canceled while it waited resolves with the error kind `cancelled`.
   */
  run<P, T>(call: GateCall<P, T>): Promise<ServiceResult<T>>
  /** Like run; also returns at once whether the call was merged. */
  enter<P, T>(call: GateCall<P, T>): EnteredCall<P, T>
  /** Cancels a waiting call. Returns false when it was sent already. */
  cancel(id: string): boolean
  /** Returns the same reference until something changed. */
  getView(): GateView
  subscribe(listener: () => void): () => void
  /** Minimum time between two calls, ms; limited to 2 to 10 s. */
  setSpacing(spacingMs: number): void
  /**
   * Checks the waiting calls now, because a sleep of the computer may have delayed the timer.
   */
  wake(): void
  dispose(): void
}
