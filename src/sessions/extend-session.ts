import { callService, enterCall, type SessionCall } from '../calls/call-service.ts'
import { type ExtendChange, mergeChanges } from '../lease/extend.ts'
import { beginExtension, type Extension } from '../lease/extension.ts'
import { perRuntime } from '../runtime/part.ts'
import { undoMsOf } from '../runtime/preferences.ts'
import type { Turn } from '../runtime/queued-lock.ts'
import type { Runtime } from '../runtime/runtime.ts'
import { extendSession as extendCall } from '../service/client.ts'
import { localFailure, serviceError, type ServiceResult } from '../service/result.ts'
import type { Session } from '../service/session.ts'
import { randomId } from '../util/random-id.ts'
import { actionOutcomes, localActions } from './action-events.ts'
import { errorOf, type ExtendOutcome, outcomeOf, type Settled } from './extend-outcome.ts'
import type { FleetRow } from './fleet-model.ts'
import {
  addMsOf,
  beginAction,
  endAction,
  isStopping,
  renewAction,
  reportDeparture,
  stopDecided,
} from './pending-actions.ts'
import { listedSession, observedAtMs, observeSession, patchListed } from './session-list.ts'
import { extensionToRetry, rowAsNow } from './retry-action.ts'
import { settleExtension } from './settle-extension.ts'
import { type OperationPart, type TrackedAction, trackUnsent } from './track-unsent.ts'
import { holdOfExtension } from './undo-time.ts'

type Result = ServiceResult<Session | null>

/** The clicks that are sent as one call, until its outcome is known. */
type Operation = {
  id: string
  row: FleetRow
  tracked: TrackedAction
  /** What was asked for, by all clicks together. */
  change: ExtendChange
  /** What was sent; null until then. */
  extension: Extension | null
  /** overruled: given up, because the session is being stopped. */
  state: 'open' | 'overruled' | 'over'
  /** The stop was asked for before the first click. */
  isRefused: boolean
  /** How long it waits at least so that it can be undone, ms. */
  undoMs: number
  /** Its turn among the tabs that extend the same session; null until it has one. */
  turn: Turn | null
  /** It belongs to a bulk operation, which stores it and tells its outcome. */
  isPart: boolean
}

/** The extensions under way, by operation. */
const extensionsOf = perRuntime(
  () => new Map<string, { operation: Operation; outcome: Promise<ExtendOutcome> }>(),
)

/**
 * Extends a lease. Clicks that come while the call waits at the gate are added to it and sent as
 * one. The total is computed when it is sent, from the newest known lease. Later clicks wait
 * until its outcome is known.
 * @param undoMs how long it waits at least so that it can be undone, unless the lease would end;
 *   0 for an extension that no user asked for
 * @param part what it is a part of. No click joins it then, because it is stored there
 * @returns the outcome of the call that the click became part of. Success: the service accepted
 *   it; or its answer was lost, the lease is what was asked for, and no other tab of this browser
 *   can have made it so. Another user could have, since the last look at the session
 */
export function extendSession(
  runtime: Runtime,
  row: FleetRow,
  change: ExtendChange,
  undoMs = 0,
  part: OperationPart | null = null,
): Promise<ExtendOutcome> {
  const extensions = extensionsOf(runtime)
  const operation: Operation = {
    id: part?.operationId ?? randomId(20),
    row,
    tracked: part?.tracked ?? trackUnsent(runtime, row, 'extend', addMsOf(change)),
    change,
    extension: null,
    state: 'open',
    isRefused: isStopping(runtime, row.key),
    undoMs,
    turn: null,
    isPart: part !== null,
  }
  const call = {
    ...firstCall(runtime, operation, change),
    holdMs: holdOfExtension(runtime, row, undoMs),
  }
  const { isMerged, operationId, payload, result } = enterCall(runtime, row.ref, call)
  const joined = isMerged && operationId !== null ? extensions.get(operationId) : undefined
  if (joined) {
    joined.operation.change = payload
    joined.operation.tracked.setAddMs(addMsOf(payload))
    renewAction(runtime, joined.operation.id)
    return joined.outcome
  }
  beginAction(runtime, { id: operation.id, kind: 'extend', row, departure: null })
  const outcome = carryThrough(runtime, operation, result)
  extensions.set(operation.id, { operation, outcome })
  return outcome
}

/** The first call. Clicks join it while it waits, and it waits for the extension before it. */
function firstCall(
  runtime: Runtime,
  operation: Operation,
  change: ExtendChange,
): SessionCall<ExtendChange, Session | null> {
  const { row, tracked, isPart } = operation
  const { id } = row.session
  const before = othersOf(runtime, operation).earlier.map(({ outcome }) => outcome)
  return {
    kind: 'extend',
    subject: id,
    operationId: operation.id,
    mergeKey: isPart ? null : id,
    payload: change,
    merge: mergeChanges,
    prepare: async (signal) => {
      if (isStopping(runtime, row.key)) return overruled(runtime, operation)
      await tracked.open()
      // Its total is computed from the outcome of the one before, here or in another tab.
      await Promise.all(before)
      operation.turn?.letGo()
      operation.turn = await runtime.takeTurn(`rrc-lease ${row.key}`, signal)
      // It was canceled while it waited for the others.
      if (operation.state === 'over') operation.turn.letGo()
      return null
    },
    perform: async (token, sum, target, signal) => {
      reportDeparture(runtime, operation.id, { phase: 'leaving', addMs: addMsOf(sum) })
      await tracked.sent()
      // A stop that was requested meanwhile was sent first.
      if (isStopping(runtime, row.key)) return overruled(runtime, operation)
      const nowMs = runtime.ports.now()
      const begun = beginExtension(sum, newestLeaseMs(runtime, row), nowMs)
      if (!begun.ok) return localFailure('unprocessable', begun.problem, nowMs)
      operation.extension = begun.extension
      return sendGoal(runtime, operation, begun.extension, { target, token, signal })
    },
  }
}

/** Returns the other extensions of the same session, and those of them that began before. */
function othersOf(runtime: Runtime, operation: Operation) {
  const all = [...extensionsOf(runtime).values()].filter(
    (each) => each.operation.row.key === operation.row.key,
  )
  const own = all.findIndex((each) => each.operation === operation)
  return {
    others: all.filter((_each, index) => index !== own),
    earlier: own === -1 ? all : all.slice(0, own),
  }
}

/** Sends a total again, in a call that no click can join. */
function sendOnceMore(
  runtime: Runtime,
  operation: Operation,
  extension: Extension,
): Promise<Result> {
  const { row } = operation
  return callService(runtime, row.ref, {
    kind: 'extend',
    subject: row.session.id,
    operationId: operation.id,
    mergeKey: null,
    payload: extension.change,
    perform: async (token, _payload, target, signal) =>
      isStopping(runtime, row.key)
        ? overruled(runtime, operation)
        : sendGoal(runtime, operation, extension, { target, token, signal }),
  })
}

/** Sends the total of an extension. */
function sendGoal(
  runtime: Runtime,
  { id, row }: Operation,
  { change, goalMs }: Extension,
  to: { target: Parameters<typeof extendCall>[0]; token: string; signal: AbortSignal },
): Promise<Result> {
  reportDeparture(runtime, id, { phase: 'sent', addMs: addMsOf(change) })
  localActions(runtime).emit({ kind: 'extended', sessionKey: row.key, leaseMs: goalMs })
  return extendCall(to.target, to.token, row.session.id, goalMs, runtime.ports, to.signal)
}

function overruled(runtime: Runtime, operation: Operation): Result {
  operation.state = 'overruled'
  return localFailure('cancelled', 'the session is being stopped', runtime.ports.now())
}

/** Leases only grow, so the longer one is the newer one, whichever answer came first. */
function newestLeaseMs(runtime: Runtime, { ref, session }: FleetRow): number {
  const listed = listedSession(runtime, ref, session.id)
  return Math.max(listed?.leaseMs ?? 0, session.leaseMs)
}

/** Follows an extension from its first answer to its outcome, and publishes that. */
async function carryThrough(
  runtime: Runtime,
  operation: Operation,
  entered: Promise<Result>,
): Promise<ExtendOutcome> {
  const { id, row, tracked } = operation
  const first = await withoutUndoneStops(runtime, operation, entered)
  const settled = await settle(runtime, operation, first)
  if (settled) patchAccepted(runtime, row, settled)
  const outcome = toOutcome(operation, settled, first)
  operation.state = 'over'
  endAction(runtime, id)
  if (!operation.isPart) {
    const retry = retryOf(runtime, operation, outcome)
    actionOutcomes(runtime).emit({ kind: 'extend', row, outcome, retry })
  }
  tracked.close()
  operation.turn?.letGo()
  extensionsOf(runtime).delete(id)
  return outcome
}

/**
 * Returns the first answer to an extension. A stop that waits sets it aside, and drops it only when
 * the stop is sent: when the stop is undone, the extension waits again, with its whole undo time.
 */
async function withoutUndoneStops(
  runtime: Runtime,
  operation: Operation,
  entered: Promise<Result>,
): Promise<Result> {
  const { row, undoMs } = operation
  const first = await entered
  const isSetAside =
    !first.ok &&
    first.error.kind === 'cancelled' &&
    operation.extension === null &&
    !operation.isRefused &&
    isStopping(runtime, row.key)
  if (!isSetAside) return first
  operation.turn?.letGo()
  if ((await stopDecided(runtime, row.key)) === 'sent') return overruled(runtime, operation)
  operation.state = 'open'
  const call = firstCall(runtime, operation, operation.change)
  // Alone, it can be joined by new clicks. Two that were set aside stay two.
  const isAlone = othersOf(runtime, operation).others.length === 0
  return withoutUndoneStops(
    runtime,
    operation,
    callService(runtime, row.ref, {
      ...call,
      mergeKey: isAlone ? call.mergeKey : null,
      holdMs: holdOfExtension(runtime, row, undoMs),
    }),
  )
}

/** Returns what asks for the same again; null where that isn't safe or can't help. */
function retryOf(
  runtime: Runtime,
  { row, change, extension }: Operation,
  outcome: ExtendOutcome,
): (() => void) | null {
  const again = extensionToRetry(outcome, change, extension?.goalMs ?? null)
  if (again === null) return null
  return () => {
    const now = rowAsNow(runtime, row)
    const tell = (known: ExtendOutcome) =>
      actionOutcomes(runtime).emit({ kind: 'extend', row, outcome: known, retry: null })
    if (now === null) tell(GONE)
    // It had an effect after all.
    else if ('toLeaseMs' in again && now.session.leaseMs >= again.toLeaseMs)
      tell({ ok: true, end: 'longer', leaseMs: now.session.leaseMs })
    else void extendSession(runtime, now, again, undoMsOf(runtime))
  }
}

/** The session has ended, and its ID belongs to another one. */
const GONE: ExtendOutcome = { ok: false, end: 'ended', error: serviceError('not-found') }

/** Finds out the outcome of what was sent; null when nothing was. */
async function settle(
  runtime: Runtime,
  operation: Operation,
  first: Result,
): Promise<Settled | null> {
  const { id, row, extension, state } = operation
  if (!extension || state === 'overruled') return null
  return settleExtension(runtime, extension, first, {
    row,
    sendAgain: (again) => sendOnceMore(runtime, operation, again),
    isSole: () => operation.turn?.isSole() ?? false,
    onVerify: (untilMs) =>
      reportDeparture(runtime, id, {
        phase: 'verifying',
        addMs: addMsOf(extension.change),
        untilMs,
      }),
  })
}

/** Puts an accepted lease into the list. */
function patchAccepted(
  runtime: Runtime,
  { ref, session: { id } }: FleetRow,
  { extension, result }: Settled,
): void {
  if (!result.ok) return
  patchListed(runtime, ref, id, (listed) =>
    result.data
      ? observeSession(result.data, listed, observedAtMs(result.meta))
      : { ...listed, leaseMs: extension.goalMs },
  )
}

/** @param settled null when nothing was sent */
function toOutcome(
  { state }: Operation,
  settled: Settled | null,
  first: Result,
): ExtendOutcome {
  const outcome: ExtendOutcome = settled
    ? outcomeOf(settled)
    : { ok: false, end: 'failed', error: errorOf(first) }
  if (outcome.end !== 'failed') return outcome
  if (state === 'overruled') return { ok: false, end: 'stopping' }
  if (outcome.error.kind !== 'cancelled') return outcome
  return { ok: false, end: 'undone' }
}
