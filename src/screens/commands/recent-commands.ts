import { createStore } from 'zustand'
import { perRuntime } from '../../runtime/part.ts'
import type { Runtime } from '../../runtime/runtime.ts'

/** Commands that the palette remembers. */
const MAX_RECENT = 5

/** The IDs of the commands that were run last in this tab, the newest first. In memory only. */
export const recentStore = perRuntime(() =>
  createStore<{ ids: readonly string[] }>()(() => ({ ids: [] })),
)

/** Remembers a command. */
export function noteRecent(runtime: Runtime, id: string): void {
  recentStore(runtime).setState(({ ids }) => ({
    ids: [id, ...ids.filter((known) => known !== id)].slice(0, MAX_RECENT),
  }))
}
