import type { EndpointRef } from '../accounts/accounts.ts'
import { startPlansStore, startPlans } from './start-plans-table.ts'
import { startOutcomes } from './start-events.ts'
import {
  afterGiveUp,
  currentAttempt,
  currentCandidate,
  hasLapsed,
  newStartPlan,
  type StartPlan,
  type StartPlanFacts,
  restarted,
  resumed,
} from './start-plan.ts'
import { nextStartPlanStep, type StartPlanStep } from './next-start-plan-step.ts'
import { createIntentsStore } from './create-intents-table.ts'
import { cancelCreate, undoCreate } from './run-create.ts'
import {
  ASK_EVERY_MS,
  createAtCandidate,
  lookUpSession,
  LOOK_EVERY_MS,
  startPlanFacts,
  stopReplaced,
} from './start-plan-steps.ts'
import { apartMs } from '../util/apart.ts'
import { randomId } from '../util/random-id.ts'
import { type Runtime, sleep } from '../runtime/runtime.ts'
import { findUnlocked } from '../accounts/endpoint-lookup.ts'

/** Carries start plans to their end, step by step (next-start-plan-step.ts decides on the steps). */

/** How often a waiting plan records that a tab is watching it. */
const TOUCH_EVERY_MS = 60_000

/** The answer to a GET of the current candidate's session. */
type Lookup = { index: number; session: StartPlanFacts['session']; atMs: number }

/** What one step of a run works on. */
type Turn = {
  plan: StartPlan
  /** Index of the current candidate. */
  index: number
  /** Its endpoint, while the account is unlocked. */
  ref: EndpointRef | null
  sessionId: string | undefined
  facts: StartPlanFacts
  /** The facts rest on a GET made right before, not on a list that may be older. */
  isConfirmed: boolean
  lastLookup: Lookup | null
  nowMs: number
}

/** Carries one plan to its end, or to where it needs a key or the user. */
export async function runStartPlan(runtime: Runtime, id: string): Promise<void> {
  let lastLookup: Lookup | null = null
  let isFresh = false
  for (let isFirst = true; ; isFirst = false) {
    const plan = await startPlans(runtime).update(id, (known) => known)
    const turn = turnOf(runtime, plan, lastLookup, isFresh)
    const step = nextStartPlanStep(plan, turn.facts, turn.nowMs)
    // A plan that had ended before this run was reported by the run that ended it.
    if (step.kind === 'over' && !isFirst) publishDone(runtime, turn)
    const result = await takeStep(runtime, step, turn)
    if (result === 'stop') return
    isFresh = result !== 'go-on'
    if (result !== 'go-on') lastLookup = result
  }
}

/** Returns the name of the lock held by the tab that runs a plan. */
export function startPlanLock(id: string): string {
  return `rrc-plan ${id}`
}

/** Resumes the open plans that no tab runs. */
export async function resumeStartPlans(runtime: Runtime): Promise<void> {
  const open = [...startPlansStore(runtime).getState().rows.values()].filter(
    (plan) =>
      plan.end === null &&
      (!plan.isPaused || plan.isHalted || hasLapsed(plan, runtime.ports.now())),
  )
  await Promise.all(
    open.map(({ id }) =>
      runtime.exclusively(startPlanLock(id), () => runStartPlan(runtime, id)),
    ),
  )
}

/** Stores a new plan. It has not taken a step when this resolves. */
export async function writeStartPlan(
  runtime: Runtime,
  known: Pick<StartPlan, 'wanted' | 'candidates' | 'replaces' | 'undoMs'>,
  id: string = randomId(20),
): Promise<StartPlan> {
  const plan = newStartPlan({ ...known, id }, runtime.ports.now())
  await startPlans(runtime).change(plan.id, () => plan)
  return plan
}

/**
 * Stops a plan: no further step is taken, and a create under way is canceled. Sessions that run
 * keep running.
 */
export async function haltStartPlan(runtime: Runtime, id: string): Promise<void> {
  const plan = await startPlans(runtime).change(
    id,
    (known) =>
      known && (known.end === null && !known.isHalted ? { ...known, isHalted: true } : known),
  )
  if (plan?.end !== null) return
  const { intentId } = currentAttempt(plan)
  const intent = createIntentsStore(runtime).getState().rows.get(intentId)
  if (intent) await undoCreate(runtime, intent)
  else await cancelCreate(runtime, intentId)
}

/** Resumes a paused plan at the user's request. */
export async function continueStartPlan(runtime: Runtime, id: string): Promise<void> {
  await startPlans(runtime).update(id, (known) =>
    resumed(known, startPlanFacts(runtime, known, findUnlocked(runtime)), runtime.ports.now()),
  )
}

/**
 * Ends and hides a plan that can't go on because one of its accounts was removed. A create under
 * way is canceled.
 */
export async function abandonStartPlan(runtime: Runtime, id: string): Promise<void> {
  const plan = await startPlans(runtime).update(id, (known) => ({
    ...known,
    end: known.end ?? 'halted',
    isDismissed: true,
  }))
  await cancelCreate(runtime, currentAttempt(plan).intentId)
}

function turnOf(
  runtime: Runtime,
  plan: StartPlan,
  lastLookup: Lookup | null,
  isFresh: boolean,
): Turn {
  const index = plan.failures.length
  const known = startPlanFacts(runtime, plan, findUnlocked(runtime))
  // Without locks another tab may have moved on to the next candidate.
  const confirmed = isFresh && lastLookup?.index === index ? lastLookup : null
  const candidate = currentCandidate(plan)
  return {
    plan,
    index,
    ref: candidate ? findUnlocked(runtime)(candidate) : null,
    sessionId: known.intent?.sessionIds[0],
    facts: confirmed ? { ...known, session: confirmed.session } : known,
    isConfirmed: confirmed !== null,
    lastLookup,
    nowMs: runtime.ports.now(),
  }
}

/** Takes one step. Returns the answer of a GET if the step made one. */
async function takeStep(
  runtime: Runtime,
  step: StartPlanStep,
  turn: Turn,
): Promise<'go-on' | 'stop' | Lookup> {
  const { plan, ref, nowMs } = turn
  const { id } = plan
  switch (step.kind) {
    case 'over':
      return 'stop'
    case 'pause':
      await startPlans(runtime).update(id, (known) => ({ ...known, isPaused: true }))
      return 'stop'
    case 'close':
      await startPlans(runtime).update(id, (known) => ({
        ...known,
        end: known.end ?? step.end,
      }))
      return 'go-on'
    case 'give-up':
      await startPlans(runtime).update(id, (known) =>
        isAsFar(known, plan) ? afterGiveUp(known, step.failure, nowMs) : known,
      )
      return 'go-on'
    case 'restart':
      await startPlans(runtime).update(id, (known) =>
        isAsFar(known, plan) ? restarted(known) : known,
      )
      return 'go-on'
    case 'take-back':
    case 'create':
      if (step.kind === 'take-back') await cancelCreate(runtime, currentAttempt(plan).intentId)
      if (!ref) return 'stop'
      await createAtCandidate(runtime, ref, plan)
      return 'go-on'
    case 'wait':
      if (apartMs(nowMs, plan.activeAtMs) >= TOUCH_EVERY_MS)
        await startPlans(runtime).update(id, (known) => ({ ...known, activeAtMs: nowMs }))
      await sleep(runtime, LOOK_EVERY_MS)
      return 'go-on'
    case 'look':
      return lookUp(runtime, turn)
    case 'stop-old':
      return stopOld(runtime, turn)
  }
}

async function lookUp(
  runtime: Runtime,
  { ref, sessionId, index, lastLookup, nowMs }: Turn,
): Promise<'go-on' | 'stop' | Lookup> {
  if (!ref || sessionId === undefined) return 'stop'
  if (lastLookup && Math.abs(nowMs - lastLookup.atMs) < ASK_EVERY_MS) {
    await sleep(runtime, LOOK_EVERY_MS)
    return 'go-on'
  }
  return { index, session: await lookUpSession(runtime, ref, sessionId), atMs: nowMs }
}

/** Stops the session to replace, once a GET confirmed that the new one is Ready. */
async function stopOld(runtime: Runtime, turn: Turn): Promise<'go-on' | 'stop' | Lookup> {
  const { plan, ref, sessionId, isConfirmed } = turn
  const canStop = plan.replaces !== null && findUnlocked(runtime)(plan.replaces) !== null
  if (!ref || sessionId === undefined || !canStop) return 'stop'
  if (!isConfirmed) return lookUp(runtime, turn)
  await stopReplaced(runtime, plan)
  return 'go-on'
}

/** Publishes the success of a plan. Its other ends stay on screen until the user has read them. */
function publishDone(runtime: Runtime, { plan, sessionId }: Turn) {
  const candidate = currentCandidate(plan)
  if (plan.end !== 'done' || !candidate || sessionId === undefined) return
  const replacedId = plan.replaces?.sessionId ?? null
  startOutcomes(runtime).emit({ kind: 'plan-done', sessionId, replacedId, candidate })
}

/** Returns whether a plan is still where a step began: without locks another tab may be ahead. */
function isAsFar(now: StartPlan, then: StartPlan): boolean {
  return now.failures.length === then.failures.length && now.restarts === then.restarts
}
