import { formatDuration } from '../i18n/format.ts'
import { t } from '../i18n/t.ts'
import { type ExtendChange, extendedLease, mergeChanges } from '../lease/extend.ts'
import { extendSession as extendCall } from '../service/client.ts'
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
import { IN_DOUBT } from './failure.ts'
import type { FleetRow } from './fleet-model.ts'
import type { Runtime } from './runtime.ts'
import { sessionAction, setSessionAction } from './session-actions.ts'
import { loadSession } from './session-detail.ts'
import {
  listKey,
  type ObservedSession,
  observeSession,
  patchListed,
  type SessionList,
} from './session-list.ts'

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
  ...IN_DOUBT,
  'bad-request',
  'unprocessable',
]

/** Whether a failed extension may have been done all the same. */
const mayHaveWorked = (change: ExtendChange, error: ServiceError): boolean =>
  MAY_HAVE_WORKED.includes(error.kind) &&
  // A sum that is beyond the cap was never sent.
  !('addMs' in change && error.status === null && error.kind === 'unprocessable')

/**
 * Asks for a session whose extension failed: the reply may have been lost, or a colleague may
 * have made the lease longer already.
 */
const askAgain = async (
  runtime: Runtime,
  { ref, session }: FleetRow,
): Promise<ObservedSession | null> => {
  const found = await loadSession(runtime, ref, session.id, 'refresh')
  return found.ok ? found.data.session : null
}

type Extension = Promise<ServiceResult<Session | null>>

/** Extensions under way, by session key. */
const underWay = new Map<string, Extension>()

/**
 * Lengthens a lease. Clicks that come while the call waits at the gate are added to it and leave
 * as one; the absolute sum is made when it leaves, from the newest known lease.
 */
export const extendSession = (
  runtime: Runtime,
  row: FleetRow,
  change: ExtendChange,
): Extension => {
  const { key } = row
  const running = sessionAction(key)
  const isMerged = running?.kind === 'extend' && running.phase === 'waiting'
  const first = isMerged ? underWay.get(key) : undefined
  const own = extendOnce(runtime, row, change, isMerged)
  // The first of merged callers reports for all, and knows best how it ended.
  if (first) return first
  underWay.set(key, own)
  return own.finally(() => {
    if (underWay.get(key) === own) underWay.delete(key)
  })
}

const extendOnce = async (
  runtime: Runtime,
  row: FleetRow,
  change: ExtendChange,
  isMerged: boolean,
): Extension => {
  const { ref, session, key } = row
  const { id } = session
  setSessionAction(key, {
    kind: 'extend',
    phase: 'waiting',
    addMs: sumOf(row, change),
    error: null,
    row,
  })
  /** null: nothing has left. */
  let sentLeaseMs: number | null = null
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
  if (isMerged) return result
  const isInDoubt = !result.ok && sentLeaseMs !== null && mayHaveWorked(change, result.error)
  const truth = isInDoubt ? await askAgain(runtime, row) : null
  setSessionAction(key, null)
  if (truth && sentLeaseMs !== null && truth.leaseMs >= sentLeaseMs) {
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
    const leaseMs = updated?.leaseMs ?? sentLeaseMs ?? session.leaseMs
    patchListed(runtime, ref, id, (listed) =>
      updated
        ? observeSession(updated, listed, meta.serverDateMs ?? meta.receivedAtMs)
        : { ...listed, leaseMs },
    )
    addToast({
      tone: 'success',
      text: t('extend.done', {
        id,
        lease: formatDuration(leaseMs),
        added: formatDuration(leaseMs - session.leaseMs),
      }),
      error: null,
    })
  } else if (result.error.kind !== 'cancelled') {
    addToast({
      tone: 'failure',
      text: t(isInDoubt && !truth ? 'extend.unknown' : 'extend.failed', { id }),
      error: result.error,
    })
  }
  return result
}
