import { useCallback, useSyncExternalStore } from 'react'
import { endpointRefs, accountsStore } from '../accounts/accounts.ts'
import { findRefIn } from '../accounts/endpoint-lookup.ts'
import { useRuntimeStore } from '../runtime/use-runtime-store.ts'
import { useRuntime } from '../runtime/runtime-context.ts'
import { createIntentsStore } from './create-intents-table.ts'
import {
  currentAttempt,
  currentCandidate,
  type StartPlan,
  type StartPlanFacts,
} from './start-plan.ts'
import { knownSession, sessionFacts } from './start-plan-steps.ts'

/** Returns what this tab knows about the current candidate of a plan, and keeps it current. */
export function useStartPlanFacts(plan: StartPlan): StartPlanFacts {
  const { queryClient } = useRuntime()
  const { intentId } = currentAttempt(plan)
  const intent =
    useRuntimeStore(createIntentsStore, (state) => state.rows.get(intentId)) ?? null
  const findRef = findRefIn(
    endpointRefs(useRuntimeStore(accountsStore, (state) => state.accounts)),
  )
  const candidate = currentCandidate(plan)
  const ref = candidate ? findRef(candidate) : null
  const sessionId = intent?.sessionIds[0]
  const subscribe = useCallback(
    (onChange: () => void) => queryClient.getQueryCache().subscribe(onChange),
    [queryClient],
  )
  const session = useSyncExternalStore(subscribe, () =>
    ref && sessionId !== undefined ? knownSession(queryClient, ref, sessionId) : null,
  )
  return { intent, session: session && sessionFacts(session) }
}
