import { historyStore } from './history-store.ts'
import { type HistoryEntry, usualStartMs } from './history.ts'
import { useRuntimeStore } from '../runtime/use-runtime-store.ts'

type Usual = ReturnType<typeof usualStartMs>

// Computed once per state of the history, however many rows ask.
const known = new WeakMap<ReadonlyMap<string, HistoryEntry>, Map<string, Usual>>()

/** Returns how long sessions of a size usually take to start, from this browser's history. */
export function useUsualStart(size: string): Usual {
  const entries = useRuntimeStore(historyStore, (state) => state.rows)
  const bySize = known.get(entries) ?? new Map<string, Usual>()
  known.set(entries, bySize)
  const found = bySize.get(size)
  if (found !== undefined) return found
  const usual = usualStartMs([...entries.values()], size)
  bySize.set(size, usual)
  return usual
}
