import { endpointRefs, accountsStore } from '../accounts/accounts.ts'
import { findRefIn } from '../accounts/endpoint-lookup.ts'
import { useRuntimeStore } from '../runtime/use-runtime-store.ts'
import { createIntentsStore } from './create-intents-table.ts'
import {
  currentAttempt,
  currentCandidate,
  type StartPlan,
  type StartPlanFacts,
} from './start-plan.ts'
import { sessionFacts } from './start-plan-steps.ts'
import { useKnownSession } from './use-create-progress.ts'

/** Returns what this tab knows about the current candidate of a plan, and keeps it current. */
export function useStartPlanFacts(plan: StartPlan): StartPlanFacts {
  const { intentId } = currentAttempt(plan)
  const intent =
    useRuntimeStore(createIntentsStore, (state) => state.rows.get(intentId)) ?? null
  const findRef = findRefIn(
    endpointRefs(useRuntimeStore(accountsStore, (state) => state.accounts)),
  )
  const candidate = currentCandidate(plan)
  const session = useKnownSession(candidate ? findRef(candidate) : null, intent?.sessionIds[0])
  return { intent, session: session && sessionFacts(session) }
}
