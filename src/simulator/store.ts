import type { SimulatorState } from './state.ts'

/** Where a simulator keeps its state; one store may serve several tabs. */
export type Store = {
  /**
   * Reads, changes and writes the state in one step that no other update interleaves with.
   * @param change gets the stored state (null: none yet), which it may change in place, and
   *   gives the state to store with its own result; it must not throw
   */
  update: <T>(change: (stored: SimulatorState | null) => StoreChange<T>) => Promise<T>
  /** Forgets the state. */
  clear: () => Promise<void>
}

/** The state to store, and what the update gives back. */
type StoreChange<T> = { state: SimulatorState; result: T }
