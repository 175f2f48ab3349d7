import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { ServiceResult } from '../service/result.ts'
import { STARVED_AFTER_MS } from './policy.ts'
import { createFakeTime, failed, fakeGate, ok } from '../test-support/fake-gate.ts'
import { createMemoryStores } from './store.ts'
import type { CallKind } from './types.ts'

/**
 * Random days at the gate. The guarantees hold whatever happens. GATE_RUNS sets the number of
 * runs.
 */

const step = fc.oneof(
  fc.record({ advanceMs: fc.integer({ min: 1, max: 20_000 }) }),
  fc.record({
    tab: fc.nat(2),
    kind: fc.constantFrom<CallKind>('stop', 'extend', 'create', 'refresh', 'poll', 'detail'),
    key: fc.constantFrom(null, 'a', 'b'),
    // A dozen user actions delay a read by a minute.
    times: fc.constantFrom(1, 1, 3, 14),
    holdMs: fc.constantFrom(0, 0, 4000, 10_000),
    answer: fc.oneof(
      { weight: 6, arbitrary: fc.constant('ok' as const) },
      { weight: 2, arbitrary: fc.integer({ min: 0, max: 40 }) },
      {
        weight: 1,
        arbitrary: fc.constantFrom('no-header' as const, '503' as const, 'hang' as const),
      },
    ),
  }),
)

const answerOf = (
  answer: number | 'ok' | 'no-header' | '503' | 'hang',
): Promise<ServiceResult<null>> => {
  if (answer === 'hang') return new Promise(() => {})
  if (answer === 'ok') return Promise.resolve(ok(null))
  if (answer === '503') return Promise.resolve(failed({ kind: 'server', status: 503 }))
  const retryAfterMs = answer === 'no-header' ? null : answer * 1000
  return Promise.resolve(failed({ kind: 'throttled', status: 429, retryAfterMs }))
}

const isAction = (kind: CallKind) => kind === 'stop' || kind === 'extend' || kind === 'create'
/** A tab that misses its turn costs at most this (see turn.ts). */
const TURN_MS = 1200

test('calls keep the spacing, holds, and Retry-After, no read starves, none is lost or sent twice', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 60 }), async (steps) => {
      const time = createFakeTime()
      const store = createMemoryStores().of('test')
      const gates = [0, 1, 2].map((tab) => fakeGate(time, store, String(tab)))
      const leftAtMs: number[] = []
      let notBeforeMs = 0
      let settled = 0
      let asked = 0
      let hanging = 0
      let performed = 0
      const reads: { call: string; atMs: number; isDone: boolean }[] = []
      const heldUntilMs = new Map<string, number>()
      // Collected, because the gate survives a call that throws.
      const violations: unknown[] = []
      for (const each of steps) {
        if ('advanceMs' in each) {
          await time.advance(each.advanceMs)
          continue
        }
        const { tab, kind, key, answer, times } = each
        const holdMs = isAction(kind) ? each.holdMs : 0
        for (let count = 0; count < times; count += 1) {
          asked += 1
          const call = key === null ? `alone ${asked}` : `${tab} ${key}`
          const held = `${kind} ${call}`
          heldUntilMs.set(held, Math.max(heldUntilMs.get(held) ?? 0, time.now() + holdMs))
          reads.push({ call, atMs: time.now(), isDone: isAction(kind) })
          void gates[tab]
            ?.run<number, null>({
              kind,
              holdMs,
              subject: null,
              mergeKey: key,
              payload: 1,
              merge: (waiting, added) => waiting + added,
              perform: (payload) => {
                const nowMs = time.now()
                if (nowMs < notBeforeMs) violations.push(['Retry-After', notBeforeMs - nowMs])
                const earlyMs = (heldUntilMs.get(held) ?? 0) - nowMs
                if (earlyMs > 0) violations.push(['hold', earlyMs])
                heldUntilMs.delete(held)
                const starved = reads.filter(
                  ({ atMs, isDone }) => !isDone && nowMs - atMs > STARVED_AFTER_MS + TURN_MS,
                )
                if (isAction(kind) && starved.length > 0) violations.push(['starved', starved])
                leftAtMs.push(nowMs)
                // The calls merged into it are finished with it.
                if (!isAction(kind))
                  for (const read of reads) if (read.call === call) read.isDone = true
                performed += payload
                if (answer === 'hang') hanging += payload
                if (typeof answer === 'number') {
                  notBeforeMs = Math.max(notBeforeMs, time.now() + answer * 1000)
                }
                if (answer === 'no-header' || answer === '503')
                  notBeforeMs = Math.max(notBeforeMs, time.now() + 15_000)
                return answerOf(answer)
              },
            })
            .then(() => {
              settled += 1
            })
        }
      }
      await time.advance(3 * 60 * 60_000)
      expect(violations).toEqual([])
      leftAtMs.slice(1).forEach((atMs, index) => {
        expect(atMs - (leftAtMs[index] ?? 0)).toBeGreaterThanOrEqual(5000)
      })
      // Every caller adds 1 to the payload, so what is sent is what was requested, exactly
      // once.
      expect(performed).toBe(asked)
      // Merged callers share a call, so all of them wait for one that hangs.
      expect(settled + hanging).toBe(asked)
    }),
    { seed: 1, numRuns: Number(process.env['GATE_RUNS'] ?? 200) },
  )
}, 3_600_000)
