import type { SimulatorState } from './state.ts'
import type { Store } from './store.ts'

/** A store for one process: tests and the HTTP host. */
export function createMemoryStore(): Store {
  let stored: SimulatorState | null = null
  return {
    // Synchronous inside, hence exclusive.
    update: async (change) => {
      const { state, result } = change(stored)
      stored = state
      return result
    },
    clear: async () => {
      stored = null
    },
  }
}
