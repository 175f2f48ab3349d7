import type { SimulatorState } from './state.ts'

/** Where a simulator stores its state. Several tabs can share one store. */
export type Store = {
  /**
   * Reads, changes, and writes the state in one step, without another update in between.
   * @param change gets the stored state (null: none yet), which it may change in place, and
   *   returns the state to store with its own result; it must not throw
   */
  update: <T>(change: (stored: SimulatorState | null) => StoreChange<T>) => Promise<T>
  /** Deletes the state. */
  clear: () => Promise<void>
}

/** The state to store, and the result of the update. */
type StoreChange<T> = { state: SimulatorState; result: T }
