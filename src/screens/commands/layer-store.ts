import { createStore } from 'zustand'
import { perRuntime } from '../../runtime/part.ts'
import type { Runtime } from '../../runtime/runtime.ts'
import type { FleetRow } from '../../sessions/fleet-model.ts'

/** A layer over the whole page, opened by a key, a button, or a command. */
export type Layer = { kind: 'help' | 'palette' } | { kind: 'stop'; row: FleetRow }

/**
 * The layer that is open; null when none is. `query`: what was typed into the palette, also before
 * its code was there
 */
export const layerStore = perRuntime(() =>
  createStore<{ layer: Layer | null; query: string }>()(() => ({
    layer: null,
    query: '',
  })),
)

/** Opens a layer, in place of an open one. */
export function openLayer(runtime: Runtime, layer: Layer): void {
  layerStore(runtime).setState({ layer, query: '' })
}

/** Closes a layer, unless another one has taken its place. */
export function closeLayer(runtime: Runtime, layer: Layer): void {
  layerStore(runtime).setState((state) => (state.layer === layer ? { layer: null } : state))
}

/** Changes what is typed into the palette. */
export function typeQuery(runtime: Runtime, change: (query: string) => string): void {
  layerStore(runtime).setState(({ query }) => ({ query: change(query) }))
}
