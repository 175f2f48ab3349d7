import {
  cameToNothing,
  isUntraced,
  type Candidate,
  type StartPlan,
  type StartPlanFacts,
  type StartPlanFailure,
} from './start-plan.ts'

/** The steps of a start plan as lines for the screen. Pure. */

/** One line: a candidate to start at, or the session to stop. */
export type StartPlanLine =
  | {
      kind: 'start'
      candidate: Candidate
      state: LineState
      failure: StartPlanFailure | null
    }
  | { kind: 'stop'; sessionId: string; state: LineState }

/**
 * Where a step stands. `due`: it is next, and nothing was sent. `ready`: it waits for the session
 * to be Ready. `skipped`: it will not happen. `unknown`: nobody knows whether it happened.
 */
export type LineState =
  | 'due'
  | 'done'
  | 'failed'
  | 'now'
  | 'ready'
  | 'next'
  | 'skipped'
  | 'unknown'

/** Returns the steps of a plan in their order. */
export function startPlanLines(plan: StartPlan, facts: StartPlanFacts): StartPlanLine[] {
  const current = stateOfCurrent(plan, facts)
  const starts = plan.candidates.map((candidate, index): StartPlanLine => {
    const isCurrent = index === plan.failures.length
    return {
      kind: 'start',
      candidate,
      state: isCurrent ? current : stateOfOther(plan, index),
      failure: isCurrent ? failureOfCurrent(current, facts) : (plan.failures[index] ?? null),
    }
  })
  if (!plan.replaces) return starts
  const { sessionId } = plan.replaces
  return [...starts, { kind: 'stop', sessionId, state: stateOfStop(plan, current) }]
}

function stateOfOther({ failures, end }: StartPlan, index: number): LineState {
  if (index < failures.length) return 'failed'
  return end === null ? 'next' : 'skipped'
}

function stateOfCurrent(plan: StartPlan, { intent, session }: StartPlanFacts): LineState {
  const { end } = plan
  const isAdopted = intent?.end === 'adopted' && !intent.wasThere
  const isReady = session !== null && session !== 'gone' && session.status === 'Ready'
  if (end === 'done' || end === 'old-left' || (isAdopted && isReady)) return 'done'
  if (end === 'lost') return 'failed'
  if (end === null) return isAdopted ? 'ready' : stateWhileOpen(plan, intent)
  return isAdopted ? 'done' : stateAfterEnd(plan, intent)
}

function stateWhileOpen(plan: StartPlan, intent: StartPlanFacts['intent']): LineState {
  if (cameToNothing(intent)) return 'failed'
  if (isUntraced(plan, intent)) return 'unknown'
  return wasSent(intent) ? 'now' : 'due'
}

function stateAfterEnd(plan: StartPlan, intent: StartPlanFacts['intent']): LineState {
  const isInDoubt =
    plan.end === 'unclear' ||
    isUntraced(plan, intent) ||
    (intent?.end === null && wasSent(intent))
  return isInDoubt ? 'unknown' : 'skipped'
}

function wasSent(intent: StartPlanFacts['intent']): boolean {
  return intent !== null && intent.attempts > 0
}

function failureOfCurrent(
  current: LineState,
  { intent }: StartPlanFacts,
): StartPlanFailure | null {
  return current === 'failed' && cameToNothing(intent)
    ? { kind: intent?.failure ?? 'not-created' }
    : null
}

function stateOfStop({ end, stopTries }: StartPlan, start: LineState): LineState {
  if (end === 'done') return 'done'
  if (end === 'old-left') return 'failed'
  if (end !== null) return stopTries > 0 ? 'unknown' : 'skipped'
  return start === 'done' ? 'now' : 'next'
}
