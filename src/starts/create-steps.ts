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
import { type CreateIntent, nextStep, undoLeftMs } from './create-intent.ts'
import {
  afterGet,
  afterList,
  afterFailedList,
  afterSend,
  afterStop,
  afterAttempt,
  isRefusal,
  beforeSend,
  type SendOutcome,
} from './create-outcomes.ts'
import { callService } from '../calls/call-service.ts'
import type { Runtime } from '../runtime/runtime.ts'
import { detailKey, loadSession } from '../sessions/session-detail.ts'
import { refreshList } from '../sessions/load-sessions.ts'
import { listOf } from '../sessions/session-list.ts'
import { createIntents } from './create-intents-table.ts'

/** Takes the steps of a create, one call each (create-intent.ts decides on them). */

/** Makes one attempt to send a create, which is stored as sent before it leaves. */
export async function sendOnce(
  runtime: Runtime,
  ref: EndpointRef,
  create: CreateIntent,
): Promise<{ intent: CreateIntent; result: ServiceResult<CreatedSession> }> {
  const { id, wanted } = create
  /** null until the gate lets the call through, and after a 429, which is sent again. */
  let mayLeave: boolean | null = null
  const result = await callService<NewSession, CreatedSession>(runtime, ref, {
    kind: 'create',
    subject: ref.account.apiVersion === 'v1' ? null : wanted.id,
    operationId: id,
    // Two creates start two sessions, so they are never merged.
    mergeKey: null,
    holdMs: undoLeftMs(create, runtime.ports.now()),
    payload: wanted,
    perform: async (token, payload, target, signal) => {
      const nowMs = runtime.ports.now()
      await createIntents(runtime).update(id, (intent) => {
        mayLeave = nextStep(intent, nowMs).kind === 'send'
        return mayLeave ? beforeSend(intent, nowMs, serverNowFor(runtime, ref, nowMs)) : intent
      })
      // Canceled or settled meanwhile, by this tab or another, or it waited too long.
      if (!mayLeave)
        return { ok: false, error: serviceError('cancelled'), meta: noAnswer(nowMs) }
      const answer = await createCall(target, token, payload, runtime.ports, signal)
      await createIntents(runtime).update(id, (intent) => afterSend(intent, outcomeOf(answer)))
      if (!answer.ok && answer.error.kind === 'throttled') mayLeave = null
      return answer
    },
  })
  if (mayLeave === true)
    return { intent: await createIntents(runtime).update(id, afterAttempt), result }
  if (mayLeave === false)
    return { intent: await createIntents(runtime).update(id, (known) => known), result }
  // The user undid it while it waited at the gate.
  const isUndone = !result.ok && result.error.kind === 'cancelled'
  const intent = await createIntents(runtime).update(id, (known) => {
    if (known.end !== null) return known
    if (isUndone) return { ...known, isCancelled: true }
    // Without a token nothing was sent: a first attempt ends here, a later one is looked up.
    const failure = result.ok ? null : result.error.kind
    return known.unsettled === 0
      ? { ...known, end: 'refused', failure }
      : { ...known, failure, askedAtMs: runtime.ports.now() }
  })
  return { intent, result }
}

/** Looks the session up by ID. */
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
    return createIntents(runtime).update(id, (known) => ({
      ...known,
      askedAtMs: nowMs,
      failure: found.error.kind,
    }))
  const session = found.ok ? found.data.session : null
  return createIntents(runtime).update(id, (known) =>
    afterGet(
      known,
      session && {
        isActive: !isTerminal(session.status),
        // A lease may have grown meanwhile; it never shrinks.
        isSame:
          session.size.toLowerCase() === wanted.size.toLowerCase() &&
          session.leaseMs >= wanted.leaseMs,
        createdAtMs: createdAtMsOf(session),
      },
      nowMs,
    ),
  )
}

/** Looks for the session in the list, because v1 assigns the ID. */
export async function askByList(
  runtime: Runtime,
  ref: EndpointRef,
  { id }: CreateIntent,
): Promise<CreateIntent> {
  const list = await refreshList(runtime, ref)
  const nowMs = runtime.ports.now()
  return createIntents(runtime).update(id, (known) => {
    if (!list.ok) return afterFailedList(known, list.error.kind, nowMs)
    // A session missing from an incomplete list may still exist.
    return list.data.isIncomplete
      ? afterFailedList(known, 'unreadable', nowMs)
      : afterList(known, list.data.sessions, nowMs)
  })
}

/** Stops the session of a canceled create. */
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
  return createIntents(runtime).update(intent.id, (known) =>
    afterStop(known, isGone, runtime.ports.now()),
  )
}

/** Returns the server time by the last list's clock, epoch ms; null before the first list. */
function serverNowFor(runtime: Runtime, ref: EndpointRef, nowMs: number): number | null {
  const clock = listOf(runtime, ref)?.clock
  return clock ? serverNow(clock, nowMs) : null
}

function outcomeOf(result: ServiceResult<CreatedSession>): SendOutcome {
  if (result.ok) {
    const { id, alreadyThere, session } = result.data
    // The ID belongs to an ended session: nothing was started.
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
