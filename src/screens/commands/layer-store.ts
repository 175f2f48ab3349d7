import { createStore } from 'zustand'
import { perRuntime } from '../../runtime/part.ts'
import type { Runtime } from '../../runtime/runtime.ts'

/** A layer over the whole page, opened by a key, a button, or a command. */
export type Layer = 'help'

/** The layer that is open; null when none is. */
export const layerStore = perRuntime(() =>
  createStore<{ layer: Layer | null }>()(() => ({ layer: null })),
)

/** Opens a layer in place of an open one; null closes it. */
export function openLayer(runtime: Runtime, layer: Layer | null): void {
  layerStore(runtime).setState({ layer })
}
