import type { SimulatorState } from './state.ts'
import type { Store } from './store.ts'

/** A store for one process: tests and the HTTP server. */
export function createMemoryStore(): Store {
  let stored: SimulatorState | null = null
  return {
    // Synchronous inside, and therefore exclusive.
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
