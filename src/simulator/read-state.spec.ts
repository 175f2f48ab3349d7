import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { createMemoryStore } from './memory-store.ts'
import { DEFAULT_OPTIONS } from './options.ts'
import { readState } from './read-state.ts'
import { createSimulator } from './simulator.ts'
import { beginState, type SimulatorState } from './state.ts'
import type { Store } from './store.ts'
import { systemClock } from './system-clock.ts'

/** A stored state may be anything; a simulator goes on with what can be read, or begins anew. */

const used = async (): Promise<SimulatorState> => {
  const store = createMemoryStore()
  const simulator = createSimulator({ store, clock: systemClock, options: DEFAULT_OPTIONS })
  await simulator.handle(new Request('https://remoterendering.eastus.simulator.test/x'))
  return store.update((stored) => {
    const state = stored ?? beginState(DEFAULT_OPTIONS, 0)
    state.changed['host/crane'] = {
      id: 'crane',
      createdAtMs: 1,
      readyAtMs: 2,
      size: 'Standard',
      leaseMs: 3,
      stoppedAtMs: null,
      failure: { atMs: 4, code: 'C', message: 'm' },
    }
    return { state, result: structuredClone(state) }
  })
}

test('a state as it was stored can be read', async () => {
  const state = await used()
  expect(readState(structuredClone(state))).toEqual(state)
})

test('with any part broken it can not be read, or the simulator answers all the same', async () => {
  const state = await used()
  const fields = Object.keys(state) as (keyof SimulatorState)[]
  await fc.assert(
    fc.asyncProperty(fc.constantFrom(...fields), fc.anything(), async (field, value) => {
      let known = readState({ ...state, [field]: value })
      const store: Store = {
        update: async (change) => {
          const { state: next, result } = change(known)
          known = next
          return result
        },
        clear: async () => {},
      }
      const simulator = createSimulator({ store, clock: systemClock })
      await simulator.begin(DEFAULT_OPTIONS)
      const asked = new Request('https://remoterendering.eastus.simulator.test/x')
      const { status } = await simulator.handle(asked)
      expect(status).toBeGreaterThanOrEqual(400)
    }),
  )
})

test('what is no state at all can not be read', () => {
  fc.assert(fc.property(fc.anything(), (value) => readState(value) === null))
})
