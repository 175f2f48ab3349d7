import type { ServiceErrorKind } from '../service/result.ts'
import { withSuffix } from '../service/session-id.ts'
import { apartMs } from '../util/apart.ts'
import { type CreateIntent, leftNothing, REPLAY_WITHIN_MS } from './create-intent.ts'
import type { EndpointKey } from '../accounts/endpoint-key.ts'

/**
 * A start of several steps: candidates are tried in order until one provides a session, then the
 * session to replace is stopped. Pure. Times are epoch ms by the local clock. Holds no secret.
 */

/** An endpoint and a size to try. */
export type Candidate = EndpointKey & { size: string }

/** How a start plan ended. */
export type StartPlanEnd =
  /** The session is Ready, and the one it replaces has ended. */
  | 'done'
  /** No candidate provided a session. */
  | 'failed'
  /** The user stopped it. Sessions that run by then keep running. */
  | 'halted'
  /** Half a day passed without its end. */
  | 'lapsed'
  /** v1: a create may have worked, and nothing says which session it started. */
  | 'unclear'
  /** A session with the wanted ID existed before, so nothing was started. */
  | 'taken'
  /** The session was stopped or expired before it was Ready. */
  | 'lost'
  /** The session is Ready, but the one to replace could not be stopped. */
  | 'old-left'

/**
 * Why a candidate provided no session: the create failed, or the session did. `message` holds the
 * words of the service.
 */
export type StartPlanFailure =
  | { kind: ServiceErrorKind | 'not-created' }
  | { kind: 'session'; message: string }

/** One start plan. Plain JSON. */
export type StartPlan = {
  id: string
  createdAtMs: number
  /** When it last took a step, or a tab last watched it wait. */
  activeAtMs: number
  /** How long its first create can be undone before it is sent, ms. Missing: not at all. */
  undoMs?: number
  wanted: { id: string; leaseMs: number; models: string[] }
  candidates: Candidate[]
  /** One for each candidate that provided no session. The next candidate is the current one. */
  failures: StartPlanFailure[]
  replaces: (EndpointKey & { sessionId: string }) | null
  /**
   * How many times the current candidate was tried again after a failure that says nothing about
   * it. Missing in rows of an earlier version.
   */
  restarts?: number
  /**
   * ID of the create intent that was begun last, stored before that intent is. Missing in rows of
   * an earlier version.
   */
  begun?: string | null
  isHalted: boolean
  /** It made no progress for long, or could not go on, and waits for the user. */
  isPaused: boolean
  stopTries: number
  end: StartPlanEnd | null
  /** The user has read how it ended. */
  isDismissed: boolean
}

/** Returns whether the user has yet to read how a plan ended. Success shows in the list. */
export function isUnreadStartPlan({ end, isDismissed }: StartPlan): boolean {
  return end !== null && end !== 'done' && !isDismissed
}

/** A plan older than this is given up. */
const PLAN_LIFE_MS = 12 * 3_600_000

/** Returns whether an open plan is too old to go on. @param nowMs local clock, epoch ms */
export function hasLapsed({ end, createdAtMs }: StartPlan, nowMs: number): boolean {
  return end === null && nowMs - createdAtMs > PLAN_LIFE_MS
}

/** Returns a plan that has not taken a step yet. */
export function newStartPlan(
  known: Pick<StartPlan, 'id' | 'undoMs' | 'wanted' | 'candidates' | 'replaces'>,
  nowMs: number,
): StartPlan {
  return {
    ...known,
    createdAtMs: nowMs,
    activeAtMs: nowMs,
    failures: [],
    restarts: 0,
    begun: null,
    isHalted: false,
    isPaused: false,
    stopTries: 0,
    end: null,
    isDismissed: false,
  }
}

/** Returns the candidate that is tried now; undefined when all have failed. */
export function currentCandidate({ candidates, failures }: StartPlan): Candidate | undefined {
  return candidates[failures.length]
}

/** Returns the session ID for a candidate; '' in v1, where the service assigns it. */
export function attemptId(wantedId: string, index: number): string {
  return wantedId === '' || index === 0 ? wantedId : withSuffix(wantedId, `-${index + 1}`)
}

/**
 * Returns the IDs of the create for a candidate. They follow from the plan, so that a tab that
 * closes between two steps can't start the same session twice. Each candidate has an ID of its
 * own, because the ID of an ended session may be refused (docs/protocol.md#create-is-idempotent).
 */
export function attemptOf(
  { id, wanted, failures, restarts = 0 }: StartPlan,
  index: number,
): { intentId: string; sessionId: string } {
  const isRestarted = index === failures.length && restarts > 0
  return {
    intentId: isRestarted ? `${id} ${index}.${restarts}` : `${id} ${index}`,
    sessionId: attemptId(wanted.id, index),
  }
}

/** Returns the IDs of the create for the current candidate. */
export function currentAttempt(plan: StartPlan): ReturnType<typeof attemptOf> {
  return attemptOf(plan, plan.failures.length)
}

/** Returns the ID of the plan that a create belongs to; null for a create of its own. */
export function startPlanIdOf(intentId: string): string | null {
  const [planId = '', index] = intentId.split(' ')
  return index === undefined ? null : planId
}

/** What is known about the current candidate's create and its session. */
export type StartPlanFacts = {
  intent: Pick<CreateIntent, 'end' | 'failure' | 'sessionIds' | 'attempts' | 'wasThere'> | null
  /** null while not known; 'gone' when the service knows no such session. */
  session: { status: string; message: string | null } | 'gone' | null
}

/** Returns whether a tab began the current create without storing it, so it may have been sent. */
export function isUntraced(plan: StartPlan, intent: StartPlanFacts['intent']): boolean {
  return intent === null && plan.begun === currentAttempt(plan).intentId
}

/** Returns the plan after its current candidate provided no session. */
export function afterGiveUp(
  plan: StartPlan,
  failure: StartPlanFailure,
  nowMs: number,
): StartPlan {
  return {
    ...plan,
    failures: [...plan.failures, failure],
    restarts: 0,
    // A plan without progress for long stays stale, so that its next step asks first.
    activeAtMs: apartMs(nowMs, plan.activeAtMs) > REPLAY_WITHIN_MS ? plan.activeAtMs : nowMs,
  }
}

/** Returns the plan set to retry its candidate, with a new create intent. */
export function restarted(plan: StartPlan): StartPlan {
  return {
    ...plan,
    restarts: (plan.restarts ?? 0) + 1,
  }
}

/** Returns the plan after the user chose to go on. @param nowMs local clock, epoch ms */
export function resumed(plan: StartPlan, { intent }: StartPlanFacts, nowMs: number): StartPlan {
  if (plan.end !== null || !plan.isPaused) return plan
  const next = { ...plan, isPaused: false, activeAtMs: nowMs }
  return cameToNothing(intent) ? restarted(next) : next
}

/** Returns whether a create certainly started nothing and was not canceled. */
export function cameToNothing(intent: StartPlanFacts['intent']): boolean {
  return intent !== null && leftNothing(intent)
}
