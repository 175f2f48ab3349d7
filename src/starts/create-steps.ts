import { serverNow } from '../lease/server-clock.ts'
import { isTerminal } from '../lease/session-rules.ts'
import {
  type CreatedSession,
  createSession as createCall,
  type NewSession,
  stopSession as stopCall,
} from '../service/client.ts'
import { noAnswer, serviceError, type ServiceResult } from '../service/result.ts'
import { createdAtMsOf } from '../service/session.ts'
import type { EndpointRef } from '../accounts/accounts.ts'
import { updateCreateIntent } from './create-intents-table.ts'
import { type CreateIntent, nextStep } from './create-intent.ts'
import {
  afterGet,
  afterList,
  afterNoList,
  afterSend,
  afterStop,
  afterTry,
  isRefusal,
  leaving,
  type SendOutcome,
} from './create-outcomes.ts'
import { callService } from '../calls/call-service.ts'
import type { Runtime } from '../runtime/runtime.ts'
import { detailKey, loadSession } from '../sessions/session-detail.ts'
import { listKey, refreshList, type SessionList } from '../sessions/session-list.ts'

/** The steps of a create, one call each (see create-intent.ts for which comes when). */

/** One try to send. The create is on disk as "left" before it leaves. */
export async function sendOnce(
  runtime: Runtime,
  ref: EndpointRef,
  { id, wanted }: CreateIntent,
): Promise<{ intent: CreateIntent; result: ServiceResult<CreatedSession> }> {
  /** null: the gate has not let it through yet. */
  let mayLeave: boolean | null = null
  const result = await callService<NewSession, CreatedSession>(runtime, ref, {
    kind: 'create',
    subject: ref.account.apiVersion === 'v1' ? null : wanted.id,
    // Two creates are two sessions, always.
    mergeKey: null,
    payload: wanted,
    perform: async (token, payload, target, signal) => {
      const nowMs = runtime.ports.now()
      await updateCreateIntent(id, (intent) => {
        mayLeave = nextStep(intent, nowMs).kind === 'send'
        return mayLeave ? leaving(intent, nowMs, serverNowFor(runtime, ref, nowMs)) : intent
      })
      // Taken back or settled, here or by another tab, or too late: it waited too long.
      if (!mayLeave)
        return { ok: false, error: serviceError('cancelled'), meta: noAnswer(nowMs) }
      const answer = await createCall(target, token, payload, runtime.ports, signal)
      await updateCreateIntent(id, (intent) => afterSend(intent, outcomeOf(answer)))
      return answer
    },
  })
  if (mayLeave === true) return { intent: await updateCreateIntent(id, afterTry), result }
  if (mayLeave === false)
    return { intent: await updateCreateIntent(id, (known) => known), result }
  // Undone by the user while it waited at the gate.
  const isTakenBack = !result.ok && result.error.kind === 'cancelled'
  const intent = await updateCreateIntent(id, (known) => {
    if (known.end !== null) return known
    if (isTakenBack) return { ...known, isCancelled: true }
    // No token, so nothing left: a first try ends here, a later one is asked about.
    const failure = result.ok ? null : result.error.kind
    return known.unsettled === 0
      ? { ...known, end: 'refused', failure }
      : { ...known, failure, askedAtMs: runtime.ports.now() }
  })
  return { intent, result }
}

/** Asks for the session by its id. */
export async function askById(
  runtime: Runtime,
  ref: EndpointRef,
  intent: CreateIntent,
): Promise<CreateIntent> {
  const { wanted, id } = intent
  const found = await loadSession(runtime, ref, wanted.id, 'refresh')
  if (found.ok) runtime.queryClient.setQueryData(detailKey(ref, wanted.id), found.data)
  const nowMs = runtime.ports.now()
  if (!found.ok && found.error.kind !== 'not-found')
    return updateCreateIntent(id, (known) => ({
      ...known,
      askedAtMs: nowMs,
      failure: found.error.kind,
    }))
  const session = found.ok ? found.data.session : null
  return updateCreateIntent(id, (known) =>
    afterGet(
      known,
      session && {
        isActive: !isTerminal(session.status),
        // A lease may have grown since, and never shrinks.
        isSame:
          session.size.toLowerCase() === wanted.size.toLowerCase() &&
          session.leaseMs >= wanted.leaseMs,
        createdAtMs: createdAtMsOf(session),
      },
      nowMs,
    ),
  )
}

/** Asks for all sessions: v1 gives ids of its own. */
export async function askByList(
  runtime: Runtime,
  ref: EndpointRef,
  { id }: CreateIntent,
): Promise<CreateIntent> {
  const list = await refreshList(runtime, ref)
  const nowMs = runtime.ports.now()
  return updateCreateIntent(id, (known) => {
    if (!list.ok) return afterNoList(known, list.error.kind, nowMs)
    // What is not in a list that broke off may be there all the same.
    return list.data.isIncomplete
      ? afterNoList(known, 'unreadable', nowMs)
      : afterList(known, list.data.sessions, nowMs)
  })
}

/** Stops what was taken back. */
export async function stopOnce(
  runtime: Runtime,
  ref: EndpointRef,
  intent: CreateIntent,
): Promise<CreateIntent> {
  const sessionId = intent.sessionIds[0] ?? intent.wanted.id
  const result = await callService(runtime, ref, {
    kind: 'stop',
    subject: sessionId,
    mergeKey: sessionId,
    payload: null,
    perform: (token, _payload, target, signal) =>
      stopCall(target, token, sessionId, runtime.ports, signal),
  })
  const isGone = result.ok || result.error.kind === 'not-found'
  return updateCreateIntent(intent.id, (known) => afterStop(known, isGone, runtime.ports.now()))
}

/** The server's time as the last list told it; null: none has come. */
function serverNowFor(runtime: Runtime, ref: EndpointRef, nowMs: number): number | null {
  const clock = runtime.queryClient.getQueryData<SessionList>(listKey(ref))?.clock
  return clock ? serverNow(clock, nowMs) : null
}

function outcomeOf(result: ServiceResult<CreatedSession>): SendOutcome {
  if (result.ok) {
    const { id, alreadyThere, session } = result.data
    // The id is used up (docs/protocol.md#create-is-idempotent): nothing was started.
    if (session && isTerminal(session.status)) return { kind: 'conflict' }
    const createdAtMs = session && createdAtMsOf(session)
    return { kind: 'created', sessionId: id, alreadyThere, createdAtMs }
  }
  const { kind } = result.error
  if (kind === 'conflict') return { kind: 'conflict' }
  return isRefusal(kind)
    ? { kind: 'refused', failure: kind }
    : { kind: 'unknown', failure: kind }
}
