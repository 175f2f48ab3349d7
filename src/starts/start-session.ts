import {
  serviceError,
  noAnswer,
  type ServiceErrorKind,
  type ServiceResult,
} from '../service/result.ts'
import type { EndpointRef } from '../accounts/accounts.ts'
import { useCreateIntents } from './create-intents-table.ts'
import { useStartPlans } from './start-plans-table.ts'
import { randomId } from '../util/random-id.ts'
import { untilFound } from '../util/wait-for.ts'
import { attemptOf, currentCandidate, type StartPlan, type StartPlanEnd } from './start-plan.ts'
import { createSession } from './create-session.ts'
import { startPlanLock, runStartPlan, writeStartPlan } from './run-start-plan.ts'
import type { Runtime } from '../runtime/runtime.ts'
import { findRefIn, endpointKeyOf } from '../accounts/endpoint-lookup.ts'

/** What the form asks for. */
export type WantedStart = {
  id: string
  leaseMs: number
  models: string[]
  /** At least one; the others are tried in order when those before give no session. */
  places: { ref: EndpointRef; size: string }[]
  /** Stopped once the new session is Ready. */
  replaces: { ref: EndpointRef; sessionId: string } | null
}

/** A session that was accepted by the service, and where. */
export type Started = { ref: EndpointRef; id: string }

/** What a plan that ended without a session means for who asked for it. */
const FAILURE_OF_END: Partial<Record<StartPlanEnd, ServiceErrorKind>> = {
  halted: 'cancelled',
  taken: 'conflict',
}

/**
 * Starts a session at the first place that gives one. With several places, or one to replace,
 * this resolves when the first place has accepted it; the rest goes on (see run-start-plan.ts).
 * @param intentId names the create, where there is only one
 */
export async function startSession(
  runtime: Runtime,
  { id, leaseMs, models, places, replaces }: WantedStart,
  intentId?: string,
): Promise<ServiceResult<Started>> {
  const [first] = places
  if (!first) throw new Error('a start needs a place')
  if (places.length === 1 && replaces === null) {
    const { ref, size } = first
    const result = await createSession(runtime, ref, { id, size, leaseMs, models }, intentId)
    return result.ok ? { ...result, data: { ref, id: result.data.id } } : result
  }
  const { id: planId } = await writeStartPlan(runtime, {
    wanted: { id, leaseMs, models },
    places: places.map(({ ref, size }) => ({ ...endpointKeyOf(ref), size })),
    replaces: replaces && { ...endpointKeyOf(replaces.ref), sessionId: replaces.sessionId },
  })
  void runtime.exclusively(startPlanLock(planId), () => runStartPlan(runtime, planId))
  const plan = await accepted(planId)
  const outcome = outcomeOf(plan)
  const place = currentCandidate(plan)
  const ref = place && findRefIn(places.map((each) => each.ref))(place)
  if (typeof outcome === 'object' && ref)
    return {
      ok: true,
      data: { ref, id: outcome.sessionId },
      meta: noAnswer(runtime.ports.now()),
    }
  const last = plan.failures.at(-1)
  const kind = last && last.kind !== 'session' && last.kind !== 'not-created' ? last.kind : null
  const error = serviceError(kind ?? FAILURE_OF_END[plan.end ?? 'failed'] ?? 'timeout', {
    hadNoEffect: plan.end === 'failed' || plan.end === 'taken',
  })
  return { ok: false, error, meta: noAnswer(runtime.ports.now()) }
}

/** What one form has asked for: however often it is submitted, that is one start at a time. */
export type Submission = { isUnderWay: boolean }

/** A form that has not been submitted. */
export function newSubmission(): Submission {
  return { isUnderWay: false }
}

/**
 * Starts what a form asks for.
 * @returns names of the creates and what becomes of them; null for a second submit while the
 *   first is under way, as by a double click: v1 would make another session of it
 */
export function submitStarts(
  runtime: Runtime,
  submission: Submission,
  wanted: readonly WantedStart[],
): { ids: readonly string[]; results: Promise<ServiceResult<Started>[]> } | null {
  if (submission.isUnderWay) return null
  submission.isUnderWay = true
  const ids = wanted.map(() => randomId(20))
  const started = wanted.map((each, index) => startSession(runtime, each, ids[index]))
  const results = Promise.all(started).finally(() => {
    submission.isUnderWay = false
  })
  return { ids, results }
}

/** Resolves once a place has accepted the session, or none has. */
function accepted(id: string): Promise<StartPlan> {
  return untilFound([useStartPlans, useCreateIntents], () => {
    const plan = useStartPlans.getState().rows.get(id)
    return plan && outcomeOf(plan) !== 'open' ? plan : undefined
  })
}

/** Where a plan stands: under way, accepted by a place, or at its end without a session. */
function outcomeOf(plan: StartPlan): 'open' | 'failed' | { sessionId: string } {
  const { intentId } = attemptOf(plan, plan.failures.length)
  const intent = useCreateIntents.getState().rows.get(intentId)
  const sessionId =
    intent?.end === 'adopted' && !intent.wasThere ? intent.sessionIds[0] : undefined
  if (sessionId !== undefined) return { sessionId }
  return plan.end === null ? 'open' : 'failed'
}
