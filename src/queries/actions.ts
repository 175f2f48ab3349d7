import { formatDuration } from '../i18n/format.ts'
import { t } from '../i18n/t.ts'
import { type ExtendChange, extendedLease, mergeChanges } from '../lease/extend.ts'
import { isTerminal } from '../lease/session-rules.ts'
import { extendSession as extendCall, stopSession as stopCall } from '../service/client.ts'
import {
  localFailure,
  type ServiceError,
  type ServiceErrorKind,
  type ServiceResult,
} from '../service/result.ts'
import type { Session } from '../service/session.ts'
import { addToast } from '../stores/toasts.ts'
import { note } from '../stores/watch.ts'
import { callService } from './call.ts'
import type { FleetRow } from './fleet-model.ts'
import type { Runtime } from './runtime.ts'
import { sessionAction, setSessionAction } from './session-actions.ts'
import { detailKey, loadSession } from './session-detail.ts'
import {
  listKey,
  type ObservedSession,
  observeSession,
  patchListed,
  type SessionList,
} from './session-list.ts'

/** What users do to sessions. Each goes through the gate and ends in a {@link ServiceResult}. */

const listedLeaseMs = (runtime: Runtime, row: FleetRow): number =>
  runtime.queryClient
    .getQueryData<SessionList>(listKey(row.ref))
    ?.sessions.find(({ id }) => id === row.session.id)?.leaseMs ?? row.session.leaseMs

const sumOf = (row: FleetRow, change: ExtendChange): number | null => {
  if (!('addMs' in change)) return null
  const running = sessionAction(row.key)
  return running?.kind === 'extend' && running.phase === 'waiting' && running.addMs !== null
    ? running.addMs + change.addMs
    : change.addMs
}

/** Failures after which a lease may be as long as was asked for all the same. */
const MAY_HAVE_WORKED: readonly ServiceErrorKind[] = [
  'timeout',
  'network',
  'gateway',
  'server',
  'unreadable',
  'conflict',
  'bad-request',
  'unprocessable',
]

/**
 * Asks for a session whose extension failed: the reply may have been lost, or a colleague may
 * have made the lease longer already.
 */
const leaseAfterFailure = async (
  runtime: Runtime,
  { ref, session }: FleetRow,
  change: ExtendChange,
  error: ServiceError,
): Promise<ObservedSession | null> => {
  if (!MAY_HAVE_WORKED.includes(error.kind)) return null
  // A sum that is beyond the cap was never sent.
  if ('addMs' in change && error.status === null && error.kind === 'unprocessable') return null
  const found = await loadSession(runtime, ref, session.id, 'refresh')
  return found.ok ? found.data.session : null
}

/**
 * Lengthens a lease. Clicks that come while the call waits at the gate are added to it and leave
 * as one; the absolute sum is made when it leaves, from the newest known lease.
 */
export const extendSession = async (
  runtime: Runtime,
  row: FleetRow,
  change: ExtendChange,
): Promise<ServiceResult<Session | null>> => {
  const { ref, session, key } = row
  const { id } = session
  const running = sessionAction(key)
  const isMerged = running?.kind === 'extend' && running.phase === 'waiting'
  setSessionAction(key, {
    kind: 'extend',
    phase: 'waiting',
    addMs: sumOf(row, change),
    error: null,
    row,
  })
  let sentLeaseMs = session.leaseMs
  const result = await callService<ExtendChange, Session | null>(runtime, ref, {
    kind: 'extend',
    subject: id,
    mergeKey: id,
    payload: change,
    merge: mergeChanges,
    perform: async (token, sent, target, signal) => {
      const current = sessionAction(key)
      if (current) setSessionAction(key, { ...current, phase: 'sent' })
      const extended = extendedLease(listedLeaseMs(runtime, row), sent)
      if (!extended.ok)
        return localFailure('unprocessable', extended.problem, runtime.ports.now())
      sentLeaseMs = extended.leaseMs
      note(key, { leaseMs: sentLeaseMs })
      return extendCall(target, token, id, extended.leaseMs, runtime.ports, signal)
    },
  })
  // The first of merged callers reports for all.
  if (isMerged) return result
  const truth = result.ok ? null : await leaseAfterFailure(runtime, row, change, result.error)
  setSessionAction(key, null)
  if (truth && truth.leaseMs >= sentLeaseMs) {
    patchListed(runtime, ref, id, () => truth)
    addToast({
      tone: 'success',
      text: t(truth.leaseMs > sentLeaseMs ? 'extend.already' : 'extend.doneAfterAll', {
        id,
        lease: formatDuration(truth.leaseMs),
      }),
      error: null,
    })
    return { ok: true, data: truth, meta: result.meta }
  }
  if (result.ok) {
    const { data: updated, meta } = result
    patchListed(runtime, ref, id, (listed) =>
      updated
        ? observeSession(updated, listed, meta.serverDateMs ?? meta.receivedAtMs)
        : { ...listed, leaseMs: sentLeaseMs },
    )
    addToast({
      tone: 'success',
      text: t('extend.done', {
        id,
        lease: formatDuration(updated?.leaseMs ?? sentLeaseMs),
        added: formatDuration((updated?.leaseMs ?? sentLeaseMs) - session.leaseMs),
      }),
      error: null,
    })
  } else if (result.error.kind !== 'cancelled') {
    addToast({ tone: 'failure', text: t('extend.failed', { id }), error: result.error })
  }
  return result
}

/** Questions after a stop, at most; v1 shows Stopping for a while. */
const VERIFY_TRIES = 12

/** Asks by GET until the session is proved ended. */
const provedEnded = async (runtime: Runtime, row: FleetRow): Promise<boolean> => {
  const { ref, session } = row
  for (let tries = 0; tries < VERIFY_TRIES; tries += 1) {
    const found = await loadSession(runtime, ref, session.id, 'refresh')
    if (!found.ok && found.error.kind === 'not-found') return true
    if (found.ok) {
      runtime.queryClient.setQueryData(detailKey(ref, session.id), found.data)
      if (isTerminal(found.data.session.status)) return true
    }
  }
  return false
}

/**
 * Stops a session. A 404 means it is gone already. It stays in view as stopping until a GET
 * proves that it ended, because only that ends the bill.
 */
export const stopSession = async (
  runtime: Runtime,
  row: FleetRow,
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
    perform: (token, _payload, target, signal) => {
      show('sent')
      return stopCall(target, token, id, runtime.ports, signal)
    },
  })
  const isGone = !result.ok && result.error.kind === 'not-found'
  if (!result.ok && !isGone) {
    setSessionAction(key, null)
    if (result.error.kind === 'cancelled') note(key, { stoppedAtMs: null })
    else addToast({ tone: 'failure', text: t('stop.failed', { id }), error: result.error })
    return result
  }
  show('verifying')
  const isEnded = isGone || (await provedEnded(runtime, row))
  if (isEnded) patchListed(runtime, ref, id, () => null)
  setSessionAction(key, null)
  addToast(
    isEnded
      ? {
          tone: 'success',
          text: t(isGone ? 'stop.alreadyGone' : 'stop.done', { id }),
          error: null,
        }
      : { tone: 'failure', text: t('stop.unproved', { id }), error: null },
  )
  return result
}
