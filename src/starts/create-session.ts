import type { CreatedSession, NewSession } from '../service/client.ts'
import { localFailure, noAnswer, serviceError, type ServiceResult } from '../service/result.ts'
import type { Session } from '../service/session.ts'
import { UNREPORTED } from '../service/unreported.ts'
import type { EndpointRef } from '../accounts/accounts.ts'
import type { CreateIntent } from './create-intent.ts'
import { startPlanIdOf } from './start-plan.ts'
import { localActions } from '../sessions/action-events.ts'
import { sessionKey } from '../sessions/fleet-model.ts'
import { startOutcomes } from './start-events.ts'
import { createLock, runCreate, settled, writeCreateIntent } from './run-create.ts'
import type { Runtime } from '../runtime/runtime.ts'
import { detailKey, type SessionDetail } from '../sessions/session-detail.ts'
import { addListed } from '../sessions/session-list.ts'

/**
 * Starts a session, and lists it at once. The create is stored before it is sent and carried to
 * its end, by another tab if this one closes (see run-create.ts).
 * @param intentId ID of the create intent; an intent stored under it is resumed
 * @param undoMs how long it waits at least before it is sent
 */
export async function createSession(
  runtime: Runtime,
  ref: EndpointRef,
  wanted: NewSession,
  intentId?: string,
  undoMs = 0,
): Promise<ServiceResult<CreatedSession>> {
  const { id } = await writeCreateIntent(runtime, ref, wanted, intentId, { undoMs })
  const run = await runtime.exclusively(createLock(id), () => runCreate(runtime, id))
  // Another tab, or the monitor of this one, may run the create already.
  const { intent, last } = run ?? { intent: await settled(runtime, id), last: null }
  const result = createdFrom(runtime, ref, intent, last)
  if (result.ok) {
    const created = justCreated(wanted, result.data)
    if (!result.data.alreadyThere)
      localActions(runtime).emit({
        kind: 'started',
        sessionKey: sessionKey(ref, created.id),
        atMs: runtime.ports.now(),
      })
    // A start plan reports this itself.
    else if (startPlanIdOf(id) === null)
      startOutcomes(runtime).emit({ kind: 'already-running', sessionId: created.id })
    addListed(runtime, ref, created)
  }
  return result
}

/** Returns the result of a create for the caller. @param last the last answer to this run */
function createdFrom(
  runtime: Runtime,
  ref: EndpointRef,
  intent: CreateIntent,
  last: ServiceResult<CreatedSession> | null,
): ServiceResult<CreatedSession> {
  const [id] = intent.sessionIds
  if (intent.end === 'adopted' && id !== undefined) {
    if (last?.ok)
      return { ...last, data: { ...last.data, alreadyThere: intent.wasThere === true } }
    const found = runtime.queryClient.getQueryData<SessionDetail>(detailKey(ref, id))
    return {
      ok: true,
      data: { id, session: found?.session ?? null, alreadyThere: intent.wasThere === true },
      meta: last?.meta ?? noAnswer(runtime.ports.now()),
    }
  }
  const nowMs = runtime.ports.now()
  if (intent.end === null)
    return localFailure('unauthorized', 'the account was locked or removed', nowMs)
  if (intent.end === 'cancelled') return localFailure('cancelled', null, nowMs)
  if (intent.end === 'candidates') {
    const detail = intent.sessionIds.join(', ')
    const error = serviceError('timeout', { code: 'candidates', detail })
    return { ok: false, error, meta: noAnswer(nowMs) }
  }
  // The latest failure counts, with the details of the answer if it is the same one.
  const answered = last && !last.ok ? last.error : null
  const kind = intent.failure ?? answered?.kind ?? 'timeout'
  const error = answered?.kind === kind ? answered : serviceError(kind)
  return {
    ok: false,
    error: { ...error, hadNoEffect: true },
    meta: last?.meta ?? noAnswer(nowMs),
  }
}

/** Returns the session to list. v1 answers with the ID only, so the rest is what was asked for. */
function justCreated(wanted: NewSession, created: CreatedSession): Session {
  return (
    created.session ?? {
      ...UNREPORTED,
      id: created.id,
      status: 'Starting',
      size: wanted.size,
      elapsedPrecisionMs: 1000,
      leaseMs: wanted.leaseMs,
    }
  )
}
