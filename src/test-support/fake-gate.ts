import {
  noAnswer,
  type ResponseMeta,
  serviceError,
  type ServiceError,
  type ServiceResult,
} from '../service/result.ts'
import { createGate } from '../gate/gate.ts'
import { createMemoryStores, type GateStore } from '../gate/store.ts'

/**
 * A clock with timers that moves only on command. The wall clock can be set; timers follow the
 * time that really passed. It is an argument, so that one process can simulate several browsers,
 * each with its own time. Vitest's fake timers are one clock per process, and take twice as long
 * for the timers of the model tests.
 */
export function createFakeTime(
  startMs = 1_000_000,
  /** Lets every promise that can settle do so. */
  settle = async () => {
    for (let turn = 0; turn < 30; turn += 1) await Promise.resolve()
  },
) {
  let passedMs = 0
  let wallMs = startMs
  let lastHandle = 0
  const timers = new Map<number, { atMs: number; run: () => void }>()
  const now = () => wallMs + passedMs
  const nextTimer = () => {
    let first: { handle: number; atMs: number; run: () => void } | null = null
    for (const [handle, timer] of timers)
      if (!first || timer.atMs < first.atMs) first = { handle, ...timer }
    return first
  }
  return {
    ports: {
      now,
      monotonicNow: () => passedMs,
      setTimer: (run: () => void, ms: number) => {
        lastHandle += 1
        timers.set(lastHandle, { atMs: passedMs + ms, run })
        return lastHandle
      },
      clearTimer: (handle: unknown) => {
        if (typeof handle === 'number') timers.delete(handle)
      },
    },
    now,
    timerCount: () => timers.size,
    setClock: (ms: number) => {
      wallMs = ms - passedMs
    },
    settle,
    advance: async (ms: number) => {
      const endMs = passedMs + ms
      await settle()
      for (;;) {
        const next = nextTimer()
        if (!next || next.atMs > endMs) break
        timers.delete(next.handle)
        passedMs = Math.max(passedMs, next.atMs)
        next.run()
        await settle()
      }
      passedMs = endMs
      await settle()
    },
  }
}

export type FakeTime = ReturnType<typeof createFakeTime>

function meta(nowMs: number): ResponseMeta {
  return { ...noAnswer(nowMs), status: 200 }
}

export function ok<T>(data: T): ServiceResult<T> {
  return { ok: true, data, meta: meta(0) }
}

/** The answer to a request that was sent at a time. */
export function okSentAt<T>(data: T, sentAtMs: number): ServiceResult<T> {
  const request = { method: 'GET', url: 'https://service.test', body: null }
  return { ok: true, data, meta: { ...meta(sentAtMs), request } }
}

export function failed(part: Partial<ServiceError>): ServiceResult<never> {
  return {
    ok: false,
    error: { ...serviceError('server'), ...part },
    meta: meta(0),
  }
}

/** A gate on a fake clock. */
export function fakeGate(
  time: FakeTime,
  store: GateStore = createMemoryStores().of('test'),
  holder = 'one',
) {
  return createGate({ name: 'test', holder, spacingMs: 5000, ports: { ...time.ports, store } })
}
