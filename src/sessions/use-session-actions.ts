import { useMutation } from '@tanstack/react-query'
import { needsNetwork } from '../accounts/accounts.ts'
import { credentialsStore } from '../accounts/credentials.ts'
import { useGateView } from '../calls/use-gate-view.ts'
import type { ExtendChange } from '../lease/extend.ts'
import { internalError } from '../service/result.ts'
import { actionOutcomes } from './action-events.ts'
import { perRuntime } from '../runtime/part.ts'
import { undoMsOf } from '../runtime/preferences.ts'
import type { Runtime } from '../runtime/runtime.ts'
import { useRuntime } from '../runtime/runtime-context.ts'
import { useRuntimeStore } from '../runtime/use-runtime-store.ts'
import { useIsOffline } from '../util/use-is-offline.ts'
import type { ActionConditions } from './action-rules.ts'
import type { ExtendOutcome } from './extend-outcome.ts'
import type { FleetRow } from './fleet-model.ts'
import type { StopOutcome } from './stop-session.ts'
import {
  foremostAction,
  type PendingAction,
  pendingActionsStore,
  type SessionProgress,
  sessionProgress,
} from './pending-actions.ts'
import type * as Operations from './operations.ts'

/** What the screen requests for sessions, and its progress. */

/** The outcome of an operation whose code could not be fetched: nothing was sent. */
const NOT_FETCHED = {
  ok: false,
  end: 'failed',
  error: internalError(new Error('the code for it could not be fetched')),
} as const

/**
 * Extends leases. The outcome is the mutation's data. Its message is shown by whoever listens to
 * action-events.ts.
 */
export function useExtendSession() {
  const runtime = useRuntime()
  return useMutation({
    mutationFn: (asked: { row: FleetRow; change: ExtendChange }) => extend(runtime, asked),
  })
}

async function extend(
  runtime: Runtime,
  asked: { row: FleetRow; change: ExtendChange },
): Promise<ExtendOutcome> {
  const { row, change } = asked
  const operations = await operationsFor(runtime)
  if (operations) return operations.extendSession(runtime, row, change, undoMsOf(runtime))
  const retry = () => void extend(runtime, asked)
  actionOutcomes(runtime).emit({ kind: 'extend', row, outcome: NOT_FETCHED, retry })
  return NOT_FETCHED
}

/** Stops sessions. The outcome is the mutation's data; its message as in useExtendSession. */
export function useStopSession() {
  const runtime = useRuntime()
  return useMutation({
    mutationFn: (row: FleetRow) => stop(runtime, row),
  })
}

async function stop(runtime: Runtime, row: FleetRow): Promise<StopOutcome> {
  const operations = await operationsFor(runtime)
  if (operations) return operations.stopSession(runtime, row, { undoMs: undoMsOf(runtime) })
  const retry = () => void stop(runtime, row)
  actionOutcomes(runtime).emit({ kind: 'stop', row, outcome: NOT_FETCHED, retry })
  return NOT_FETCHED
}

/** Returns what an action needs besides the session, live. */
export function useActionConditions({ key, ref }: FleetRow): ActionConditions {
  const isUnlocked = useRuntimeStore(
    credentialsStore,
    ({ byAccount }) => byAccount[ref.account.id] !== undefined,
  )
  const isStopping = useRuntimeStore(
    pendingActionsStore,
    (state) => foremostAction(state, key)?.kind === 'stop',
  )
  const isOffline = useIsOffline() && needsNetwork(ref.account)
  return { isUnlocked, isOffline, isStopping }
}

/** Returns the operation that a session's row shows, live. @param key of the row */
export function useSessionAction(key: string): PendingAction | undefined {
  return useRuntimeStore(pendingActionsStore, (state) => foremostAction(state, key))
}

/** Returns what is pending for a session, live; null when nothing is. */
export function useSessionProgress({ key, ref }: FleetRow): SessionProgress | null {
  const { byId } = useRuntimeStore(pendingActionsStore, (state) => state)
  return sessionProgress({ byId }, key, useGateView(ref).waiting)
}

/** The clicks that wait for the code that acts on them: their gates don't hold them yet. */
export const clicksBeforeCode = perRuntime(() => ({ count: 0 }))

/** Fetches the code for a click. Returns null when it can't be fetched. */
async function operationsFor(runtime: Runtime): Promise<typeof Operations | null> {
  const clicks = clicksBeforeCode(runtime)
  clicks.count += 1
  const operations = await fetchOperations().catch(() => null)
  clicks.count -= 1
  return operations
}

/** Fetches the code that acts on sessions, once. */
export function fetchOperations(): Promise<typeof Operations> {
  return import('./operations.ts')
}
