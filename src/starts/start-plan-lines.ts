import {
  cameToNothing,
  isUntraced,
  type Place,
  type StartPlan,
  type StartPlanFacts,
  type StartPlanFailure,
} from './start-plan.ts'

/** What a plan does, line by line, for the screen. Pure. */

/** One line of what a plan does, for the screen. */
export type StartPlanLine =
  | { kind: 'start'; place: Place; state: LineState; failure: StartPlanFailure | null }
  | { kind: 'stop'; sessionId: string; state: LineState }

/**
 * `due`: its turn, but nothing has left. `ready`: it waits for Ready. `skipped`: will not happen any more. `unknown`: whether it has
 * happened is not known.
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

/** The steps of a plan in their order. */
export function startPlanLines(plan: StartPlan, facts: StartPlanFacts): StartPlanLine[] {
  const at = plan.failures.length
  const current = stateOfCurrent(plan, facts)
  const failureNow: StartPlanFailure | null =
    current === 'failed' && cameToNothing(facts.intent)
      ? { kind: facts.intent?.failure ?? 'not-created' }
      : null
  const starts = plan.places.map((place, index): StartPlanLine => {
    const state =
      index < at ? 'failed' : index === at ? current : plan.end === null ? 'next' : 'skipped'
    return {
      kind: 'start',
      place,
      state,
      failure: plan.failures[index] ?? (index === at ? failureNow : null),
    }
  })
  if (!plan.replaces) return starts
  const { sessionId } = plan.replaces
  return [...starts, { kind: 'stop', sessionId, state: stateOfStop(plan, current) }]
}

function stateOfCurrent(plan: StartPlan, { intent, session }: StartPlanFacts): LineState {
  const { end } = plan
  const isAdopted = intent?.end === 'adopted' && !intent.wasThere
  const isReady =
    isAdopted && typeof session === 'object' && session !== null && session.status === 'Ready'
  if (end === 'done' || end === 'old-left' || isReady) return 'done'
  if (end === 'lost') return 'failed'
  if (end === null) {
    if (cameToNothing(intent)) return 'failed'
    if (isAdopted) return 'ready'
    if (isUntraced(plan, intent)) return 'unknown'
    return intent !== null && intent.attempts > 0 ? 'now' : 'due'
  }
  if (isAdopted) return 'done'
  const isInDoubt =
    end === 'unclear' ||
    isUntraced(plan, intent) ||
    (intent !== null && intent.end === null && intent.attempts > 0)
  return isInDoubt ? 'unknown' : 'skipped'
}

function stateOfStop({ end, stopTries }: StartPlan, start: LineState): LineState {
  if (end === 'done') return 'done'
  if (end === 'old-left') return 'failed'
  if (end !== null) return stopTries > 0 ? 'unknown' : 'skipped'
  return start === 'done' ? 'now' : 'next'
}
