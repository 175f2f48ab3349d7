import type { ServiceResult } from '../service/result.ts'
import { clampHold, mergeGroup } from './policy.ts'
import { CALL_KINDS, type CallKind, type GateCall } from './types.ts'

/** The calls of one tab that wait at a gate. Uses no clock, timer, or storage. */

/** Somebody who waits for the result of a call. */
export type Caller = {
  resolve: (result: ServiceResult<unknown>) => void
  signal: AbortSignal | undefined
}

/** A call that waits, or that was sent and has no answer yet. */
export type QueuedCall = {
  id: string
  kind: CallKind
  subject: string | null
  operationId: string | null
  mergeKey: string | null
  /** When it was added, local clock, epoch ms. */
  queuedAtMs: number
  /** It isn't sent before this, local clock, epoch ms; 0: no limit. */
  heldUntilMs: number
  payload: unknown
  recheck: () => ServiceResult<unknown> | null
  perform: (
    payload: unknown,
    signal: AbortSignal,
    onSent: () => void,
  ) => Promise<ServiceResult<unknown>>
  callers: Caller[]
  abort: AbortController
  leaderEpoch: number | null
  /** False while its prepare runs. */
  isReady: boolean
}

/** The waiting calls. */
export type CallQueue = ReturnType<typeof createCallQueue>

/** Makes an empty queue. @param name begins the ID of every call */
export function createCallQueue(name: string) {
  const waiting = new Map<string, QueuedCall>()
  let lastId = 0

  return {
    all: (): QueuedCall[] => [...waiting.values()],
    find: (id: string): QueuedCall | undefined => waiting.get(id),
    has: ({ id }: QueuedCall): boolean => waiting.has(id),
    /** The calls that may be sent as soon as the gate and their holds allow it. */
    ready: (): QueuedCall[] => [...waiting.values()].filter(({ isReady }) => isReady),
    /** The waiting call that this one would join. */
    twinOf: (call: Pick<QueuedCall, 'mergeKey' | 'kind'>): QueuedCall | undefined =>
      [...waiting.values()].find((one) => isSameWork(one, call)),
    add: <P, T>(call: GateCall<P, T>, caller: Caller, nowMs: number): QueuedCall => {
      lastId += 1
      const queued = queuedFrom(call, caller, `${name} ${lastId}`, nowMs)
      waiting.set(queued.id, queued)
      return queued
    },
    /** Takes a call out. Returns false when it was no longer waiting. */
    remove: ({ id }: QueuedCall): boolean => waiting.delete(id),
    /** Keeps the age and the hold of every waiting call when the clock was set by `jumpMs`. */
    shiftTimes: (jumpMs: number): void => {
      for (const call of waiting.values()) {
        call.queuedAtMs += jumpMs
        if (call.heldUntilMs > 0) call.heldUntilMs += jumpMs
      }
    },
  }
}

/** Adds a caller to a waiting call. The more urgent kind and the later hold decide. */
export function join<P, T>(
  twin: QueuedCall,
  call: GateCall<P, T>,
  caller: Caller,
  nowMs: number,
): void {
  twin.payload = call.merge ? call.merge(twin.payload as P, call.payload) : call.payload
  twin.callers.push(caller)
  if (CALL_KINDS.indexOf(call.kind) < CALL_KINDS.indexOf(twin.kind)) twin.kind = call.kind
  twin.heldUntilMs = Math.max(twin.heldUntilMs, heldUntilMs(call, nowMs))
  twin.leaderEpoch = mergedEpoch(twin.leaderEpoch, call.leaderEpoch ?? null)
}

/** Whether every caller of a call has lost interest in it. */
export function isUnwanted({ callers }: QueuedCall): boolean {
  return callers.every(({ signal }) => signal?.aborted)
}

/** Calls merge when key and group are equal; a call without a key never does. */
function isSameWork(
  waiting: QueuedCall,
  { mergeKey, kind }: Pick<QueuedCall, 'mergeKey' | 'kind'>,
): boolean {
  return (
    mergeKey !== null &&
    waiting.mergeKey === mergeKey &&
    mergeGroup(waiting.kind) === mergeGroup(kind)
  )
}

function queuedFrom<P, T>(
  call: GateCall<P, T>,
  caller: Caller,
  id: string,
  nowMs: number,
): QueuedCall {
  return {
    id,
    kind: call.kind,
    subject: call.subject,
    operationId: call.operationId ?? null,
    mergeKey: call.mergeKey,
    queuedAtMs: nowMs,
    heldUntilMs: heldUntilMs(call, nowMs),
    payload: call.payload,
    recheck: call.recheck ?? (() => null),
    perform: call.perform as QueuedCall['perform'],
    callers: [caller],
    abort: new AbortController(),
    leaderEpoch: call.leaderEpoch ?? null,
    isReady: !call.prepare,
  }
}

function heldUntilMs<P, T>({ holdMs = 0 }: GateCall<P, T>, nowMs: number): number {
  return holdMs > 0 ? nowMs + clampHold(holdMs) : 0
}

/** The later leadership of the two. A caller that needs none frees the merged call from it. */
function mergedEpoch(a: number | null, b: number | null): number | null {
  return a === null || b === null ? null : Math.max(a, b)
}
