import { createStore } from 'zustand'
import { perRuntime } from '../../runtime/part.ts'
import type { Runtime } from '../../runtime/runtime.ts'
import type { Selection } from './selection.ts'

export const NOTHING_SELECTED: Selection = {
  keys: new Set(),
  goneCount: 0,
  anchor: null,
  lead: null,
  beforeRange: new Set(),
}

/** The selection of this tab, which polls, sorting, filtering, and other pages leave as it is. */
export const selectionStore = perRuntime(() => createStore<Selection>()(() => NOTHING_SELECTED))

/** Changes the selection by one of the rules in selection.ts, whose code comes after the list. */
export function select(runtime: Runtime, change: (selection: Selection) => Selection): void {
  selectionStore(runtime).setState(change)
}

/** Whether there is anything to tell about a selection. */
export function isSelecting({ keys, goneCount }: Selection): boolean {
  return keys.size > 0 || goneCount > 0
}
