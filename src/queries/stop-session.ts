import { t } from '../i18n/t.ts'
import { isTerminal } from '../lease/session-rules.ts'
import { stopSession as stopCall } from '../service/client.ts'
import { localFailure, type ServiceResult } from '../service/result.ts'
import { addToast } from '../stores/toasts.ts'
import { note } from '../stores/watch.ts'
import { callService } from './call.ts'
import { IN_DOUBT } from './failure.ts'
import type { FleetRow } from './fleet-model.ts'
import type { Runtime } from './runtime.ts'
import { setSessionAction } from './session-actions.ts'
import { detailKey, loadSession } from './session-detail.ts'
import { patchListed } from './session-list.ts'

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

/**
 * Stops a session. A 404 means it is gone already. It stays in view as stopping until a GET
 * proves that it ended, because only that ends the bill; a GET also decides when the answer to
 * the stop was lost.
 * @param isWanted asked once more when the call may leave
 * @returns success only when the end was proved
 */
export const stopSession = async (
  runtime: Runtime,
  row: FleetRow,
  isWanted: () => Promise<boolean> = () => Promise.resolve(true),
): Promise<ServiceResult<null>> => {
  const { ref, session, key } = row
  const { id } = session
  const show = (phase: 'waiting' | 'sent' | 'verifying') =>
    setSessionAction(key, { kind: 'stop', phase, addMs: null, error: null, row })
  show('waiting')
  note(key, { stoppedAtMs: runtime.ports.now() })
  const result = await callService(runtime, ref, {
    kind: 'stop',
    subject: id,
    mergeKey: id,
    payload: null,
    perform: async (token, _payload, target, signal) => {
      if (!(await isWanted())) return localFailure('cancelled', null, runtime.ports.now())
      show('sent')
      return stopCall(target, token, id, runtime.ports, signal)
    },
  })
  const isGone = !result.ok && result.error.kind === 'not-found'
  const isInDoubt = !result.ok && IN_DOUBT.includes(result.error.kind)
  const failed = (): ServiceResult<null> => {
    setSessionAction(key, null)
    if (!result.ok && result.error.kind === 'cancelled') note(key, { stoppedAtMs: null })
    else
      addToast({
        tone: 'failure',
        text: t('stop.failed', { id }),
        error: result.ok ? null : result.error,
      })
    return result
  }
  if (!result.ok && !isGone && !isInDoubt) return failed()
  show('verifying')
  const state = isGone ? 'ended' : await provedEnded(runtime, row, isInDoubt)
  if (state === 'running') return failed()
  setSessionAction(key, null)
  if (state === 'unknown') {
    addToast({ tone: 'failure', text: t('stop.unproved', { id }), error: null })
    return localFailure('timeout', null, runtime.ports.now())
  }
  patchListed(runtime, ref, id, () => null)
  addToast({
    tone: 'success',
    text: t(isGone ? 'stop.alreadyGone' : 'stop.done', { id }),
    error: null,
  })
  return { ok: true, data: null, meta: result.meta }
}
