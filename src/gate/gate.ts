import { internalError, localFailure, noAnswer, type ServiceResult } from '../service/result.ts'
import {
  afterJump,
  answered,
  clampSpacing,
  clockJumpMs,
  leavingOrder,
  mergeGroup,
  nextCallAt,
  nextStarvingAtMs,
  type Verdict,
} from './policy.ts'
import type { GateChange, GateStore } from './store.ts'
import { takeTurn } from './turn.ts'
import {
  CALL_KINDS,
  type CallKind,
  type CallReport,
  type EnteredCall,
  type Gate,
  type GateCall,
  type GateView,
} from './types.ts'

/** The edges of a gate. */
export type GatePorts = {
  now: () => number
  /** Time that passed since some moment, ms; setting the clock doesn't change it. */
  monotonicNow: () => number
  setTimer: (run: () => void, ms: number) => unknown
  clearTimer: (handle: unknown) => void
  store: GateStore
  /** Told of every call that left, once its answer is there. */
  onCall?: (report: CallReport) => void
}

/** A caller of a waiting or running call. */
type Waiter = {
  resolve: (result: ServiceResult<unknown>) => void
  signal: AbortSignal | undefined
}

type Entry = {
  id: string
  kind: CallKind
  subject: string | null
  operationId: string | null
  mergeKey: string | null
  queuedAtMs: number
  payload: unknown
  perform: (payload: unknown, signal: AbortSignal) => Promise<ServiceResult<unknown>>
  waiters: Waiter[]
  abort: AbortController
  leaderEpoch: number | null
  /** False while its prepare runs. */
  isReady: boolean
}

/** A defect must not stop the gate, and must not look like the user's own cancel. */
const internalResult = (thrown: unknown, nowMs: number): ServiceResult<never> => ({
  ok: false,
  error: internalError(thrown),
  meta: noAnswer(nowMs),
})

const cancelledResult = (nowMs: number) => localFailure('cancelled', null, nowMs)

const leaderEpochOf = (a: number | null, b: number | null): number | null =>
  a === null || b === null ? null : Math.max(a, b)

const verdictOf = (kind: CallKind, result: ServiceResult<unknown>): Verdict => {
  if (result.ok) return { kind: 'clean', isPoll: kind === 'poll' || kind === 'refresh' }
  const { error } = result
  if (error.kind === 'throttled') return { kind: 'throttled', retryAfterMs: error.retryAfterMs }
  return error.kind === 'server' && error.status === 503
    ? { kind: 'server-trouble', retryAfterMs: error.retryAfterMs }
    : { kind: 'other' }
}

/**
 * Makes a gate: calls leave by priority, at least `spacingMs` apart (start to start), and not
 * before the service said. A call that hangs does not hold back the next one.
 * @param options `name` for ids of waiting calls; `holder` names this tab among those that share
 *   the store
 */
export const createGate = ({
  name,
  holder,
  spacingMs,
  ports,
}: {
  name: string
  holder: string
  spacingMs: number
  ports: GatePorts
}): Gate => {
  const waiting = new Map<string, Entry>()
  const listeners = new Set<() => void>()
  let spacing = clampSpacing(spacingMs)
  let timer: unknown = null
  let isReserving = false
  /** Whether somebody asked for another look while the shared state was being changed. */
  let isAskedAgain = false
  /** Whether the shared state holds a claim of this gate. */
  let isClaimed = false
  const readClocks = () => ({ wallMs: ports.now(), passedMs: ports.monotonicNow() })
  let clocks = readClocks()
  let knownShiftMs: number | null = null
  let lastId = 0
  let view: GateView | null = null

  const changed = () => {
    view = null
    for (const listener of listeners) listener()
  }

  const stopFollowing = ports.store.subscribe(changed)

  const buildView = (): GateView => {
    const state = ports.store.peek()
    const nowMs = ports.now()
    const next = nextCallAt(state, spacing, nowMs)
    const firstAtMs = Math.max(next.atMs, nowMs)
    let ready = 0
    const leavesAtMs = ({ isReady }: Entry): number | null => {
      if (!isReady) return null
      ready += 1
      return firstAtMs + (ready - 1) * spacing
    }
    return {
      nextCallAtMs: next.atMs,
      closedBy: next.closedBy,
      spacingMs: spacing,
      pollFactor: state.pollFactor,
      lastThrottle: state.lastThrottle,
      waiting: leavingOrder([...waiting.values()], nowMs).map((entry) => ({
        id: entry.id,
        kind: entry.kind,
        subject: entry.subject,
        operationId: entry.operationId,
        payload: entry.payload,
        queuedAtMs: entry.queuedAtMs,
        leavesAtMs: leavesAtMs(entry),
      })),
    }
  }

  const wakeAt = (atMs: number) => {
    ports.clearTimer(timer)
    timer = ports.setTimer(
      () => {
        timer = null
        void pump()
      },
      Math.max(0, atMs - ports.now()),
    )
  }

  /** Looks at both clocks, and moves own times along when the one on the wall was set. */
  const noticeJump = (): number => {
    const before = clocks
    clocks = readClocks()
    const jumpMs = clockJumpMs(before, clocks)
    if (jumpMs !== 0) for (const entry of waiting.values()) entry.queuedAtMs += jumpMs
    return jumpMs
  }

  /** Every change of the shared state goes through here, so that its times fit the clock. */
  const updateState = async <T>(jumpMs: number, change: GateChange<T>): Promise<T> => {
    const { result, shiftMs } = await ports.store.update((stored, leaderEpoch) => {
      const state = afterJump(stored, jumpMs, knownShiftMs, ports.now())
      const { next, result: found } = change(state, leaderEpoch)
      return { next, result: { result: found, shiftMs: next.clockShiftMs } }
    })
    knownShiftMs = shiftMs
    return result
  }

  const dispatch = async (entry: Entry) => {
    const perform = async () => entry.perform(entry.payload, entry.abort.signal)
    const result = await perform().catch((thrown: unknown) =>
      internalResult(thrown, ports.now()),
    )
    await updateState(noticeJump(), (state) => ({
      next: answered(state, verdictOf(entry.kind, result), ports.now()),
      result: null,
    }))
    const { kind, subject, queuedAtMs } = entry
    ports.onCall?.({ kind, subject, queuedAtMs, result })
    for (const { resolve } of entry.waiters) resolve(result)
    changed()
    void pump()
  }

  const firstWaiting = () =>
    leavingOrder(
      [...waiting.values()].filter(({ isReady }) => isReady),
      ports.now(),
    )[0] ?? null

  /** Lets the next call go if it may, else sets the timer for when it may. */
  const pump = async (): Promise<void> => {
    if (isReserving) {
      isAskedAgain = true
      return
    }
    const jumpMs = noticeJump()
    if (firstWaiting() === null && !isClaimed && jumpMs === 0) return
    isReserving = true
    isAskedAgain = false
    // Reserved in the shared state before the call leaves: a reload or another tab can't get
    // between the two.
    const { turn, entry } = await updateState(jumpMs, (state, leaderEpoch) => {
      const first = firstWaiting()
      // Field by field, because it is stored.
      const wanted = first && {
        holder,
        kind: first.kind,
        queuedAtMs: first.queuedAtMs,
        leaderEpoch: first.leaderEpoch,
      }
      const { next, result } = takeTurn(state, wanted, {
        holder,
        leaderEpoch,
        spacingMs: spacing,
        nowMs: ports.now(),
      })
      return { next, result: { turn: result, entry: first } }
    })
    isReserving = false
    isClaimed = turn.kind === 'wait'
    if (turn.kind === 'wait')
      wakeAt(Math.min(turn.untilMs, nextStarvingAtMs(waiting.values(), ports.now())))
    // A call that was cancelled meanwhile has used up a turn, which harms nobody.
    if (turn.kind === 'leave' && entry && waiting.delete(entry.id)) void dispatch(entry)
    if (turn.kind === 'deposed' && entry) drop(entry)
    changed()
    // What came, went or was set while the store was asked is looked at now.
    if (turn.kind !== 'wait' || isAskedAgain) void pump()
  }

  const drop = (
    entry: Entry,
    result: ServiceResult<unknown> = cancelledResult(ports.now()),
  ) => {
    waiting.delete(entry.id)
    // What still prepares it can stop.
    entry.abort.abort()
    for (const { resolve } of entry.waiters) resolve(result)
    changed()
    // The claim goes with the last call.
    void pump()
  }

  /** Makes an entry ready to leave, or ends it. */
  const prepareEntry = async (
    entry: Entry,
    prepare: (signal: AbortSignal) => Promise<ServiceResult<unknown> | null>,
  ) => {
    const run = async () => prepare(entry.abort.signal)
    const failure = await run().catch((thrown: unknown) => internalResult(thrown, ports.now()))
    if (!waiting.has(entry.id)) return
    if (failure) {
      drop(entry, failure)
      return
    }
    entry.isReady = true
    void pump()
  }

  /** When every caller of a call has lost interest it is dropped, or aborted if it has left. */
  const watch = (entry: Entry, { signal }: Waiter) =>
    signal?.addEventListener('abort', () => {
      if (!entry.waiters.every((waiter) => waiter.signal?.aborted)) return
      if (waiting.has(entry.id)) drop(entry)
      else entry.abort.abort()
    })

  // A first look, so that a clock that is set from now on is noticed.
  void updateState(0, (state) => ({ next: state, result: null }))

  /** The waiting call that another one joins. */
  const twinOf = ({
    mergeKey,
    kind,
  }: Pick<GateCall<unknown, unknown>, 'mergeKey' | 'kind'>): Entry | undefined =>
    mergeKey === null
      ? undefined
      : [...waiting.values()].find(
          (entry) => entry.mergeKey === mergeKey && mergeGroup(entry.kind) === mergeGroup(kind),
        )

  const join = <P, T>(twin: Entry, call: GateCall<P, T>, waiter: Waiter) => {
    twin.payload = call.merge ? call.merge(twin.payload as P, call.payload) : call.payload
    twin.waiters.push(waiter)
    // The more urgent of the two decides, and who asks for himself needs no lead.
    if (CALL_KINDS.indexOf(call.kind) < CALL_KINDS.indexOf(twin.kind)) twin.kind = call.kind
    twin.leaderEpoch = leaderEpochOf(twin.leaderEpoch, call.leaderEpoch ?? null)
    watch(twin, waiter)
  }

  const add = <P, T>(call: GateCall<P, T>, waiter: Waiter): Entry => {
    lastId += 1
    const entry: Entry = {
      id: `${name} ${lastId}`,
      kind: call.kind,
      subject: call.subject,
      operationId: call.operationId ?? null,
      mergeKey: call.mergeKey,
      queuedAtMs: ports.now(),
      payload: call.payload,
      perform: call.perform as Entry['perform'],
      waiters: [waiter],
      abort: new AbortController(),
      leaderEpoch: call.leaderEpoch ?? null,
      isReady: !call.prepare,
    }
    waiting.set(entry.id, entry)
    watch(entry, waiter)
    if (call.prepare) void prepareEntry(entry, call.prepare)
    return entry
  }

  const enter = <P, T>(call: GateCall<P, T>): EnteredCall<P, T> => {
    const { payload, operationId = null } = call
    if (call.signal?.aborted) {
      const result = Promise.resolve(cancelledResult(ports.now()))
      return { isMerged: false, operationId, payload, result }
    }
    const twin = twinOf(call)
    const waiter: Waiter = { resolve: () => {}, signal: call.signal }
    const result = new Promise<ServiceResult<T>>((resolve) => {
      // One merge key always stands for one type of call, so the erased types fit.
      waiter.resolve = resolve as Waiter['resolve']
    })
    if (twin) join(twin, call, waiter)
    const entry = twin ?? add(call, waiter)
    const entered: EnteredCall<P, T> = {
      isMerged: twin !== undefined,
      operationId: entry.operationId,
      payload: entry.payload as P,
      result,
    }
    changed()
    void pump()
    return entered
  }

  return {
    enter,
    run: (call) => enter(call).result,
    cancel: (id) => {
      const entry = waiting.get(id)
      if (!entry) return false
      drop(entry)
      return true
    },
    getView: () => (view ??= buildView()),
    subscribe: (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    setSpacing: (ms) => {
      spacing = clampSpacing(ms)
      changed()
      void pump()
    },
    wake: () => {
      changed()
      void pump()
    },
    dispose: () => {
      ports.clearTimer(timer)
      stopFollowing()
      for (const entry of waiting.values()) drop(entry)
      listeners.clear()
    },
  }
}
