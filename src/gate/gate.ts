import { internalError, localFailure, noAnswer, type ServiceResult } from '../service/result.ts'
import {
  type Caller,
  type CallQueue,
  createCallQueue,
  isUnwanted,
  join,
  type QueuedCall,
} from './call-queue.ts'
import { type ClockPorts, followClocks } from './clock-jumps.ts'
import { gateView } from './gate-view.ts'
import { answered, clampSpacing, sentAt, verdictOf } from './policy.ts'
import { createTurnLoop } from './turn-loop.ts'
import type { CallReport, EnteredCall, Gate, GateCall, GateView } from './types.ts'

/** The edges of a gate. */
export type GatePorts = ClockPorts & {
  setTimer: (run: () => void, ms: number) => unknown
  clearTimer: (handle: unknown) => void
  /** Called with every call that left, once its answer is there. */
  onCall?: (report: CallReport) => void
}

/** The parts that the steps of a call work with. */
type Parts = {
  ports: GatePorts
  queue: CallQueue
  shared: ReturnType<typeof followClocks>
  /** Discards the view and notifies its listeners. */
  changed: () => void
  /** Checks whether a call may be sent. */
  look: () => void
}

/**
 * Makes a gate. Calls are sent by priority, at least `spacingMs` apart (start to start), and
 * not before the service allows it. A call that hangs doesn't delay the next one.
 * @param options `name` begins the IDs of waiting calls; `holder` names this tab among those
 *   that share the store
 */
export function createGate(options: {
  name: string
  holder: string
  spacingMs: number
  ports: GatePorts
}): Gate {
  const { holder, ports } = options
  let spacingMs = clampSpacing(options.spacingMs)
  let view: GateView | null = null
  const listeners = new Set<() => void>()
  const queue = createCallQueue(options.name)
  const shared = followClocks(ports, queue.shiftTimes)
  const parts: Parts = { ports, queue, shared, changed, look: () => loop.look() }
  const loop = createTurnLoop({
    ...parts,
    holder,
    readSpacingMs: () => spacingMs,
    onLeave: (call) => {
      const failure = call.recheck()
      if (failure) drop(parts, call, failure)
      else void send(parts, call)
    },
    onDeposed: (call) => drop(parts, call),
    onLook: changed,
  })
  const stopFollowing = ports.store.subscribe(changed)
  // Records the clock's shift as of now, so that the gate notices when the clock is set later.
  void shared.update(0, (state) => ({ next: state, result: null }))

  function changed(): void {
    view = null
    for (const listener of listeners) listener()
  }

  function lookAgain(): void {
    changed()
    loop.look()
  }

  return {
    enter: (call) => enter(parts, call),
    run: (call) => enter(parts, call).result,
    cancel: (id) => {
      const call = queue.find(id)
      if (call) drop(parts, call)
      return call !== undefined
    },
    getView: () => (view ??= gateView(ports.store.peek(), queue.all(), spacingMs, ports.now())),
    subscribe: (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    setSpacing: (ms) => {
      spacingMs = clampSpacing(ms)
      lookAgain()
    },
    wake: lookAgain,
    dispose: () => {
      loop.stop()
      stopFollowing()
      for (const call of queue.all()) drop(parts, call)
      listeners.clear()
    },
  }
}

/** Puts a call into the queue, or joins it to one that waits there. */
function enter<P, T>(parts: Parts, call: GateCall<P, T>): EnteredCall<P, T> {
  const { queue, ports } = parts
  const { payload, operationId = null } = call
  adjustClocks(parts)
  if (call.signal?.aborted) {
    const result = Promise.resolve(canceledResult(ports.now()))
    return { isMerged: false, operationId, payload, result }
  }
  const caller: Caller = { resolve: () => {}, signal: call.signal }
  const result = new Promise<ServiceResult<T>>((resolve) => {
    // One merge key always stands for one type of call, so the erased types fit.
    caller.resolve = resolve as Caller['resolve']
  })
  const twin = queue.twinOf(call)
  if (twin) join(twin, call, caller, ports.now())
  const queued = twin ?? queue.add(call, caller, ports.now())
  dropWhenUnwanted(parts, queued, caller)
  if (!twin && call.prepare) void prepare(parts, queued, call.prepare)
  const entered = {
    isMerged: twin !== undefined,
    operationId: queued.operationId,
    payload: queued.payload as P,
    result,
  }
  parts.changed()
  parts.look()
  return entered
}

/** Adjusts what waits to a clock that was set, so that the times of a new call are never moved. */
function adjustClocks({ shared }: Parts): void {
  const jumpMs = shared.noticeJump()
  if (jumpMs !== 0) void shared.update(jumpMs, (state) => ({ next: state, result: null }))
}

/** Runs what must be done before a call may leave. A failure ends the call. */
async function prepare(
  parts: Parts,
  call: QueuedCall,
  run: (signal: AbortSignal) => Promise<ServiceResult<unknown> | null>,
): Promise<void> {
  const failure = await resultOf(parts, async () => run(call.abort.signal))
  if (!parts.queue.has(call)) return
  if (failure) {
    drop(parts, call, failure)
    return
  }
  call.isReady = true
  parts.look()
}

/** A call that is sent this long after its turn is late, ms. The others wait for its answer. */
const LATE_MS = 50

/** Makes a call whose turn has come, and hands its answer to the shared state and its callers. */
async function send(parts: Parts, call: QueuedCall): Promise<void> {
  const { ports, shared } = parts
  const turnMs = ports.now()
  // The answer can take longer than the spacing.
  const onSent = () => {
    const atMs = ports.now()
    if (atMs - turnMs < LATE_MS) return
    void shared.update(shared.noticeJump(), (state) => ({
      next: sentAt(state, atMs, ports.now()),
      result: null,
    }))
  }
  const result = await resultOf(parts, async () =>
    call.perform(call.payload, call.abort.signal, onSent),
  )
  const { request, sentAtMs } = result.meta
  await shared.update(shared.noticeJump(), (state) => ({
    next: answered(
      sentAt(state, request && sentAtMs, ports.now()),
      verdictOf(call.kind, result),
      ports.now(),
    ),
    result: null,
  }))
  const { kind, subject, queuedAtMs } = call
  ports.onCall?.({ kind, subject, queuedAtMs, result })
  for (const { resolve } of call.callers) resolve(result)
  parts.changed()
  parts.look()
}

/** Ends a waiting call without making it. */
function drop(
  parts: Parts,
  call: QueuedCall,
  result: ServiceResult<unknown> = canceledResult(parts.ports.now()),
): void {
  parts.queue.remove(call)
  // Its preparation may still run.
  call.abort.abort()
  for (const { resolve } of call.callers) resolve(result)
  parts.changed()
  // When this was the last call, the tab's claim has to be withdrawn.
  parts.look()
}

/** When every caller has lost interest, a waiting call is dropped and a running one aborted. */
function dropWhenUnwanted(parts: Parts, call: QueuedCall, { signal }: Caller): void {
  signal?.addEventListener('abort', () => {
    if (!isUnwanted(call)) return
    if (parts.queue.has(call)) drop(parts, call)
    else call.abort.abort()
  })
}

/** A defect must not stop the gate, and must not look as if the user had canceled. */
function resultOf<R extends ServiceResult<unknown> | null>(
  { ports }: Parts,
  run: () => Promise<R>,
): Promise<R | ServiceResult<never>> {
  return run().catch((thrown: unknown) => ({
    ok: false,
    error: internalError(thrown),
    meta: noAnswer(ports.now()),
  }))
}

function canceledResult(nowMs: number): ServiceResult<never> {
  return localFailure('cancelled', null, nowMs)
}
