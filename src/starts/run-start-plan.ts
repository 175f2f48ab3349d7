import { t } from '../i18n/t.ts'
import { endpointLabel } from '../service/endpoints.ts'
import { changeStartPlan, updateStartPlan, useStartPlans } from './start-plans-table.ts'
import { addToast } from '../screens/shell/toasts-store.ts'
import {
  afterGiveUp,
  attemptOf,
  currentCandidate,
  hasLapsed,
  newStartPlan,
  nextStartPlanStep,
  type StartPlan,
  type StartPlanFacts,
  restarted,
  resumed,
} from './start-plan.ts'
import { cancelCreate } from './run-create.ts'
import {
  ASK_EVERY_MS,
  create,
  look,
  LOOK_EVERY_MS,
  startPlanFacts,
  stopReplaced,
} from './start-plan-steps.ts'
import { apartMs } from '../util/apart.ts'
import { randomId } from '../util/random-id.ts'
import { type Runtime, sleep } from '../runtime/runtime.ts'
import { findUnlocked } from '../accounts/endpoint-lookup.ts'

/** Carries starts of several steps to their end (see start-plan.ts). */

/** How often a plan that waits writes down that somebody looks at it. */
const TOUCH_EVERY_MS = 60_000

/** What a question told of the session of a place; a tab without locks may be further. */
type Told = { place: number | null; session: StartPlanFacts['session'] }
const NOTHING_TOLD: Told = { place: null, session: null }

/** Carries one plan to its end, or to where it needs a key or the user's word. */
export async function runStartPlan(runtime: Runtime, id: string): Promise<void> {
  let told = NOTHING_TOLD
  let askedAtMs = -Infinity
  let hasStepped = false
  for (;;) {
    const plan = await updateStartPlan(id, (known) => known)
    const known = startPlanFacts(runtime, plan, findUnlocked(runtime))
    const index = plan.failures.length
    const toldNow = told.place === index ? told : null
    const facts: StartPlanFacts = toldNow ? { ...known, session: toldNow.session } : known
    told = NOTHING_TOLD
    const nowMs = runtime.ports.now()
    const step = nextStartPlanStep(plan, facts, nowMs)
    const place = currentCandidate(plan)
    const ref = (place && findUnlocked(runtime)(place)) ?? null
    const sessionId = facts.intent?.sessionIds[0]
    if (step.kind === 'over' && hasStepped) sayDone(plan, sessionId)
    hasStepped = true
    switch (step.kind) {
      case 'over':
        return
      case 'close':
        await updateStartPlan(id, (each) => ({ ...each, end: each.end ?? step.end }))
        break
      case 'give-up':
        await updateStartPlan(id, (each) =>
          isAsFar(each, plan) ? afterGiveUp(each, step.failure, nowMs) : each,
        )
        break
      case 'restart':
        await updateStartPlan(id, (each) => (isAsFar(each, plan) ? restarted(each) : each))
        break
      case 'pause':
        await updateStartPlan(id, (each) => ({ ...each, isPaused: true }))
        return
      case 'take-back':
        await cancelCreate(attemptOf(plan, plan.failures.length).intentId)
        if (!ref) return
        await create(runtime, ref, plan)
        break
      case 'create':
        if (!ref) return
        await create(runtime, ref, plan)
        break
      case 'wait':
        if (apartMs(nowMs, plan.activeAtMs) >= TOUCH_EVERY_MS)
          await updateStartPlan(id, (each) => ({ ...each, activeAtMs: nowMs }))
        await sleep(runtime, LOOK_EVERY_MS)
        break
      case 'look':
      case 'stop-old':
        if (!ref || sessionId === undefined) return
        if (
          step.kind === 'stop-old' &&
          !(plan.replaces && findUnlocked(runtime)(plan.replaces))
        )
          return
        // Not on the word of a list, which may be older than the session's end.
        if (step.kind === 'stop-old' && toldNow) await stopReplaced(runtime, plan)
        else if (Math.abs(nowMs - askedAtMs) >= ASK_EVERY_MS) {
          askedAtMs = nowMs
          told = { place: index, session: await look(runtime, ref, sessionId) }
        } else await sleep(runtime, LOOK_EVERY_MS)
        break
    }
  }
}

/** Name of the lock that whoever sees to a plan holds. */
export function startPlanLock(id: string): string {
  return `rrc-plan ${id}`
}

/** Goes on with the plans that no tab sees to. */
export async function resumeStartPlans(runtime: Runtime): Promise<void> {
  const open = [...useStartPlans.getState().rows.values()].filter(
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

/** Writes a plan down. It has not taken a step when this resolves. */
export async function writeStartPlan(
  runtime: Runtime,
  known: Pick<StartPlan, 'wanted' | 'places' | 'replaces'>,
): Promise<StartPlan> {
  const plan = newStartPlan({ ...known, id: randomId(20) }, runtime.ports.now())
  await changeStartPlan(plan.id, () => plan)
  return plan
}

/** No further step is taken; a create that is under way is taken back, what runs runs on. */
export async function haltStartPlan(id: string): Promise<void> {
  const plan = await changeStartPlan(
    id,
    (known) =>
      known && (known.end === null && !known.isHalted ? { ...known, isHalted: true } : known),
  )
  if (plan?.end === null) await cancelCreate(attemptOf(plan, plan.failures.length).intentId)
}

/** The user's word that a plan which asked goes on. */
export async function continueStartPlan(runtime: Runtime, id: string): Promise<void> {
  await updateStartPlan(id, (known) =>
    resumed(known, startPlanFacts(runtime, known, findUnlocked(runtime)), runtime.ports.now()),
  )
}

/**
 * Ends and hides a plan one of whose accounts is gone: it can't be carried to its end. A create
 * that is under way is taken back.
 */
export async function abandonStartPlan(id: string): Promise<void> {
  const plan = await updateStartPlan(id, (known) => ({
    ...known,
    end: known.end ?? 'halted',
    isDismissed: true,
  }))
  await cancelCreate(attemptOf(plan, plan.failures.length).intentId)
}

function sayDone(plan: StartPlan, sessionId: string | undefined) {
  const place = currentCandidate(plan)
  if (plan.end !== 'done' || !place || sessionId === undefined) return
  addToast({
    tone: 'success',
    text: t(plan.replaces ? 'plan.replaced' : 'plan.done', {
      id: sessionId,
      old: plan.replaces?.sessionId ?? '',
      region: endpointLabel(place.endpoint),
      size: place.size,
    }),
    error: null,
  })
}

/** A tab without locks may be further. */
function isAsFar(now: StartPlan, then: StartPlan): boolean {
  return now.failures.length === then.failures.length && now.restarts === then.restarts
}
