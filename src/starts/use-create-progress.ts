import { useCallback, useMemo, useSyncExternalStore } from 'react'
import { accountsStore, endpointRefs, type EndpointRef } from '../accounts/accounts.ts'
import { findRefIn } from '../accounts/endpoint-lookup.ts'
import { useGateViews } from '../calls/use-gate-view.ts'
import type { Runtime } from '../runtime/runtime.ts'
import { useRuntime } from '../runtime/runtime-context.ts'
import { useRuntimeStore } from '../runtime/use-runtime-store.ts'
import type { Session } from '../service/session.ts'
import type { CreateIntent } from './create-intent.ts'
import { createIntentsStore } from './create-intents-table.ts'
import { createProgress, type CreateProgress, isUnderWay } from './create-progress.ts'
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

/** Whether any of the creates goes on without the form that asked for it. */
export function useIsAnyUnderWay(intentIds: readonly string[]): boolean {
  const intents = useRuntimeStore(createIntentsStore, (state) => state.rows)
  const accounts = useRuntimeStore(accountsStore, (state) => state.accounts)
  const findRef = useMemo(() => findRefIn(endpointRefs(accounts)), [accounts])
  return useKnown((runtime) =>
    intentIds.some((id) => {
      const intent = intents.get(id)
      if (!intent) return false
      const ref = findRef(intent)
      const sessionId = intent.sessionIds[0]
      const session = ref && sessionId !== undefined && knownSession(runtime, ref, sessionId)
      // Whether it waits at the gate or was sent is the same here.
      return isUnderWay(createProgress(intent, null, session || null))
    }),
  )
}

/** What this tab knows of a session, live; null while it knows nothing. */
export function useKnownSession(
  ref: EndpointRef | null,
  sessionId: string | undefined,
): Session | null {
  return useKnown((runtime) =>
    ref && sessionId !== undefined ? knownSession(runtime, ref, sessionId) : null,
  )
}

/** Reads what this tab knows of its sessions, live. @param read returns the same until it changes */
function useKnown<Known>(read: (runtime: Runtime) => Known): Known {
  const runtime = useRuntime()
  const { queryClient } = runtime
  const subscribe = useCallback(
    (onChange: () => void) => queryClient.getQueryCache().subscribe(onChange),
    [queryClient],
  )
  return useSyncExternalStore(subscribe, () => read(runtime))
}
