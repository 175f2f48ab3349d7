import {
  noAnswer,
  type ResponseMeta,
  serviceError,
  type ServiceError,
  type ServiceResult,
} from '../service/result.ts'
import { createGate } from './gate.ts'
import { createMemoryStore, type GateStore } from './store.ts'

/** A clock with timers that only moves when told, and answers to give. */
export const createFakeTime = (startMs = 1_000_000) => {
  let nowMs = startMs
  let lastHandle = 0
  const timers = new Map<number, { atMs: number; run: () => void }>()
  /** Lets every promise that can settle do so. */
  const settle = async () => {
    for (let turn = 0; turn < 30; turn += 1) await Promise.resolve()
  }
  return {
    ports: {
      now: () => nowMs,
      setTimer: (run: () => void, ms: number) => {
        lastHandle += 1
        timers.set(lastHandle, { atMs: nowMs + ms, run })
        return lastHandle
      },
      clearTimer: (handle: unknown) => {
        if (typeof handle === 'number') timers.delete(handle)
      },
    },
    now: () => nowMs,
    timerCount: () => timers.size,
    setClock: (ms: number) => {
      nowMs = ms
    },
    settle,
    advance: async (ms: number) => {
      const endMs = nowMs + ms
      await settle()
      for (;;) {
        const [next] = [...timers].sort(([, a], [, b]) => a.atMs - b.atMs)
        if (!next || next[1].atMs > endMs) break
        const [handle, { atMs, run }] = next
        timers.delete(handle)
        nowMs = Math.max(nowMs, atMs)
        run()
        await settle()
      }
      nowMs = endMs
      await settle()
    },
  }
}

export type FakeTime = ReturnType<typeof createFakeTime>

const meta = (nowMs: number): ResponseMeta => ({ ...noAnswer(nowMs), status: 200 })

export const ok = <T>(data: T): ServiceResult<T> => ({ ok: true, data, meta: meta(0) })

export const failed = (part: Partial<ServiceError>): ServiceResult<never> => ({
  ok: false,
  error: { ...serviceError('server'), ...part },
  meta: meta(0),
})

/** A gate on a fake clock. */
export const fakeGate = (time: FakeTime, store: GateStore = createMemoryStore()) =>
  createGate({ name: 'test', spacingMs: 5000, ports: { ...time.ports, store } })
