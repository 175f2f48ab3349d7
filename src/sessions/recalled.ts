import { createStore } from 'zustand'
import { perRuntime } from '../runtime/part.ts'
import type { Runtime } from '../runtime/runtime.ts'
import type { ObservedSession } from './session-list.ts'

/**
 * What an earlier visit knew of an endpoint. It is shown, dimmed, until the endpoint answers, and
 * nothing acts on it. The history sets it from above, because this room doesn't know the history.
 */
export type RecalledList = {
  sessions: readonly ObservedSession[]
  /** When the last list had arrived, local clock, epoch ms; null when that isn't known. */
  listedAtMs: number | null
}

/** The recalled lists by location key. */
export const recalledStore = perRuntime(() =>
  createStore<{ lists: ReadonlyMap<string, RecalledList> }>()(() => ({ lists: new Map() })),
)

/** Sets what an earlier visit knew, unless it is the same as before. @param lists by location key */
export function setRecalled(runtime: Runtime, lists: ReadonlyMap<string, RecalledList>): void {
  const known = recalledStore(runtime).getState().lists
  // As text, because each call brings new objects, which would draw every row again.
  if (JSON.stringify([...known]) === JSON.stringify([...lists])) return
  recalledStore(runtime).setState({ lists })
}
