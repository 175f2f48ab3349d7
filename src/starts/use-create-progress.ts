import { useCallback, useMemo, useSyncExternalStore } from 'react'
import { accountsStore, endpointRefs, type EndpointRef } from '../accounts/accounts.ts'
import { findRefIn } from '../accounts/endpoint-lookup.ts'
import { useGateViews } from '../calls/use-gate-view.ts'
import { useRuntime } from '../runtime/runtime-context.ts'
import { useRuntimeStore } from '../runtime/use-runtime-store.ts'
import type { Session } from '../service/session.ts'
import type { CreateIntent } from './create-intent.ts'
import { createIntentsStore } from './create-intents-table.ts'
import { createProgress, type CreateProgress } from './create-progress.ts'
import { knownSession } from './start-plan-steps.ts'

/** A create and where it stands; null until it is stored. */
export function useCreateProgress(
  intentId: string,
): { intent: CreateIntent; progress: CreateProgress } | null {
  const intent = useRuntimeStore(createIntentsStore, (state) => state.rows.get(intentId))
  const accounts = useRuntimeStore(accountsStore, (state) => state.accounts)
  const ref = useMemo(
    () => (intent ? findRefIn(endpointRefs(accounts))(intent) : null),
    [accounts, intent],
  )
  const [gate] = useGateViews(useMemo(() => (ref ? [ref] : []), [ref]))
  const session = useKnownSession(ref, intent?.sessionIds[0])
  if (!intent) return null
  const waiting = gate?.waiting.find(({ operationId }) => operationId === intentId) ?? null
  return { intent, progress: createProgress(intent, waiting, session) }
}

/** What this tab knows of a session, live; null while it knows nothing. */
export function useKnownSession(
  ref: EndpointRef | null,
  sessionId: string | undefined,
): Session | null {
  const runtime = useRuntime()
  const { queryClient } = runtime
  const subscribe = useCallback(
    (onChange: () => void) => queryClient.getQueryCache().subscribe(onChange),
    [queryClient],
  )
  return useSyncExternalStore(subscribe, () =>
    ref && sessionId !== undefined ? knownSession(runtime, ref, sessionId) : null,
  )
}
