import { useCallback, useSyncExternalStore } from 'react'
import type { GateView } from '../gate/types.ts'
import type { EndpointRef } from '../accounts/accounts.ts'
import { useRuntime } from '../runtime/runtime-context.ts'
import { gatesOf } from './gates.ts'

/** The state of an endpoint's gate, live. */
export const useGateView = (ref: EndpointRef): GateView => {
  const gate = gatesOf(useRuntime()).of(ref)
  return useSyncExternalStore(
    useCallback((listener: () => void) => gate.subscribe(listener), [gate]),
    gate.getView,
  )
}
