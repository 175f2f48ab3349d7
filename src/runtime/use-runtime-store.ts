import { type StoreApi, useStore } from 'zustand'
import { useRuntime } from './runtime-context.ts'
import type { Runtime } from './runtime.ts'

/**
 * A part of one of the runtime's stores, for components. Renders again when that part changes.
 * @param storeOf returns the store, see perRuntime
 * @param select must return the same object while the state is the same
 */
export function useRuntimeStore<State, Piece>(
  storeOf: (runtime: Runtime) => StoreApi<State>,
  select: (state: State) => Piece,
): Piece {
  return useStore(storeOf(useRuntime()), select)
}
