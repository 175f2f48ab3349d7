import { isTerminal } from '../lease/session-rules.ts'
import type { ServiceErrorKind } from '../service/result.ts'
import { withSuffix } from '../service/session-id.ts'
import { apartMs } from '../util/apart.ts'
import { type CreateIntent, leftNothing, REPLAY_WITHIN_MS } from './create-intent.ts'
import type { EndpointKey } from '../accounts/endpoint-key.ts'

/**
 * A start of several steps: places that are tried in order until one gives a session, and after
 * that the stop of the session it replaces. Pure. Times: local clock, epoch ms. No secret.
 */

/** Where a session may be started. */
export type Place = EndpointKey & { size: string }

/** How a plan ended. */
export type StartPlanEnd =
  /** The session is Ready, and what it replaces has ended. */
  | 'done'
  /** No place gave a session. */
  | 'failed'
  /** The user stopped it; what runs by then runs on. */
  | 'halted'
  /** It was left alone for half a day. */
  | 'lapsed'
  /** v1: a create may have worked, and which session it is can't be told. */
  | 'unclear'
  /** A session with the wanted id was there before, so nothing was started. */
  | 'taken'
  /** The session ended before it was ready, at another's word. */
  | 'lost'
  /** The session is Ready, but the one it replaces could not be stopped. */
  | 'old-left'

/**
 * Why a place gave no session: the failure of the create, or that of the session it gave, in
 * the service's own words.
 */
export type StartPlanFailure =
  | { kind: ServiceErrorKind | 'not-created' }
  | { kind: 'session'; message: string }

/** One plan. Plain JSON. */
export type StartPlan = {
  id: string
  createdAtMs: number
  /** Its last step, or the last look at it while it waited. */
  activeAtMs: number
  wanted: { id: string; leaseMs: number; models: string[] }
  places: Place[]
  /** Of each place that was tried and gave none; the next one is the current. */
  failures: StartPlanFailure[]
  replaces: (EndpointKey & { sessionId: string }) | null
  /**
   * How often the current place was begun anew, because nothing had come of it that says
   * anything about the place. Missing in what an earlier version wrote.
   */
  restarts?: number
  /**
   * Name of the create that was begun last, written down before that is. Missing in what an
   * earlier version wrote.
   */
  begun?: string | null
  isHalted: boolean
  /** It was left alone for long, or could not go on, and waits for the user's word. */
  isPaused: boolean
  stopTries: number
  end: StartPlanEnd | null
  /** The user has read how it ended. */
  isDismissed: boolean
}

/** An end the user has yet to read; one that went as planned is plain from the list. */
export function isUnreadStartPlan({ end, isDismissed }: StartPlan): boolean {
  return end !== null && end !== 'done' && !isDismissed
}

/** No plan takes longer; one that is older was forgotten. */
const PLAN_LIFE_MS = 12 * 3_600_000

/** Whether a plan that has not ended is too old to go on. @param nowMs local clock, epoch ms */
export function hasLapsed({ end, createdAtMs }: StartPlan, nowMs: number): boolean {
  return end === null && nowMs - createdAtMs > PLAN_LIFE_MS
}

/** Stops of the replaced session, at most. */
const MAX_STOPS = 5

/** A plan that has not taken a step yet. */
export function newStartPlan(
  known: Pick<StartPlan, 'id' | 'wanted' | 'places' | 'replaces'>,
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

/** The place that is tried now; undefined when all were. */
export function currentCandidate({ places, failures }: StartPlan): Place | undefined {
  return places[failures.length]
}

/** The id of the session at a place; none in v1, which gives it. */
export function attemptId(wantedId: string, index: number): string {
  return wantedId === '' || index === 0 ? wantedId : withSuffix(wantedId, `-${index + 1}`)
}

/**
 * The create at a place. Its names follow from the plan, so that a tab that closes between two
 * steps can't start the same one twice; ids can't be used again
 * (docs/protocol.md#create-is-idempotent).
 */
export function attemptOf(
  { id, wanted, failures, restarts = 0 }: StartPlan,
  index: number,
): { intentId: string; sessionId: string } {
  const isAgain = index === failures.length && restarts > 0
  return {
    intentId: isAgain ? `${id} ${index}.${restarts}` : `${id} ${index}`,
    sessionId: attemptId(wanted.id, index),
  }
}

/** The plan a create belongs to; null for one on its own. */
export function planOf(intentId: string): string | null {
  const [planId = '', index] = intentId.split(' ')
  return index === undefined ? null : planId
}

/** What is known of the create at the current place, and of its session. */
export type StartPlanFacts = {
  intent: Pick<CreateIntent, 'end' | 'failure' | 'sessionIds' | 'attempts' | 'wasThere'> | null
  /** null: not known yet; `gone`: the service knows no such session. */
  session: { status: string; message: string | null } | 'gone' | null
}

/** What to do next. */
export type StartPlanStep =
  | { kind: 'create' | 'take-back' | 'look' | 'wait' | 'stop-old' | 'pause' | 'over' }
  /** Nothing came of the create, for a reason that passes: the same place once more. */
  | { kind: 'restart' }
  /** This place gave none: on to the next, or the end. */
  | { kind: 'give-up'; failure: StartPlanFailure }
  | { kind: 'close'; end: StartPlanEnd }

/** Failures that say nothing about a place; of these the user hears, and decides. */
const SAYS_NOTHING: readonly ServiceErrorKind[] = [
  'network',
  'timeout',
  'gateway',
  'unreadable',
  'unauthorized',
  'throttled',
  'cancelled',
  'internal',
]

/** The same place is begun anew by itself so often. */
const MAX_RESTARTS = 3

/** Whether a tab began the current create and could not store it: it may have left. */
export function isUntraced(plan: StartPlan, intent: StartPlanFacts['intent']): boolean {
  return intent === null && plan.begun === attemptOf(plan, plan.failures.length).intentId
}

/** What to do next for a plan. */
export function nextStartPlanStep(
  plan: StartPlan,
  { intent, session }: StartPlanFacts,
  nowMs: number,
): StartPlanStep {
  if (plan.end !== null) return { kind: 'over' }
  // One of them may be it, and is paid for: another would be one too many.
  if (intent?.end === 'candidates') return { kind: 'close', end: 'unclear' }
  const isLost = isUntraced(plan, intent)
  // Asked for again, it would be a second session.
  if (isLost && currentCandidate(plan)?.apiVersion === 'v1')
    return { kind: 'close', end: 'unclear' }
  if (hasLapsed(plan, nowMs)) return { kind: 'close', end: 'lapsed' }
  if (plan.isHalted)
    return intent?.end === null || isLost
      ? { kind: 'take-back' }
      : { kind: 'close', end: 'halted' }
  if (!currentCandidate(plan)) return { kind: 'close', end: 'failed' }
  if (!intent)
    return attemptOf(plan, plan.failures.length).sessionId === plan.replaces?.sessionId
      ? { kind: 'close', end: 'taken' }
      : unlessStale(plan, { kind: 'create' }, nowMs)
  switch (intent.end) {
    case null:
      // Already on disk: it has its own rules for what may leave when.
      return { kind: 'create' }
    case 'adopted':
      // Somebody's: the one to replace must not be stopped for it.
      if (intent.wasThere) return { kind: 'close', end: 'taken' }
      return session === null ? { kind: 'look' } : stepOfSession(plan, session, nowMs)
    case 'cancelled':
      return { kind: 'close', end: 'halted' }
    case 'refused':
    case 'not-created':
      return stepOfNone(plan, intent)
  }
}

/** After a place gave no session. */
export function afterGiveUp(
  plan: StartPlan,
  failure: StartPlanFailure,
  nowMs: number,
): StartPlan {
  return {
    ...plan,
    failures: [...plan.failures, failure],
    restarts: 0,
    // What was left alone for long stays so: the next step asks first.
    activeAtMs: apartMs(nowMs, plan.activeAtMs) > REPLAY_WITHIN_MS ? plan.activeAtMs : nowMs,
  }
}

/** The same place once more, under a name of its own: what came to nothing stays as it is. */
export function restarted(plan: StartPlan): StartPlan {
  return {
    ...plan,
    restarts: (plan.restarts ?? 0) + 1,
  }
}

/** The user's word that a plan goes on. @param nowMs local clock, epoch ms */
export function resumed(plan: StartPlan, { intent }: StartPlanFacts, nowMs: number): StartPlan {
  if (plan.end !== null || !plan.isPaused) return plan
  const next = { ...plan, isPaused: false, activeAtMs: nowMs }
  return cameToNothing(intent) ? restarted(next) : next
}

/** Whether a create surely started nothing, and was not taken back. */
export function cameToNothing(intent: StartPlanFacts['intent']): boolean {
  return intent !== null && leftNothing(intent)
}

/** A step that spends or stops is not taken by itself after a long time. */
function unlessStale(plan: StartPlan, step: StartPlanStep, nowMs: number): StartPlanStep {
  return apartMs(nowMs, plan.activeAtMs) > REPLAY_WITHIN_MS ? { kind: 'pause' } : step
}

function stepOfSession(
  plan: StartPlan,
  session: Exclude<StartPlanFacts['session'], null>,
  nowMs: number,
): StartPlanStep {
  if (session === 'gone') return { kind: 'close', end: 'lost' }
  if (session.status === 'Ready') {
    if (plan.replaces === null) return { kind: 'close', end: 'done' }
    return plan.stopTries < MAX_STOPS
      ? unlessStale(plan, { kind: 'stop-old' }, nowMs)
      : { kind: 'close', end: 'old-left' }
  }
  // No capacity shows like this: a create that worked, and a session that did not
  // (docs/protocol.md#no-capacity).
  if (session.status === 'Error')
    return {
      kind: 'give-up',
      failure: { kind: 'session', message: session.message ?? session.status },
    }
  return isTerminal(session.status) ? { kind: 'close', end: 'lost' } : { kind: 'wait' }
}

/** After a create that surely started nothing. */
function stepOfNone(
  { restarts = 0 }: StartPlan,
  { failure, attempts }: NonNullable<StartPlanFacts['intent']>,
): StartPlanStep {
  if (failure === 'conflict') return { kind: 'close', end: 'taken' }
  // Another client of the account was faster.
  if (failure === 'throttled' && restarts < MAX_RESTARTS) return { kind: 'restart' }
  if (attempts === 0 || (failure !== null && SAYS_NOTHING.includes(failure)))
    return { kind: 'pause' }
  return { kind: 'give-up', failure: { kind: failure ?? 'not-created' } }
}
