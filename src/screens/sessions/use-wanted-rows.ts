import { useDeferredValue, useMemo } from 'react'
import { pendingActionsStore } from '../../sessions/pending-actions.ts'
import { useServerNowOf } from '../../sessions/time-left.ts'
import { useRuntime } from '../../runtime/runtime-context.ts'
import { useRuntimeStore } from '../../runtime/use-runtime-store.ts'
import { useAfterList } from '../shell/list-first.tsx'
import type { ShownRow } from './held-order.ts'
import { sortRows, type TableQuery } from './table-model.ts'

/**
 * Returns what the filter and order ask for, and a text that changes when they do. The language of
 * the filter comes after the list: until then a filter shows no row, rather than those that it may
 * hide. A filter by the time left is applied again every 5 s.
 * @param listed every row that there is, by key
 */
export function useWantedRows(
  listed: ReadonlyMap<string, ShownRow>,
  { text: typed, knownStatuses, sort: { by, descending } }: TableQuery,
): { wanted: readonly ShownRow[]; asked: string } {
  const runtime = useRuntime()
  const parts = useAfterList()
  const text = useDeferredValue(typed)
  const serverNowOf = useServerNowOf()
  const actions = useRuntimeStore(pendingActionsStore, (state) => state.byId)
  // The order doesn't depend on the filter, so that a key that is typed sorts nothing.
  const sorted = useMemo(
    () =>
      sortRows(
        Array.from(listed.values(), ({ row }) => row),
        { by, descending },
      ).flatMap(({ key }) => listed.get(key) ?? []),
    [listed, by, descending],
  )
  const isAll = text.trim() === ''
  const filter = useMemo(
    () => (isAll ? null : (parts?.rowFilter(runtime, text, knownStatuses) ?? null)),
    [isAll, parts, runtime, text, knownStatuses],
  )
  const clock = filter?.isTimed ? serverNowOf : noClock
  const wanted = useMemo(() => {
    if (isAll) return sorted
    const passes = filter?.testAt(clock)
    // What waits to be sent stays in view with its Undo, whatever the filter.
    const busy = new Set(Array.from(actions.values(), ({ row }) => row.key))
    return sorted.filter(({ row }) => busy.has(row.key) || passes?.(row))
  }, [isAll, filter, clock, sorted, actions])
  return { wanted, asked: [text, knownStatuses, by, descending].join('\n') }
}

/** For a filter that isn't timed, so that it isn't applied again with every step of the clock. */
function noClock(): number {
  return 0
}
