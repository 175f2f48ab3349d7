import { t } from '../i18n/t.ts'
import { endpointLabel } from '../service/endpoints.ts'
import { changePlan, updatePlan, usePlans } from '../stores/plans.ts'
import { addToast } from '../stores/toasts.ts'
import {
  afterGiveUp,
  attemptOf,
  currentPlace,
  hasLapsed,
  newPlan,
  nextPlanStep,
  type Plan,
  type PlanFacts,
  restarted,
  resumed,
} from '../watch/plan.ts'
import { cancelIntent } from './intents.ts'
import {
  ASK_EVERY_MS,
  create,
  look,
  LOOK_EVERY_MS,
  planFacts,
  stopReplaced,
} from './plan-steps.ts'
import { apartMs } from '../util/apart.ts'
import { randomId } from '../util/random-id.ts'
import { type Runtime, sleep } from './runtime.ts'
import { findUnlocked } from './endpoint-keys.ts'

/** Carries starts of several steps to their end (see watch/plan.ts). */

/** How often a plan that waits writes down that somebody looks at it. */
const TOUCH_EVERY_MS = 60_000

const sayDone = (plan: Plan, sessionId: string | undefined) => {
  const place = currentPlace(plan)
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
const isAsFar = (now: Plan, then: Plan): boolean =>
  now.failures.length === then.failures.length && now.restarts === then.restarts

/** What a question told of the session of a place; a tab without locks may be further. */
type Told = { place: number | null; session: PlanFacts['session'] }
const NOTHING_TOLD: Told = { place: null, session: null }

/** Carries one plan to its end, or to where it needs a key or the user's word. */
export const runPlan = async (runtime: Runtime, id: string): Promise<void> => {
  let told = NOTHING_TOLD
  let askedAtMs = -Infinity
  let hasStepped = false
  for (;;) {
    const plan = await updatePlan(id, (known) => known)
    const known = planFacts(runtime, plan, findUnlocked)
    const index = plan.failures.length
    const toldNow = told.place === index ? told : null
    const facts: PlanFacts = toldNow ? { ...known, session: toldNow.session } : known
    told = NOTHING_TOLD
    const nowMs = runtime.ports.now()
    const step = nextPlanStep(plan, facts, nowMs)
    const place = currentPlace(plan)
    const ref = (place && findUnlocked(place)) ?? null
    const sessionId = facts.intent?.sessionIds[0]
    if (step.kind === 'over' && hasStepped) sayDone(plan, sessionId)
    hasStepped = true
    switch (step.kind) {
      case 'over':
        return
      case 'close':
        await updatePlan(id, (each) => ({ ...each, end: each.end ?? step.end }))
        break
      case 'give-up':
        await updatePlan(id, (each) =>
          isAsFar(each, plan) ? afterGiveUp(each, step.failure, nowMs) : each,
        )
        break
      case 'restart':
        await updatePlan(id, (each) => (isAsFar(each, plan) ? restarted(each) : each))
        break
      case 'pause':
        await updatePlan(id, (each) => ({ ...each, isPaused: true }))
        return
      case 'take-back':
        await cancelIntent(attemptOf(plan, plan.failures.length).intentId)
        if (!ref) return
        await create(runtime, ref, plan)
        break
      case 'create':
        if (!ref) return
        await create(runtime, ref, plan)
        break
      case 'wait':
        if (apartMs(nowMs, plan.activeAtMs) >= TOUCH_EVERY_MS)
          await updatePlan(id, (each) => ({ ...each, activeAtMs: nowMs }))
        await sleep(runtime, LOOK_EVERY_MS)
        break
      case 'look':
      case 'stop-old':
        if (!ref || sessionId === undefined) return
        if (step.kind === 'stop-old' && !(plan.replaces && findUnlocked(plan.replaces))) return
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
export const planLock = (id: string): string => `rrc-plan ${id}`

/** Goes on with the plans that no tab sees to. */
export const resumePlans = async (runtime: Runtime): Promise<void> => {
  const open = [...usePlans.getState().rows.values()].filter(
    (plan) =>
      plan.end === null &&
      (!plan.isPaused || plan.isHalted || hasLapsed(plan, runtime.ports.now())),
  )
  await Promise.all(
    open.map(({ id }) => runtime.exclusively(planLock(id), () => runPlan(runtime, id))),
  )
}

/** Writes a plan down. It has not taken a step when this resolves. */
export const writePlan = async (
  runtime: Runtime,
  known: Pick<Plan, 'wanted' | 'places' | 'replaces'>,
): Promise<Plan> => {
  const plan = newPlan({ ...known, id: randomId(20) }, runtime.ports.now())
  await changePlan(plan.id, () => plan)
  return plan
}

/** No further step is taken; a create that is under way is taken back, what runs runs on. */
export const haltPlan = async (id: string): Promise<void> => {
  const plan = await changePlan(
    id,
    (known) =>
      known && (known.end === null && !known.isHalted ? { ...known, isHalted: true } : known),
  )
  if (plan?.end === null) await cancelIntent(attemptOf(plan, plan.failures.length).intentId)
}

/** The user's word that a plan which asked goes on. */
export const continuePlan = async (runtime: Runtime, id: string): Promise<void> => {
  await updatePlan(id, (known) =>
    resumed(known, planFacts(runtime, known, findUnlocked), runtime.ports.now()),
  )
}

/**
 * Ends and hides a plan one of whose accounts is gone: it can't be carried to its end. A create
 * that is under way is taken back.
 */
export const abandonPlan = async (id: string): Promise<void> => {
  const plan = await updatePlan(id, (known) => ({
    ...known,
    end: known.end ?? 'halted',
    isDismissed: true,
  }))
  await cancelIntent(attemptOf(plan, plan.failures.length).intentId)
}
