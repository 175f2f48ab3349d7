import type { EndpointKey } from '../accounts/endpoint-key.ts'
import { endpointKeyOf } from '../accounts/endpoint-lookup.ts'
import type { ServiceErrorKind } from '../service/result.ts'
import { createdAtMsOf } from '../service/session.ts'
import type { ExtendOutcome } from './extend-outcome.ts'
import type { FleetRow } from './fleet-model.ts'
import { canRetryStop, extensionToRetry } from './retry-action.ts'
import type { ObservedSession } from './session-list.ts'
import type { StopOutcome } from './stop-session.ts'

/** The rules of extending or stopping many sessions at once. Pure. */

/** What is done to each session of a bulk operation. */
export type BulkChange = { kind: 'extend'; addMs: number } | { kind: 'stop' }

/** One session that the user confirmed. */
export type BulkTarget = EndpointKey & {
  sessionId: string
  /** When it was created, server time, epoch ms; null where the service doesn't say. */
  createdMs: number | null
}

/** Why a bulk operation goes no further without a click of the user. */
export type BulkHalt = 'tab-gone' | 'offline' | 'locked' | 'not-listed' | 'late'

/**
 * An extension or a stop of many sessions. Its targets are what the user confirmed, and nothing
 * changes them. It contains no secret. Times: local clock, epoch ms.
 */
export type BulkRun = {
  id: string
  change: BulkChange
  targets: readonly BulkTarget[]
  createdAtMs: number
  /** Nothing is sent before, so that all of it can be undone. */
  startsAtMs: number
  /**
   * canceled: what had not left was dropped, and what had left still ends. over: nothing is under
   * way anymore.
   */
  state: 'running' | 'halted' | 'canceled' | 'over'
  /** Set exactly while it is halted. */
  halt: BulkHalt | null
  isDismissed: boolean
}

/**
 * How it ended for one target. stopping: not extended, because it is being stopped. undone: the
 * user canceled it before it was sent. unclear: it was sent, and nothing tells its effect.
 */
type BulkEnd = 'done' | 'ended' | 'refused' | 'unclear' | 'stopping' | 'undone'

export type BulkResult = {
  end: BulkEnd
  /** Why it was refused; null otherwise. */
  errorKind: ServiceErrorKind | null
  /** Whether the same can be asked for again without doing it twice. */
  canRetry: boolean
}

/** What is known of one target once it was taken up. */
export type BulkItem = {
  id: string
  runId: string
  /** Its place among the targets. */
  index: number
  /** Local clock, epoch ms; null while it waits in the gate. */
  sentAtMs: number | null
  /** null until its outcome is known. */
  result: BulkResult | null
  createdAtMs: number
}

/** Returns the ID of an item. */
export function bulkItemId(runId: string, index: number): string {
  return `${runId} ${index}`
}

/** Returns a session as a target. */
export function bulkTarget({ ref, session }: FleetRow): BulkTarget {
  return {
    ...endpointKeyOf(ref),
    sessionId: session.id,
    createdMs: createdAtMsOf(session),
  }
}

/** Whether a listed session is the target: an ID can belong to another session by now. */
export function isTarget({ createdMs }: BulkTarget, session: ObservedSession): boolean {
  const nowMs = createdAtMsOf(session)
  return createdMs === null || nowMs === null || createdMs === nowMs
}

/** How many items of one endpoint are under way at a time. */
const MAX_UNDER_WAY = { extend: 2, stop: 3 } as const
/** A read that waits this long goes before the next item, so that the list stays current, ms. */
export const READ_WAITS_MS = 15_000

/**
 * Returns how many more items of an endpoint may enter its gate. Thousands of entries would make
 * each look at the gate slow, and actions pass before every read.
 * @param underWay items of this endpoint that have no result yet
 * @param oldestReadMs how long the oldest read has waited in the gate, ms; 0: none waits
 */
export function bulkRoom(
  kind: BulkChange['kind'],
  underWay: number,
  oldestReadMs: number,
): number {
  if (oldestReadMs >= READ_WAITS_MS) return 0
  return Math.max(0, MAX_UNDER_WAY[kind] - underWay)
}

/** What the estimate needs of one gate: endpoints of the same account ID share one. */
export type BulkLane = {
  count: number
  /** Least time between two calls, ms. */
  spacingMs: number
  /** Time until the gate opens, ms; 0: open. */
  opensInMs: number
}

/** A stop needs a call that proves the end, and lists come often while something stops. */
const CALLS_PER_ITEM = { extend: 1, stop: 3 } as const

/**
 * Returns how long a bulk operation takes about, ms, without the time to undo it. Endpoints go side
 * by side, each at the spacing of its gate, and reads get their turns between.
 */
export function bulkEstimateMs(kind: BulkChange['kind'], lanes: readonly BulkLane[]): number {
  return Math.max(
    0,
    ...lanes.map(({ count, spacingMs, opensInMs }) => {
      if (count === 0) return 0
      const actionsMs = (count * CALLS_PER_ITEM[kind] - 1) * spacingMs
      const readCount = Math.floor(actionsMs / (READ_WAITS_MS + spacingMs))
      return opensInMs + actionsMs + readCount * spacingMs
    }),
  )
}

/**
 * Returns the places of the targets that are still to be taken up, in order. A stop that was sent
 * and whose outcome nobody saw may be sent again: twice is as good as once. An extension may not.
 * @param underWay the places that this tab works on
 */
export function bulkWaiting(
  run: BulkRun,
  items: ReadonlyMap<number, BulkItem>,
  underWay: ReadonlySet<number> = new Set(),
): number[] {
  return run.targets.flatMap((_target, index) => {
    if (underWay.has(index)) return []
    const item = items.get(index)
    if (!item) return [index]
    if (item.result !== null) return []
    return item.sentAtMs === null || run.change.kind === 'stop' ? [index] : []
  })
}

/** Where one target stands. canceled: it was never sent. */
export type BulkStanding = BulkEnd | 'waiting' | 'queued' | 'sent' | 'canceled'

/** Returns where a target stands. @param item undefined when it was never taken up */
export function bulkStanding(run: BulkRun, item: BulkItem | undefined): BulkStanding {
  if (item?.result) return item.result.end
  const isOpen = run.state === 'running' || run.state === 'canceled'
  if (item && item.sentAtMs !== null) return isOpen ? 'sent' : 'unclear'
  if (run.state === 'canceled' || run.state === 'over') return 'canceled'
  return item && run.state === 'running' ? 'queued' : 'waiting'
}

/** How many targets stand where. */
export type BulkTally = Readonly<Record<BulkStanding, number>>

/** Counts the targets by where they stand. */
export function bulkTally(run: BulkRun, items: ReadonlyMap<number, BulkItem>): BulkTally {
  const tally: Record<BulkStanding, number> = {
    waiting: 0,
    queued: 0,
    sent: 0,
    done: 0,
    ended: 0,
    refused: 0,
    unclear: 0,
    stopping: 0,
    undone: 0,
    canceled: 0,
  }
  run.targets.forEach((_target, index) => {
    tally[bulkStanding(run, items.get(index))] += 1
  })
  return tally
}

/** Returns the places of the targets that can safely be asked for again. */
export function bulkRetryable(items: ReadonlyMap<number, BulkItem>): number[] {
  return [...items.values()]
    .filter(({ result }) => result?.canRetry === true)
    .map(({ index }) => index)
    .toSorted((a, b) => a - b)
}

/** Whether something is left to read after it is over. What the user canceled is not. */
export function hasProblem({ ended, refused, unclear, stopping }: BulkTally): boolean {
  return ended + refused + unclear + stopping > 0
}

/** Returns the result of an extension. */
export function extendResult(outcome: ExtendOutcome, addMs: number): BulkResult {
  const again = extensionToRetry(outcome, { addMs }, null)
  const errorKind = 'error' in outcome ? outcome.error.kind : null
  const ended = (end: BulkEnd): BulkResult => ({
    end,
    errorKind: end === 'refused' ? errorKind : null,
    canRetry: end === 'refused' && again !== null,
  })
  switch (outcome.end) {
    case 'done':
    case 'done-anew':
    case 'found':
    case 'longer':
      return ended('done')
    case 'unsure':
    case 'unknown':
      return ended('unclear')
    case 'not-added':
    case 'failed':
      return ended('refused')
    case 'ended':
    case 'stopping':
    case 'undone':
      return ended(outcome.end)
  }
}

/** Returns the result of a stop. */
export function stopResult(outcome: StopOutcome): BulkResult {
  const canRetry = canRetryStop(outcome)
  switch (outcome.end) {
    case 'stopped':
      return { end: 'done', errorKind: null, canRetry: false }
    case 'already-gone':
      return { end: 'ended', errorKind: null, canRetry: false }
    case 'unproved':
      return { end: 'unclear', errorKind: null, canRetry }
    case 'undone':
      return { end: 'undone', errorKind: null, canRetry: false }
    case 'failed':
      return { end: 'refused', errorKind: outcome.error.kind, canRetry }
  }
}
