import { type ExtendChange, mergeChanges } from '../lease/extend.ts'
import {
  afterAnswer,
  afterLook,
  beginExtension,
  type Extension,
  type ExtensionAnswer,
  type ExtensionEnd,
  sentAgain,
} from '../lease/extension.ts'
import { isTerminal } from '../lease/session-rules.ts'
import { extendSession as extendCall } from '../service/client.ts'
import { localFailure, type ServiceErrorKind, type ServiceResult } from '../service/result.ts'
import type { Session } from '../service/session.ts'
import { note } from '../monitor/history-store.ts'
import { callService, enterCall, type SessionCall } from '../calls/call-service.ts'
import { tellExtension } from './extension-text.ts'
import { IN_DOUBT } from '../runtime/failure.ts'
import type { FleetRow } from './fleet-model.ts'
import { type Runtime, sleep } from '../runtime/runtime.ts'
import { beginAction, isStopping, type OwnAction } from './pending-actions.ts'
import { loadSession } from './session-detail.ts'
import {
  listKey,
  observedAtMs,
  type ObservedSession,
  observeSession,
  patchListed,
  type SessionList,
} from './session-list.ts'
import type { Turn } from '../runtime/queued-lock.ts'
import { type TrackedAction, trackUnsent } from './track-unsent.ts'

type Result = ServiceResult<Session | null>

/** One extension: the clicks that leave as one call, until it is known what came of them. */
type Operation = {
  row: FleetRow
  /** The sum of all clicks. */
  change: ExtendChange
  /** Null until it is shown. */
  action: OwnAction | null
  wish: TrackedAction
  /** Where it stands since it left; null: it has not. */
  extension: Extension | null
  /** It was given up, because the session is being stopped. */
  isOverruled: boolean
  isOver: boolean
  /** Among the tabs that extend the same session; null: not yet. */
  turn: Turn | null
  /** Null until it is begun. */
  result: Promise<Result> | null
}

/** The extensions of one session. */
type Operations = {
  /** The one that clicks still join. */
  waiting: Operation | null
  /** Settles when all of them have. */
  last: Promise<void>
  open: number
}

const operations = new WeakMap<Runtime, Map<string, Operations>>()

const operationsOf = (runtime: Runtime, key: string): Operations => {
  const known = operations.get(runtime) ?? new Map<string, Operations>()
  operations.set(runtime, known)
  const found = known.get(key) ?? { waiting: null, last: Promise.resolve(), open: 0 }
  known.set(key, found)
  return found
}

const addMsOf = (change: ExtendChange): number | null =>
  'addMs' in change ? change.addMs : null

/** Leases only grow, so the longer one is the newer one, whichever answer came first. */
const newestLeaseMs = (runtime: Runtime, { ref, session }: FleetRow): number => {
  const listed = runtime.queryClient
    .getQueryData<SessionList>(listKey(ref))
    ?.sessions.find(({ id }) => id === session.id)
  return Math.max(listed?.leaseMs ?? 0, session.leaseMs)
}

/** Statuses that refuse a total: it is no larger than the lease is. */
const REFUSALS: readonly ServiceErrorKind[] = ['bad-request', 'unprocessable']

const answerOf = (result: Result): ExtensionAnswer => {
  if (result.ok) return 'done'
  const { kind } = result.error
  if (REFUSALS.includes(kind)) return 'refused'
  return IN_DOUBT.includes(kind) ? 'doubt' : 'failed'
}

const overruled = (runtime: Runtime, operation: Operation): Result => {
  operation.isOverruled = true
  return localFailure('cancelled', 'the session is being stopped', runtime.ports.now())
}

/** Sends the goal of an extension that is under way. */
const sendGoal = async (
  runtime: Runtime,
  { row, action }: Operation,
  goalMs: number,
  to: { target: Parameters<typeof extendCall>[0]; token: string; signal: AbortSignal },
): Promise<Result> => {
  action?.change({ phase: 'sent' })
  note(row.key, { leaseMs: goalMs })
  return extendCall(to.target, to.token, row.session.id, goalMs, runtime.ports, to.signal)
}

/** The first call: others join it while it waits, and it waits for the extension before it. */
const firstCall = (
  runtime: Runtime,
  operation: Operation,
  own: Operations,
): SessionCall<ExtendChange, Session | null> => {
  const { row, change, wish } = operation
  const { id } = row.session
  const before = own.last
  return {
    kind: 'extend',
    subject: id,
    mergeKey: id,
    payload: change,
    merge: mergeChanges,
    prepare: async (signal) => {
      if (isStopping(row.key)) return overruled(runtime, operation)
      await wish.open()
      // Its total is made from what came of the one before, here or in another tab.
      await before
      operation.turn?.letGo()
      operation.turn = await runtime.takeTurn(`rrc-lease ${row.key}`, signal)
      // It was cancelled while it waited for the others.
      if (operation.isOver) operation.turn.letGo()
      return null
    },
    perform: async (token, sum, target, signal) => {
      if (own.waiting === operation) own.waiting = null
      await wish.sent()
      // A stop that was asked for meanwhile has gone first.
      if (isStopping(row.key)) return overruled(runtime, operation)
      const nowMs = runtime.ports.now()
      const begun = beginExtension(sum, newestLeaseMs(runtime, row), nowMs)
      if (!begun.ok) return localFailure('unprocessable', begun.problem, nowMs)
      operation.extension = begun.extension
      return sendGoal(runtime, operation, begun.extension.goalMs, { target, token, signal })
    },
  }
}

/** Sends a total once more, for what nobody can join any more. */
const sendOnceMore = (
  runtime: Runtime,
  operation: Operation,
  goalMs: number,
): Promise<Result> => {
  const { row } = operation
  return callService(runtime, row.ref, {
    kind: 'extend',
    subject: row.session.id,
    mergeKey: null,
    payload: goalMs,
    perform: async (token, payload, target, signal) =>
      isStopping(row.key)
        ? overruled(runtime, operation)
        : sendGoal(runtime, operation, payload, { target, token, signal }),
  })
}

/** What the service says of a session now. */
const lookAt = async (
  runtime: Runtime,
  { ref, session }: FleetRow,
): Promise<ObservedSession | 'ended' | null> => {
  const found = await loadSession(runtime, ref, session.id, 'refresh')
  if (!found.ok) return found.error.kind === 'not-found' ? 'ended' : null
  if (isTerminal(found.data.session.status)) return 'ended'
  patchListed(runtime, ref, session.id, () => found.data.session)
  return found.data.session
}

/** How an extension that left has ended. */
export type Settled = {
  end: ExtensionEnd
  extension: Extension
  /** The session as the service told it last. */
  session: Session | null
  result: Result
}

/** Asks, and sends again, until it is known what came of an extension that left. */
const settle = async (
  runtime: Runtime,
  operation: Operation,
  begun: Extension,
  first: Result,
): Promise<Settled> => {
  const { row, action } = operation
  let result = first
  let session: Session | null = null
  let { extension, step } = afterAnswer(begun, answerOf(result))
  for (;;) {
    // v1 accepts without a session; what was found before is then the lease of before.
    if (result.ok) session = result.data
    if (step.kind === 'end') return { end: step.end, extension, session, result }
    action?.change({ phase: 'verifying' })
    if (step.afterMs > 0) await sleep(runtime, step.afterMs)
    if (step.kind === 'send') {
      extension = sentAgain(extension, runtime.ports.now())
      result = await sendOnceMore(runtime, operation, extension.goalMs)
      ;({ extension, step } = afterAnswer(extension, answerOf(result)))
    } else {
      const found = await lookAt(runtime, row)
      session = found === null || found === 'ended' ? session : found
      const told = found === null || found === 'ended' ? found : found.leaseMs
      const isSole = operation.turn?.isSole() ?? false
      ;({ extension, step } = afterLook(extension, told, isSole, runtime.ports.now()))
    }
  }
}

/** Puts an accepted lease into the list, and what the caller gets. */
const accepted = (
  runtime: Runtime,
  { ref, session: { id } }: FleetRow,
  { end, extension, session, result }: Settled,
): Result => {
  if (result.ok)
    patchListed(runtime, ref, id, (listed) =>
      result.data
        ? observeSession(result.data, listed, observedAtMs(result.meta))
        : { ...listed, leaseMs: extension.goalMs },
    )
  return end === 'found' || end === 'longer'
    ? { ok: true, data: session, meta: result.meta }
    : result
}

const carryThrough = async (
  runtime: Runtime,
  operation: Operation,
  entered: Promise<Result>,
  own: Operations,
): Promise<Result> => {
  const { row, wish } = operation
  const first = await entered
  if (own.waiting === operation) own.waiting = null
  const settled =
    operation.extension && !operation.isOverruled
      ? await settle(runtime, operation, operation.extension, first)
      : null
  const result = settled ? accepted(runtime, row, settled) : first
  operation.isOver = true
  operation.action?.end()
  tellExtension(row, operation.isOverruled, settled, result)
  wish.close()
  operation.turn?.letGo()
  own.open -= 1
  if (own.open === 0) operations.get(runtime)?.delete(row.key)
  return result
}

/** Adds a click to an extension that has not left. */
const joined = (
  operation: Operation,
  result: Promise<Result>,
  change: ExtendChange,
): Promise<Result> => {
  operation.change = mergeChanges(operation.change, change)
  const addMs = addMsOf(operation.change)
  operation.action?.change({ addMs })
  operation.wish.add(addMs)
  return result
}

/**
 * Lengthens a lease. Clicks that come while the call waits at the gate are added to it and leave
 * as one; the total is made when it leaves, from the newest known lease. Clicks that come later
 * wait until it is known what came of it.
 * @returns the result of the call that the click became part of. Success: the service accepted it;
 *   or its answer was lost, the lease is what was asked for, and no other tab of this browser can
 *   have made it so. A colleague could have, since the last look at the session
 */
export const extendSession = (
  runtime: Runtime,
  row: FleetRow,
  change: ExtendChange,
): Promise<Result> => {
  const own = operationsOf(runtime, row.key)
  const addMs = addMsOf(change)
  const operation: Operation = {
    row,
    change,
    action: null,
    wish: trackUnsent(runtime, row, 'extend', addMs),
    extension: null,
    isOverruled: false,
    isOver: false,
    turn: null,
    result: null,
  }
  const { isMerged, result } = enterCall(runtime, row.ref, firstCall(runtime, operation, own))
  if (isMerged && own.waiting?.result) return joined(own.waiting, own.waiting.result, change)
  operation.action = beginAction({ kind: 'extend', phase: 'waiting', addMs, row })
  own.waiting = operation
  own.open += 1
  const before = own.last
  operation.result = carryThrough(runtime, operation, result, own)
  own.last = Promise.all([before, operation.result]).then(() => {})
  return operation.result
}
