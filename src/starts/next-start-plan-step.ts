import { isTerminal } from '../lease/session-rules.ts'
import type { ServiceErrorKind } from '../service/result.ts'
import { apartMs } from '../util/apart.ts'
import { REPLAY_WITHIN_MS } from './create-intent.ts'
import {
  currentAttempt,
  currentCandidate,
  hasLapsed,
  isUntraced,
  type StartPlan,
  type StartPlanEnd,
  type StartPlanFacts,
  type StartPlanFailure,
} from './start-plan.ts'

/** Decides which step a start plan takes next. Pure. Times are epoch ms by the local clock. */

/** The next step of a plan. */
export type StartPlanStep =
  | { kind: 'create' | 'take-back' | 'look' | 'wait' | 'stop-old' | 'pause' | 'over' }
  /** The create failed for a reason that passes: try the same candidate again. */
  | { kind: 'restart' }
  /** The candidate provided no session: try the next one, or end. */
  | { kind: 'give-up'; failure: StartPlanFailure }
  | { kind: 'close'; end: StartPlanEnd }

/** Failures that say nothing about a candidate; the user decides how to go on. */
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

/** Maximum number of automatic retries of the same candidate. */
const MAX_RESTARTS = 3

/** Maximum number of attempts to stop the session to replace. */
const MAX_STOPS = 5

/** Returns what to do next for a plan. */
export function nextStartPlanStep(
  plan: StartPlan,
  { intent, session }: StartPlanFacts,
  nowMs: number,
): StartPlanStep {
  if (plan.end !== null) return { kind: 'over' }
  // One of the candidates may be the session, and is billed: another create could be a second one.
  if (intent?.end === 'candidates') return { kind: 'close', end: 'unclear' }
  const isLost = isUntraced(plan, intent)
  // v1 assigns the ID, so sending it again could start a second session.
  if (isLost && currentCandidate(plan)?.apiVersion === 'v1')
    return { kind: 'close', end: 'unclear' }
  if (hasLapsed(plan, nowMs)) return { kind: 'close', end: 'lapsed' }
  if (plan.isHalted)
    return intent?.end === null || isLost
      ? { kind: 'take-back' }
      : { kind: 'close', end: 'halted' }
  if (!currentCandidate(plan)) return { kind: 'close', end: 'failed' }
  if (!intent)
    return currentAttempt(plan).sessionId === plan.replaces?.sessionId
      ? { kind: 'close', end: 'taken' }
      : unlessStale(plan, { kind: 'create' }, nowMs)
  switch (intent.end) {
    case null:
      // The stored create follows its own rules for what is sent when.
      return { kind: 'create' }
    case 'adopted':
      // The session belongs to someone else, so the one to replace must keep running.
      if (intent.wasThere) return { kind: 'close', end: 'taken' }
      return session === null ? { kind: 'look' } : stepOfSession(plan, session, nowMs)
    case 'cancelled':
      return { kind: 'close', end: 'halted' }
    case 'refused':
    case 'not-created':
      return stepAfterNoSession(plan, intent)
  }
}

/** A step that starts or stops a session asks the user first after a long time. */
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
  // A lack of capacity shows as a session that ends in Error (docs/protocol.md#no-capacity).
  if (session.status === 'Error')
    return {
      kind: 'give-up',
      failure: { kind: 'session', message: session.message ?? session.status },
    }
  return isTerminal(session.status) ? { kind: 'close', end: 'lost' } : { kind: 'wait' }
}

/** Returns the step after a create that certainly started nothing. */
function stepAfterNoSession(
  { restarts = 0 }: StartPlan,
  { failure, attempts }: NonNullable<StartPlanFacts['intent']>,
): StartPlanStep {
  if (failure === 'conflict') return { kind: 'close', end: 'taken' }
  // Another client of the account used up the rate limit.
  if (failure === 'throttled' && restarts < MAX_RESTARTS) return { kind: 'restart' }
  if (attempts === 0 || (failure !== null && SAYS_NOTHING.includes(failure)))
    return { kind: 'pause' }
  return { kind: 'give-up', failure: { kind: failure ?? 'not-created' } }
}
