import { callService } from '../calls/call-service.ts'
import { gatesOf } from '../calls/gates.ts'
import { isTerminal } from '../lease/session-rules.ts'
import { IN_DOUBT } from '../runtime/failure.ts'
import { perRuntime } from '../runtime/part.ts'
import { undoMsOf } from '../runtime/preferences.ts'
import type { Runtime } from '../runtime/runtime.ts'
import { stopSession as stopCall } from '../service/client.ts'
import { localFailure, type ServiceError, type ServiceResult } from '../service/result.ts'
import { randomId } from '../util/random-id.ts'
import { actionOutcomes, localActions } from './action-events.ts'
import type { FleetRow } from './fleet-model.ts'
import { actionsOf, beginAction, endAction, reportDeparture } from './pending-actions.ts'
import { detailKey, loadSessionWithin } from './session-detail.ts'
import { canRetryStop, rowAsNow } from './retry-action.ts'
import { patchListed } from './session-list.ts'
import { type OperationPart, type TrackedAction, trackUnsent } from './track-unsent.ts'

/** The outcome of a stop. Success: a GET has proved the end. */
export type StopOutcome =
  | { ok: true; end: 'stopped' | 'already-gone' }
  /** The session runs on, or the service refused. */
  | { ok: false; end: 'failed'; error: ServiceError }
  /** It was sent, but no GET proved the end. */
  | { ok: false; end: 'unproved' }
  /** Undone, or no longer wanted, before it was sent. */
  | { ok: false; end: 'undone' }

/** One stop, however often it was requested. */
type Operation = {
  id: string
  row: FleetRow
  tracked: TrackedAction
  /** How long it waits at least so that it can be undone, ms. */
  undoMs: number
  /** Called when the call may be sent. It is sent when one of them returns true. */
  wanted: (() => Promise<boolean>)[]
  /** Whether a user asked for it, and not only a start plan. */
  isUsers: boolean
  /** Whether somebody asked for it besides a bulk operation, which tells its outcomes itself. */
  isTold: boolean
}

/** The stops under way that a further request joins, by session key. */
const stopsOf = perRuntime(
  () => new Map<string, { operation: Operation; outcome: Promise<StopOutcome> }>(),
)

/**
 * Stops a session. A 404 means it is gone already. It stays in view as stopping until a GET
 * proves that it ended, because only that ends the bill; a GET also decides when the answer to
 * the stop was lost. A stop that is requested again meanwhile is the same stop. Extensions of the
 * session that still wait are set aside: they are dropped when it is sent, and their outcome says
 * why, and they wait again when it is undone (extend-session.ts).
 * @param options `isWanted`: called when the call may be sent; false: it isn't sent. `undoMs`: how
 *   long it waits at least so that it can be undone, 0 for a stop that no user asked for now.
 *   `part`: what it is a part of
 */
export function stopSession(
  runtime: Runtime,
  row: FleetRow,
  {
    isWanted,
    undoMs = 0,
    part,
  }: { isWanted?: () => Promise<boolean>; undoMs?: number; part?: OperationPart } = {},
): Promise<StopOutcome> {
  const stops = stopsOf(runtime)
  const known = stops.get(row.key)
  if (known) {
    known.operation.wanted.push(isWanted ?? always)
    known.operation.isUsers ||= isWanted === undefined
    known.operation.isTold ||= part === undefined
    return known.outcome
  }
  const operation: Operation = {
    id: part?.operationId ?? randomId(20),
    row,
    tracked: part?.tracked ?? trackUnsent(runtime, row, 'stop', null),
    undoMs,
    wanted: [isWanted ?? always],
    isUsers: isWanted === undefined,
    isTold: part === undefined,
  }
  beginAction(runtime, { id: operation.id, kind: 'stop', row, departure: null })
  setAsideExtensions(runtime, row)
  localActions(runtime).emit({
    kind: 'stop-asked',
    sessionKey: row.key,
    atMs: runtime.ports.now(),
  })
  const outcome = carryThrough(runtime, operation)
  stops.set(row.key, { operation, outcome })
  return outcome
}

const always = () => Promise.resolve(true)

/** It would only delay the stop: an extension isn't sent while its session is being stopped. */
function setAsideExtensions(runtime: Runtime, { key, ref }: FleetRow): void {
  const gate = gatesOf(runtime).of(ref)
  const ids = new Set(
    actionsOf(runtime, key)
      .filter(({ kind }) => kind === 'extend')
      .map(({ id }) => id),
  )
  for (const { id, operationId } of gate.getView().waiting)
    if (operationId !== null && ids.has(operationId)) gate.cancel(id)
}

/** Sends a stop, proves what came of it, and publishes the outcome. */
async function carryThrough(runtime: Runtime, operation: Operation): Promise<StopOutcome> {
  const { id, row, tracked } = operation
  const outcome = await settle(runtime, operation, await sendStop(runtime, operation))
  if (outcome.end === 'undone')
    localActions(runtime).emit({ kind: 'stop-undone', sessionKey: row.key })
  if (outcome.ok) patchListed(runtime, row.ref, row.session.id, () => null)
  endAction(runtime, id)
  const retry =
    operation.isUsers && canRetryStop(outcome) ? () => stopAgain(runtime, row) : null
  if (operation.isTold) actionOutcomes(runtime).emit({ kind: 'stop', row, outcome, retry })
  tracked.close()
  leave(runtime, operation)
  return outcome
}

/** Asks for the same stop again. A session that has taken over the ID is left alone. */
function stopAgain(runtime: Runtime, row: FleetRow): void {
  const now = rowAsNow(runtime, row)
  if (now) void stopSession(runtime, now, { undoMs: undoMsOf(runtime) })
  else
    actionOutcomes(runtime).emit({
      kind: 'stop',
      row,
      outcome: { ok: true, end: 'already-gone' },
      retry: null,
    })
}

function sendStop(runtime: Runtime, operation: Operation): Promise<ServiceResult<null>> {
  const { id: operationId, row, tracked, undoMs } = operation
  const { id } = row.session
  return callService(runtime, row.ref, {
    kind: 'stop',
    subject: id,
    operationId,
    mergeKey: id,
    payload: null,
    holdMs: undoMs,
    prepare: async () => {
      await tracked.open()
      return null
    },
    perform: async (token, _payload, target, signal) => {
      report(runtime, operation, 'leaving')
      await tracked.sent()
      if (!(await isStillWanted(operation))) {
        // A request from now on is another stop.
        leave(runtime, operation)
        return localFailure('cancelled', null, runtime.ports.now())
      }
      report(runtime, operation, 'sent')
      return stopCall(target, token, id, runtime.ports, signal)
    },
  })
}

/** Whether a request still wants it. More can join while one of them answers. */
async function isStillWanted({ wanted }: Operation): Promise<boolean> {
  for (const isWanted of wanted) if (await isWanted()) return true
  return false
}

/** Nothing joins this stop from now on. */
function leave(runtime: Runtime, operation: Operation): void {
  const stops = stopsOf(runtime)
  const { key } = operation.row
  if (stops.get(key)?.operation === operation) stops.delete(key)
}

function report(runtime: Runtime, { id }: Operation, phase: 'leaving' | 'sent'): void {
  reportDeparture(runtime, id, { phase, addMs: null })
}

/** Finds out the outcome of a stop. @param result the answer to it */
async function settle(
  runtime: Runtime,
  operation: Operation,
  result: ServiceResult<null>,
): Promise<StopOutcome> {
  const error = result.ok ? null : result.error
  if (error?.kind === 'cancelled') return { ok: false, end: 'undone' }
  const isGone = error?.kind === 'not-found'
  if (error && !isGone && !IN_DOUBT.includes(error.kind))
    return { ok: false, end: 'failed', error }
  if (isGone) return { ok: true, end: 'already-gone' }
  const sinceMs = runtime.ports.now()
  reportDeparture(runtime, operation.id, {
    phase: 'verifying',
    addMs: null,
    untilMs: sinceMs + VERIFY_FOR_MS,
  })
  const state = await provedEnded(runtime, operation.row, error !== null, sinceMs)
  if (state === 'ended') return { ok: true, end: 'stopped' }
  return state === 'running' && error
    ? { ok: false, end: 'failed', error }
    : { ok: false, end: 'unproved' }
}

/** Maximum number of GETs after a stop; v1 shows Stopping for a while. */
const VERIFY_TRIES = 12
/**
 * No GET is waited for longer than this after the stop was answered. Where calls are throttled,
 * each of them waits long, and by then the user needs a message and a way to try again.
 */
const VERIFY_FOR_MS = 120_000

/**
 * Polls the session until the service shows its end.
 * @param isInDoubt the stop itself had no clear answer: a session that runs on was not stopped
 * @param sinceMs when the stop was answered, local clock, epoch ms
 */
async function provedEnded(
  runtime: Runtime,
  row: FleetRow,
  isInDoubt: boolean,
  sinceMs: number,
): Promise<'ended' | 'running' | 'unknown'> {
  for (let tries = 0; tries < VERIFY_TRIES; tries += 1) {
    // By the clock that the screen shows. One that was set back must not prolong this.
    const leftMs = VERIFY_FOR_MS - Math.abs(runtime.ports.now() - sinceMs)
    if (leftMs <= 0) break
    const state = await askOnce(runtime, row, leftMs)
    if (state === 'ended') return 'ended'
    if (state === 'running' && isInDoubt) return 'running'
  }
  return 'unknown'
}

/**
 * Returns what a GET shows of a session that was stopped; null when it got no answer.
 * @param waitMs how long it may take, ms
 */
async function askOnce(
  runtime: Runtime,
  { ref, session }: FleetRow,
  waitMs: number,
): Promise<'ended' | 'stopping' | 'running' | null> {
  const found = await loadSessionWithin(runtime, ref, session.id, waitMs)
  if (found === null) return null
  if (!found.ok) return found.error.kind === 'not-found' ? 'ended' : null
  runtime.queryClient.setQueryData(detailKey(ref, session.id), found.data)
  const { status } = found.data.session
  if (isTerminal(status)) return 'ended'
  return status === 'Stopping' ? 'stopping' : 'running'
}
