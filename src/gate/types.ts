import type { ServiceResult } from '../service/result.ts'

/** Kinds of calls, in the order of their priority. Token calls have a gate of their own. */
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

/** A call that wants to leave. */
export type GateCall<P, T> = {
  kind: CallKind
  /** What it is about, for the list of waiting calls: a session id, or null. Never a secret. */
  subject: string | null
  /**
   * The operation that the call is part of, so that the screen finds it among the waiting calls.
   * An operation can make several calls, one after the other. By default none.
   */
  operationId?: string | null
  /** Waiting calls of one merge group and key become one call; null: never merged. */
  mergeKey: string | null
  payload: P
  /** How a newly added payload joins one that still waits; by default it replaces it. */
  merge?: (waiting: P, added: P) => P
  /**
   * What must be there before the call may leave: a token, or the end of a call before it. It
   * waits in the gate meanwhile, so that others merge with it and it can be cancelled.
   * @returns null when the call may leave; a failure ends it
   */
  prepare?: (signal: AbortSignal) => Promise<ServiceResult<T> | null>
  perform: (payload: P, signal: AbortSignal) => Promise<ServiceResult<T>>
  signal?: AbortSignal | undefined
  /**
   * The lead under which this call is made; when a later lead has begun it does not leave and
   * ends as `cancelled`. Null: anybody may make it.
   */
  leaderEpoch?: number | null
}

/** A call that left, and how it ended. */
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
  /** What it will carry for all callers that were merged, in the type of the operation's calls. */
  payload: unknown
  queuedAtMs: number
  /** Expected, by the state of now; null: not known, because what it needs is not there yet. */
  leavesAtMs: number | null
}

/** The state of a gate, for the screen and the poller. */
export type GateView = {
  /** Earliest local time at which the next call may leave, epoch ms; past: at once. */
  nextCallAtMs: number
  closedBy: 'open' | 'spacing' | 'throttled' | 'server-trouble'
  spacingMs: number
  /** Factor by which back-off stretches the poll interval: 1, 2, 4, … */
  pollFactor: number
  lastThrottle: {
    atMs: number
    waitMs: number
    /** What Retry-After asked for; null when it was missing. */
    askedForMs: number | null
    capped: boolean
  } | null
  waiting: readonly WaitingCall[]
}

/** A call that was put into a gate. */
export type EnteredCall<P, T> = {
  /** Whether it joined one that waits, whose `prepare` and `perform` then count for both. */
  isMerged: boolean
  /** The operation of the call that waits now: its own, or that of the call it joined. */
  operationId: string | null
  /** What that call will carry. */
  payload: P
  result: Promise<ServiceResult<T>>
}

/** Lets calls leave one at a time, spaced and by priority. */
export type Gate = {
  /** Never rejects; a call cancelled while it waited resolves with error kind `cancelled`. */
  run<P, T>(call: GateCall<P, T>): Promise<ServiceResult<T>>
  /** Like run; tells at once whether the call was merged. */
  enter<P, T>(call: GateCall<P, T>): EnteredCall<P, T>
  /** Takes back a waiting call; false when it has left already. */
  cancel(id: string): boolean
  /** The same reference until something changed. */
  getView(): GateView
  subscribe(listener: () => void): () => void
  /** Least time between two calls, ms; kept within 2 to 10 s. */
  setSpacing(spacingMs: number): void
  /** Looks at what waits now, after a sleep of the computer held back its timer. */
  wake(): void
  dispose(): void
}
