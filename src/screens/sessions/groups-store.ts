import { createStore } from 'zustand'
import { perRuntime } from '../../runtime/part.ts'

/** IDs of the collapsed groups of the table, for as long as this tab is open. */
export const collapsedGroupsStore = perRuntime(() =>
  createStore<{ ids: ReadonlySet<string> }>()(() => ({ ids: new Set() })),
)
