import { t } from '../i18n/t.ts'
import { isTerminal } from '../lease/session-rules.ts'
import { stopSession as stopCall } from '../service/client.ts'
import { localFailure, type ServiceError, type ServiceResult } from '../service/result.ts'
import { addToast, type Toast } from '../screens/shell/toasts-store.ts'
import { note } from '../monitor/history-store.ts'
import { callService } from '../calls/call-service.ts'
import { IN_DOUBT } from '../runtime/failure.ts'
import type { FleetRow } from './fleet-model.ts'
import type { Runtime } from '../runtime/runtime.ts'
import { beginAction, type OwnAction } from './pending-actions.ts'
import { detailKey, loadSession } from './session-detail.ts'
import { patchListed } from './session-list.ts'
import { type TrackedAction, trackUnsent } from './track-unsent.ts'

/** Questions after a stop, at most; v1 shows Stopping for a while. */
const VERIFY_TRIES = 12

/** What a question by id says of a stop; null: the question had no answer. */
const askOnce = async (
  runtime: Runtime,
  { ref, session }: FleetRow,
): Promise<'ended' | 'stopping' | 'running' | null> => {
  const found = await loadSession(runtime, ref, session.id, 'refresh')
  if (!found.ok) return found.error.kind === 'not-found' ? 'ended' : null
  runtime.queryClient.setQueryData(detailKey(ref, session.id), found.data)
  const { status } = found.data.session
  if (isTerminal(status)) return 'ended'
  return status === 'Stopping' ? 'stopping' : 'running'
}

/**
 * Asks until the session is proved ended.
 * @param isInDoubt the stop itself had no clear answer: a session that runs on was not stopped
 */
const provedEnded = async (
  runtime: Runtime,
  row: FleetRow,
  isInDoubt: boolean,
): Promise<'ended' | 'running' | 'unknown'> => {
  for (let tries = 0; tries < VERIFY_TRIES; tries += 1) {
    const state = await askOnce(runtime, row)
    if (state === 'ended') return 'ended'
    if (state === 'running' && isInDoubt) return 'running'
  }
  return 'unknown'
}

type Result = ServiceResult<null>

/** One stop, however often it was asked for. */
type Operation = {
  row: FleetRow
  action: OwnAction
  wish: TrackedAction
  /** Asked once more when the call may leave; it leaves when one of them says so. */
  wanted: (() => Promise<boolean>)[]
  result: Promise<Result> | null
}

/** Stops under way, by session key. */
const operations = new WeakMap<Runtime, Map<string, Operation>>()

const operationsOf = (runtime: Runtime): Map<string, Operation> => {
  const known = operations.get(runtime) ?? new Map<string, Operation>()
  operations.set(runtime, known)
  return known
}

/** Whether one of those who asked still wants it; more can ask while this one answers. */
const isStillWanted = async ({ wanted }: Operation): Promise<boolean> => {
  for (const isWanted of wanted) if (await isWanted()) return true
  return false
}

const sendStop = (runtime: Runtime, operation: Operation): Promise<Result> => {
  const { row, wish } = operation
  const { id } = row.session
  return callService(runtime, row.ref, {
    kind: 'stop',
    subject: id,
    mergeKey: id,
    payload: null,
    prepare: async () => {
      await wish.open()
      return null
    },
    perform: async (token, _payload, target, signal) => {
      await wish.sent()
      if (!(await isStillWanted(operation))) {
        // Who asks from now on asks for another one.
        operationsOf(runtime).delete(row.key)
        return localFailure('cancelled', null, runtime.ports.now())
      }
      operation.action.change({ phase: 'sent' })
      return stopCall(target, token, id, runtime.ports, signal)
    },
  })
}

const tell = (tone: Toast['tone'], text: string, error: ServiceError | null = null) =>
  addToast({ tone, text, error })

/** Sees to it that what a stop did is proved, and tells it. */
const settle = async (
  runtime: Runtime,
  { row, action }: Operation,
  result: Result,
): Promise<Result> => {
  const { ref, session, key } = row
  const { id } = session
  const isGone = !result.ok && result.error.kind === 'not-found'
  const isInDoubt = !result.ok && IN_DOUBT.includes(result.error.kind)
  const failed = (): Result => {
    if (!result.ok && result.error.kind === 'cancelled') note(key, { stoppedAtMs: null })
    else tell('failure', t('stop.failed', { id }), result.ok ? null : result.error)
    return result
  }
  if (!result.ok && !isGone && !isInDoubt) return failed()
  action.change({ phase: 'verifying' })
  const state = isGone ? 'ended' : await provedEnded(runtime, row, isInDoubt)
  if (state === 'running') return failed()
  if (state === 'unknown') {
    tell('failure', t('stop.unproved', { id }))
    return localFailure('timeout', null, runtime.ports.now())
  }
  patchListed(runtime, ref, id, () => null)
  tell('success', t(isGone ? 'stop.alreadyGone' : 'stop.done', { id }))
  return { ok: true, data: null, meta: result.meta }
}

const carryThrough = async (runtime: Runtime, operation: Operation): Promise<Result> => {
  const result = await settle(runtime, operation, await sendStop(runtime, operation))
  operation.action.end()
  operation.wish.close()
  const known = operationsOf(runtime)
  if (known.get(operation.row.key) === operation) known.delete(operation.row.key)
  return result
}

/**
 * Stops a session. A 404 means it is gone already. It stays in view as stopping until a GET
 * proves that it ended, because only that ends the bill; a GET also decides when the answer to
 * the stop was lost. A stop that is asked for again meanwhile is the same stop.
 * @param isWanted asked once more when the call may leave
 * @returns success only when the end was proved
 */
export const stopSession = (
  runtime: Runtime,
  row: FleetRow,
  isWanted: () => Promise<boolean> = () => Promise.resolve(true),
): Promise<Result> => {
  const known = operationsOf(runtime).get(row.key)
  if (known?.result) {
    known.wanted.push(isWanted)
    return known.result
  }
  const operation: Operation = {
    row,
    action: beginAction({ kind: 'stop', phase: 'waiting', addMs: null, row }),
    wish: trackUnsent(runtime, row, 'stop', null),
    wanted: [isWanted],
    result: null,
  }
  note(row.key, { stoppedAtMs: runtime.ports.now() })
  operationsOf(runtime).set(row.key, operation)
  operation.result = carryThrough(runtime, operation)
  return operation.result
}
