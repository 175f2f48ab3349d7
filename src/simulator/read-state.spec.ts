import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { createMemoryStore } from './memory-store.ts'
import { DEFAULT_OPTIONS } from './options.ts'
import { readState } from './read-state.ts'
import { createSimulator } from './simulator.ts'
import { beginState, type SimulatorState } from './state.ts'
import type { Store } from './store.ts'
import { systemClock } from './system-clock.ts'

/**
 * A stored state can contain anything. A simulator continues with what it can read, or begins
 * anew.
 */

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

test('a stored state can be read', async () => {
  const state = await used()
  expect(readState(structuredClone(state))).toEqual(state)
})

test('with any part broken, a state is rejected or the simulator still answers', async () => {
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

test('anything other than a state is rejected', () => {
  fc.assert(fc.property(fc.anything(), (value) => readState(value) === null))
})
