import * as fc from 'fast-check'
import { expect, test, vi } from 'vitest'
import { LATEST_MS } from '../util/parse-stored.ts'
import { poisoned } from '../test-support/poisoned-values.ts'
import { createGate } from './gate.ts'
import {
  readEpoch,
  readGateMessage,
  readGateState,
  type StoredGateState,
} from './shared-state.ts'
import { createFakeTime, ok } from '../test-support/fake-gate.ts'
import { type GateStore, INITIAL_STATE } from './store.ts'
import { createStorage, NO_STORAGE } from '../util/storage.ts'

/** The state of a gate from storage or from another tab can contain anything. */

const START_MS = Date.parse('2026-01-01T00:00:00Z')

const state: StoredGateState = {
  lastCallAtMs: START_MS - 1000,
  notBeforeMs: START_MS + 60_000,
  notBeforeCause: 'throttled',
  pollFactor: 4,
  cleanPolls: 3,
  lastThrottle: { atMs: START_MS, waitMs: 60_000, askedForMs: null, capped: false },
  clockShiftMs: 0,
  claims: [
    { holder: 'tab 2', kind: 'stop', queuedAtMs: START_MS, heldUntilMs: START_MS + 4000 },
    { holder: 'tab 3', kind: 'poll', queuedAtMs: START_MS, heldUntilMs: 0 },
  ],
  revision: 7,
}

const storeWith = (initial: StoredGateState): GateStore => {
  let known = initial
  return {
    update: async (change) => {
      const { next, result } = change(known, 0)
      known = next
      return result
    },
    peek: () => known,
    subscribe: () => () => {},
  }
}

test('a call is sent whatever is stored, and never before the spacing', async () => {
  await fc.assert(
    fc.asyncProperty(poisoned(state), async (stored) => {
      const time = createFakeTime(START_MS)
      const leftAtMs: number[] = []
      const gate = createGate({
        name: 'a',
        holder: 'tab 1',
        spacingMs: 5000,
        ports: {
          ...time.ports,
          store: storeWith(readGateState(stored, () => {}) ?? INITIAL_STATE),
        },
      })
      const call = (subject: string) =>
        gate.run({
          kind: 'stop',
          subject,
          mergeKey: null,
          payload: null,
          perform: async () => {
            leftAtMs.push(time.now())
            return ok(null)
          },
        })
      void call('a')
      void call('b')
      // The longest wait that is accepted, and the turns of the tabs that claim one.
      await time.advance(11 * 60_000)
      expect(leftAtMs).toHaveLength(2)
      expect((leftAtMs[1] ?? 0) - (leftAtMs[0] ?? 0)).toBeGreaterThanOrEqual(5000)
      gate.dispose()
    }),
    { numRuns: 200 },
  )
})

test('valid parts survive beside an invalid one', () => {
  const onMisfit = vi.fn<() => void>()
  expect(
    readGateState({ ...state, claims: [...state.claims, { kind: 'stop' }] }, onMisfit),
  ).toEqual(state)
  expect(readGateState({ ...state, cleanPolls: Number.NaN }, onMisfit)).toEqual({
    ...state,
    cleanPolls: 0,
  })
  expect(onMisfit).toHaveBeenCalledTimes(2)
})

test('a back-off that would poll without a pause, or never, is rejected', () => {
  for (const pollFactor of [0, -1, 17, Number.NaN, 'x'])
    expect(readGateState({ ...state, pollFactor }, () => {})).toEqual({
      ...state,
      pollFactor: 1,
    })
})

test('a last call at an unknown time counts as made now', () => {
  for (const stored of [{ ...state, lastCallAtMs: 'soon' }, 'x', null])
    expect(readGateState(stored, () => {})?.lastCallAtMs).toBe(LATEST_MS)
})

test('parts that an earlier version did not store are not reported as invalid', () => {
  const onMisfit = vi.fn<() => void>()
  expect(readGateState({ lastCallAtMs: 5, pollFactor: 2 }, onMisfit)).toEqual({
    ...INITIAL_STATE,
    lastCallAtMs: 5,
    pollFactor: 2,
    revision: 0,
  })
  expect(readGateState(undefined, onMisfit)).toBeNull()
  expect(onMisfit).not.toHaveBeenCalled()
})

test('the number of a leadership can always grow', () => {
  fc.assert(
    fc.property(
      fc.oneof(fc.anything(), fc.double(), fc.constantFrom(1e308, 2 ** 53, -1)),
      (stored) => {
        const epoch = readEpoch(stored, () => {})
        expect(epoch + 1).toBeGreaterThan(epoch)
        expect(epoch).toBeGreaterThanOrEqual(0)
      },
    ),
  )
})

const storage = createStorage(NO_STORAGE)

test('a message of another tab is accepted as a whole or not at all', () => {
  const message = { gate: 'a', state }
  expect(readGateMessage(storage, structuredClone(message))).toEqual(message)
  expect(readGateMessage(storage, { gate: 'a', state: INITIAL_STATE })?.state.revision).toBe(0)
  fc.assert(
    fc.property(poisoned(message), (poison) => {
      const read = readGateMessage(storage, poison)
      if (read) expect(read).toEqual(readGateMessage(storage, structuredClone(read)))
    }),
  )
})
