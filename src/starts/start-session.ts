import {
  serviceError,
  noAnswer,
  type ServiceErrorKind,
  type ServiceResult,
} from '../service/result.ts'
import type { EndpointRef } from '../accounts/accounts.ts'
import { leftNothing } from './create-intent.ts'
import { createIntentsStore, dismissCreates } from './create-intents-table.ts'
import { startPlansStore } from './start-plans-table.ts'
import { randomId } from '../util/random-id.ts'
import { waitFor } from '../util/wait-for.ts'
import {
  currentAttempt,
  currentCandidate,
  type StartPlan,
  type StartPlanEnd,
} from './start-plan.ts'
import { createSession } from './create-session.ts'
import { startOutcomes } from './start-events.ts'
import { startPlanLock, runStartPlan, writeStartPlan } from './run-start-plan.ts'
import { undoMsOf } from '../runtime/preferences.ts'
import type { Runtime } from '../runtime/runtime.ts'
import { findRefIn, endpointKeyOf } from '../accounts/endpoint-lookup.ts'

/** What the form asks for. `id` is '' where the service assigns it. */
export type WantedStart = {
  id: string
  leaseMs: number
  models: string[]
  /** At least one. They are tried in order until one provides a session. */
  candidates: { ref: EndpointRef; size: string }[]
  /** The session to stop once the new one is Ready. */
  replaces: { ref: EndpointRef; sessionId: string } | null
  /** How long it waits at least before it is sent, so that it can be undone, ms; by default 0. */
  undoMs?: number
}

/** Returns whether a start takes several steps, which a start plan carries out. */
export function isStartPlan({ candidates, replaces }: WantedStart): boolean {
  return candidates.length > 1 || replaces !== null
}

/** A session that the service accepted, and its endpoint. */
export type Started = { ref: EndpointRef; id: string }

/** What the end of a plan without a session means as an error. */
const FAILURE_OF_END: Partial<Record<StartPlanEnd, ServiceErrorKind>> = {
  halted: 'cancelled',
  taken: 'conflict',
}

/**
 * Starts a session at the first candidate that provides one. With several candidates, or a
 * session to replace, this resolves as soon as one candidate accepts the create; the start plan
 * goes on after that (see run-start-plan.ts).
 * @param startId ID of the create intent, or of the start plan
 */
export async function startSession(
  runtime: Runtime,
  wanted: WantedStart,
  startId: string = randomId(20),
): Promise<ServiceResult<Started>> {
  const { id, leaseMs, models, candidates, replaces, undoMs = 0 } = wanted
  const [first] = candidates
  if (!first) throw new Error('a start needs a candidate')
  if (!isStartPlan(wanted)) {
    const { ref, size } = first
    const result = await createSession(
      runtime,
      ref,
      { id, size, leaseMs, models },
      startId,
      undoMs,
    )
    return result.ok ? { ...result, data: { ref, id: result.data.id } } : result
  }
  const known = {
    wanted: { id, leaseMs, models },
    candidates: candidates.map(({ ref, size }) => ({ ...endpointKeyOf(ref), size })),
    replaces: replaces && { ...endpointKeyOf(replaces.ref), sessionId: replaces.sessionId },
    undoMs,
  }
  await writeStartPlan(runtime, known, startId)
  void runtime.exclusively(startPlanLock(startId), () => runStartPlan(runtime, startId))
  const plan = await accepted(runtime, startId)
  const outcome = outcomeOf(runtime, plan)
  const candidate = currentCandidate(plan)
  const ref = candidate && findRefIn(candidates.map((each) => each.ref))(candidate)
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

/** Keeps one form to one start at a time, however often it is submitted. */
export type Submission = { isUnderWay: boolean }

/** Returns the state of a form that has not been submitted. */
export function newSubmission(): Submission {
  return { isUnderWay: false }
}

/**
 * Starts what a form asks for.
 * @returns IDs of the create intents or start plans, and their results; null for a submit while
 *   another is under way, such as a double click, because v1 would start a second session
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
  const results = Promise.all(started)
    .then((ended) => {
      publishFailures(runtime, wanted, ids, ended)
      return ended
    })
    .finally(() => {
      submission.isUnderWay = false
    })
  return { ids, results }
}

/** Resolves once a candidate has accepted the create, or the plan has ended. */
function accepted(runtime: Runtime, id: string): Promise<StartPlan> {
  return waitFor([startPlansStore(runtime), createIntentsStore(runtime)], () => {
    const plan = startPlansStore(runtime).getState().rows.get(id)
    return plan && outcomeOf(runtime, plan) !== 'open' ? plan : undefined
  })
}

/** Returns whether a plan is under way, accepted, or at its end without a session. */
function outcomeOf(
  runtime: Runtime,
  plan: StartPlan,
): 'open' | 'failed' | { sessionId: string } {
  const { intentId } = currentAttempt(plan)
  const intent = createIntentsStore(runtime).getState().rows.get(intentId)
  const sessionId =
    intent?.end === 'adopted' && !intent.wasThere ? intent.sessionIds[0] : undefined
  if (sessionId !== undefined) return { sessionId }
  return plan.end === null ? 'open' : 'failed'
}

/** Publishes which sessions of a batch failed. A batch that failed as a whole is an error. */
function publishFailures(
  runtime: Runtime,
  wanted: readonly WantedStart[],
  ids: readonly string[],
  results: readonly ServiceResult<Started>[],
) {
  const failed = wanted.filter((_, index) => isFailure(results[index]))
  const safe = wanted.flatMap((each, index) => {
    const [result, startId] = [results[index], ids[index]]
    return startId !== undefined && canRepeat(each, result) ? [{ wanted: each, startId }] : []
  })
  const run = () => {
    void dismissCreates(
      runtime,
      safe.map(({ startId }) => startId),
      leftNothing,
    )
    const undoMs = undoMsOf(runtime)
    submitStarts(
      runtime,
      newSubmission(),
      safe.map((each) => ({ ...each.wanted, undoMs })),
    )
  }
  if (failed.length > 0 && failed.length < wanted.length)
    startOutcomes(runtime).emit({
      kind: 'batch-incomplete',
      failed,
      count: wanted.length,
      retry: safe.length > 0 ? { ids: safe.map((each) => each.wanted.id), run } : null,
    })
}

/** Whether a start failed. What the user took back didn't. */
function isFailure(result: ServiceResult<Started> | undefined): boolean {
  return !result?.ok && result?.error.kind !== 'cancelled'
}

/**
 * Whether a start may be asked for once more: it certainly started nothing, and its ID keeps a
 * second one from doing so if the form has been used meanwhile.
 */
function canRepeat({ id }: WantedStart, result: ServiceResult<Started> | undefined): boolean {
  return id !== '' && result !== undefined && !result.ok && result.error.hadNoEffect
}
