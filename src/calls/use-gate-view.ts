import { useCallback, useMemo, useSyncExternalStore } from 'react'
import type { GateView } from '../gate/types.ts'
import type { EndpointRef } from '../accounts/accounts.ts'
import { useRuntime } from '../runtime/runtime-context.ts'
import { type Gates, gatesOf } from './gates.ts'

/** The state of an endpoint's gate, live. */
export function useGateView(ref: EndpointRef): GateView {
  const gate = gatesOf(useRuntime()).of(ref)
  return useSyncExternalStore(
    useCallback((listener: () => void) => gate.subscribe(listener), [gate]),
    gate.getView,
  )
}

/** The states of several gates, live, in the order of the endpoints. @param refs memoized */
export function useGateViews(refs: readonly EndpointRef[]): readonly GateView[] {
  const gates = gatesOf(useRuntime())
  const readViews = useMemo(() => viewsReader(gates, refs), [gates, refs])
  return useSyncExternalStore(
    useCallback((listener: () => void) => gates.subscribe(listener), [gates]),
    readViews,
  )
}

/** Reads the views of several gates. The array is the same until a view has changed. */
function viewsReader(gates: Gates, refs: readonly EndpointRef[]): () => readonly GateView[] {
  let last: readonly GateView[] = []
  return () => {
    const views = refs.map((ref) => gates.of(ref).getView())
    const isSame =
      views.length === last.length && views.every((view, index) => view === last[index])
    if (!isSame) last = views
    return last
  }
}
