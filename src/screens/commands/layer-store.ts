import { createStore } from 'zustand'
import { perRuntime } from '../../runtime/part.ts'
import type { Runtime } from '../../runtime/runtime.ts'
import type { FleetRow } from '../../sessions/fleet-model.ts'

/** A layer over the whole page, opened by a key, a button, or a command. */
export type Layer = { kind: 'help' | 'palette' } | { kind: 'stop'; row: FleetRow }

/**
 * The layer that is open; null when none is. `typedAhead`: what was typed for it before its code
 * was there
 */
export const layerStore = perRuntime(() =>
  createStore<{ layer: Layer | null; typedAhead: string }>()(() => ({
    layer: null,
    typedAhead: '',
  })),
)

/** Opens a layer, in place of an open one. */
export function openLayer(runtime: Runtime, layer: Layer): void {
  layerStore(runtime).setState({ layer, typedAhead: '' })
}

/** Closes a layer, unless another one has taken its place. */
export function closeLayer(runtime: Runtime, layer: Layer): void {
  layerStore(runtime).setState((state) => (state.layer === layer ? { layer: null } : state))
}

/** Keeps a key that was pressed for the open layer before its code was there. */
export function typeAhead(runtime: Runtime, key: string): void {
  layerStore(runtime).setState(({ typedAhead }) => ({ typedAhead: typedAhead + key }))
}
