import { localFailure, type ServiceResult } from '../service/result.ts'
import {
  answered,
  clampSpacing,
  leavingOrder,
  mergeGroup,
  nextCallAt,
  pulledBack,
  reserved,
  type Verdict,
} from './policy.ts'
import type { GateStore } from './store.ts'
import {
  CALL_KINDS,
  type CallKind,
  type CallReport,
  type Gate,
  type GateCall,
  type GateView,
} from './types.ts'

/** The edges of a gate. */
export type GatePorts = {
  now: () => number
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
  mergeKey: string | null
  queuedAtMs: number
  payload: unknown
  perform: (payload: unknown, signal: AbortSignal) => Promise<ServiceResult<unknown>>
  waiters: Waiter[]
  abort: AbortController
}

const cancelledResult = (nowMs: number) => localFailure('cancelled', null, nowMs)

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
 * @param options `name` for ids of waiting calls
 */
export const createGate = ({
  name,
  spacingMs,
  ports,
}: {
  name: string
  spacingMs: number
  ports: GatePorts
}): Gate => {
  const waiting = new Map<string, Entry>()
  const listeners = new Set<() => void>()
  let spacing = clampSpacing(spacingMs)
  let timer: unknown = null
  let isReserving = false
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
    return {
      nextCallAtMs: next.atMs,
      closedBy: next.closedBy,
      spacingMs: spacing,
      pollFactor: state.pollFactor,
      lastThrottle: state.lastThrottle,
      waiting: leavingOrder([...waiting.values()], nowMs).map((entry, index) => ({
        id: entry.id,
        kind: entry.kind,
        subject: entry.subject,
        queuedAtMs: entry.queuedAtMs,
        leavesAtMs: firstAtMs + index * spacing,
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

  const dispatch = async (entry: Entry) => {
    const perform = async () => entry.perform(entry.payload, entry.abort.signal)
    const result = await perform().catch(
      // perform promises not to reject; a broken one must not stop the gate.
      () => cancelledResult(ports.now()),
    )
    await ports.store.update((state) => ({
      next: answered(state, verdictOf(entry.kind, result), ports.now()),
      result: null,
    }))
    const { kind, subject, queuedAtMs } = entry
    ports.onCall?.({ kind, subject, queuedAtMs, result })
    for (const { resolve } of entry.waiters) resolve(result)
    changed()
    void pump()
  }

  /** Lets the next call go if it may, else sets the timer for when it may. */
  const pump = async (): Promise<void> => {
    if (isReserving || waiting.size === 0) return
    isReserving = true
    // Reserved in the shared state before the call leaves: a reload or another tab can't get
    // between the two.
    const openAtMs = await ports.store.update((state) => {
      const nowMs = ports.now()
      const next = nextCallAt(state, spacing, nowMs)
      return next.atMs <= nowMs && waiting.size > 0
        ? { next: reserved(state, nowMs), result: null }
        : { next: pulledBack(state, nowMs), result: next.atMs }
    })
    isReserving = false
    if (openAtMs !== null) {
      if (waiting.size > 0) wakeAt(openAtMs)
      changed()
      return
    }
    const [entry] = leavingOrder([...waiting.values()], ports.now())
    if (entry) {
      waiting.delete(entry.id)
      void dispatch(entry)
    }
    changed()
    void pump()
  }

  const drop = (entry: Entry) => {
    waiting.delete(entry.id)
    const result = cancelledResult(ports.now())
    for (const { resolve } of entry.waiters) resolve(result)
    changed()
  }

  /** When every caller of a call has lost interest it is dropped, or aborted if it has left. */
  const watch = (entry: Entry, { signal }: Waiter) =>
    signal?.addEventListener('abort', () => {
      if (!entry.waiters.every((waiter) => waiter.signal?.aborted)) return
      if (waiting.has(entry.id)) drop(entry)
      else entry.abort.abort()
    })

  return {
    run: <P, T>(call: GateCall<P, T>) =>
      new Promise<ServiceResult<T>>((resolveTyped) => {
        // One merge key always stands for one type of call, so the erased types fit.
        const resolve = resolveTyped as (result: ServiceResult<unknown>) => void
        const waiter: Waiter = { resolve, signal: call.signal }
        if (call.signal?.aborted) {
          resolve(cancelledResult(ports.now()))
          return
        }
        const twin =
          call.mergeKey === null
            ? undefined
            : [...waiting.values()].find(
                (entry) =>
                  entry.mergeKey === call.mergeKey &&
                  mergeGroup(entry.kind) === mergeGroup(call.kind),
              )
        if (twin) {
          twin.payload = call.merge ? call.merge(twin.payload as P, call.payload) : call.payload
          twin.waiters.push(waiter)
          // The more urgent of the two decides.
          if (CALL_KINDS.indexOf(call.kind) < CALL_KINDS.indexOf(twin.kind))
            twin.kind = call.kind
          watch(twin, waiter)
        } else {
          lastId += 1
          const entry: Entry = {
            id: `${name} ${lastId}`,
            kind: call.kind,
            subject: call.subject,
            mergeKey: call.mergeKey,
            queuedAtMs: ports.now(),
            payload: call.payload,
            perform: call.perform as Entry['perform'],
            waiters: [waiter],
            abort: new AbortController(),
          }
          waiting.set(entry.id, entry)
          watch(entry, waiter)
        }
        changed()
        void pump()
      }),
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
    dispose: () => {
      ports.clearTimer(timer)
      stopFollowing()
      for (const entry of waiting.values()) drop(entry)
      listeners.clear()
    },
  }
}
