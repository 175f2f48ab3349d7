import { t } from '../i18n/t.ts'
import { isTerminal } from '../lease/session-rules.ts'
import { endpointLabel } from '../service/endpoints.ts'
import type { Session } from '../service/session.ts'
import type { EndpointRef } from '../stores/accounts.ts'
import { useIntents } from '../stores/intents.ts'
import { changePlan, usePlans } from '../stores/plans.ts'
import { addToast } from '../stores/toasts.ts'
import {
  afterGiveUp,
  attemptOf,
  currentPlace,
  hasLapsed,
  newPlan,
  nextPlanStep,
  type Place,
  type Plan,
  type PlanFacts,
} from '../watch/plan.ts'
import { stopSession } from './stop-session.ts'
import { createSession } from './create-session.ts'
import { toRow } from './fleet-model.ts'
import { cancelIntent, writeIntent } from './intents.ts'
import { type Runtime, sleep } from './runtime.ts'
import { detailKey, loadSession, type SessionDetail } from './session-detail.ts'
import { listKey, type SessionList } from './session-list.ts'

/** Carries starts of several steps to their end (see watch/plan.ts). */

const LOOK_EVERY_MS = 1000
/** Between two questions about a session that no list tells of, and between two stops. */
const ASK_EVERY_MS = 10_000
/** How often a plan that waits writes down that somebody looks at it. */
const TOUCH_EVERY_MS = 60_000

/** Finds the endpoint a place means; null while its account is locked or gone. */
export type FindRef = (place: Omit<Place, 'size'>) => EndpointRef | null

const change = async (id: string, how: (known: Plan) => Plan): Promise<Plan> => {
  const next = await changePlan(id, (known) => known && how(known))
  if (!next) throw new Error(`plan ${id} is gone`)
  return next
}

/** What lists, and answers that are final, tell of a session. */
const sessionFacts = (
  runtime: Runtime,
  ref: EndpointRef,
  id: string | undefined,
): PlanFacts['session'] => {
  if (id === undefined) return null
  const { queryClient } = runtime
  const asked = queryClient.getQueryData<SessionDetail>(detailKey(ref, id))?.session
  const session =
    asked && isTerminal(asked.status)
      ? asked
      : queryClient
          .getQueryData<SessionList>(listKey(ref))
          ?.sessions.find((listed) => listed.id === id)
  return session ? factsOf(session) : null
}

const factsOf = ({ status, error, message }: Session) => ({
  status,
  message: error?.message ?? message,
})

/** What is known about the current step of a plan. */
export const planFacts = (runtime: Runtime, plan: Plan, findRef: FindRef): PlanFacts => {
  const { intentId } = attemptOf(plan, plan.failures.length)
  const intent = useIntents.getState().rows.get(intentId) ?? null
  const place = currentPlace(plan)
  const ref = place && findRef(place)
  return { intent, session: ref ? sessionFacts(runtime, ref, intent?.sessionIds[0]) : null }
}

/** Asks by id. */
const look = async (
  runtime: Runtime,
  ref: EndpointRef,
  id: string,
): Promise<PlanFacts['session']> => {
  const found = await loadSession(runtime, ref, id, 'refresh')
  if (!found.ok) return found.error.kind === 'not-found' ? 'gone' : null
  runtime.queryClient.setQueryData(detailKey(ref, id), found.data)
  return factsOf(found.data.session)
}

const create = async (runtime: Runtime, ref: EndpointRef, plan: Plan): Promise<void> => {
  const { intentId, sessionId } = attemptOf(plan, plan.failures.length)
  const wanted = { ...plan.wanted, id: sessionId, size: currentPlace(plan)?.size ?? '' }
  await writeIntent(runtime, ref, wanted, intentId)
  // Halted before there was a create to take back: now there is.
  if ((await change(plan.id, (known) => known)).isHalted) await cancelIntent(intentId)
  const result = await createSession(runtime, ref, wanted, intentId)
  // Another tab may be seeing to it.
  if (!result.ok) await sleep(runtime, LOOK_EVERY_MS)
}

const isGoing = ({ isHalted, end }: Plan): boolean => !isHalted && end === null

/** Stops the session that was replaced, unless the plan was halted by then. */
const stopReplaced = async (
  runtime: Runtime,
  { id, replaces }: Plan,
  findRef: FindRef,
): Promise<void> => {
  const ref = replaces && findRef(replaces)
  if (!ref) return
  const found = await loadSession(runtime, ref, replaces.sessionId, 'refresh')
  const hasEnded = found.ok
    ? isTerminal(found.data.session.status)
    : found.error.kind === 'not-found'
  const stopped =
    hasEnded ||
    (found.ok &&
      (
        await stopSession(runtime, toRow(ref, found.data.session), async () =>
          isGoing(await change(id, (known) => known)),
        )
      ).ok)
  await change(id, (known) => ({
    ...known,
    stopTries: known.stopTries + 1,
    activeAtMs: runtime.ports.now(),
    end: known.end ?? (stopped ? 'done' : null),
  }))
  if (!stopped) await sleep(runtime, ASK_EVERY_MS)
}

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

/** Carries one plan to its end, or to where it needs a key or the user's word. */
export const runPlan = async (
  runtime: Runtime,
  id: string,
  findRef: FindRef,
): Promise<void> => {
  let told: PlanFacts['session'] = null
  let askedAtMs = -Infinity
  let hasStepped = false
  for (;;) {
    const plan = await change(id, (known) => known)
    const known = planFacts(runtime, plan, findRef)
    const facts = { ...known, session: told ?? known.session }
    told = null
    const nowMs = runtime.ports.now()
    const step = nextPlanStep(plan, facts, nowMs)
    const place = currentPlace(plan)
    const ref = (place && findRef(place)) ?? null
    const sessionId = facts.intent?.sessionIds[0]
    if (step.kind === 'over' && hasStepped) sayDone(plan, sessionId)
    hasStepped = true
    switch (step.kind) {
      case 'over':
        return
      case 'close':
        await change(id, (each) => ({ ...each, end: each.end ?? step.end }))
        break
      case 'give-up':
        await change(id, (each) =>
          each.failures.length === plan.failures.length
            ? afterGiveUp(each, step.failure, nowMs)
            : each,
        )
        break
      case 'pause':
        await change(id, (each) => ({ ...each, isPaused: true }))
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
      case 'look':
        if (!ref || sessionId === undefined) return
        if (nowMs - askedAtMs >= ASK_EVERY_MS) {
          askedAtMs = nowMs
          told = await look(runtime, ref, sessionId)
        } else await sleep(runtime, LOOK_EVERY_MS)
        break
      case 'wait':
        if (nowMs - plan.activeAtMs >= TOUCH_EVERY_MS)
          await change(id, (each) => ({ ...each, activeAtMs: nowMs }))
        await sleep(runtime, LOOK_EVERY_MS)
        break
      case 'stop-old': {
        if (!ref || sessionId === undefined) return
        // Not on the word of a list, which may be older than the session's end.
        const latest = await look(runtime, ref, sessionId)
        if (typeof latest === 'object' && latest?.status === 'Ready')
          await stopReplaced(runtime, plan, findRef)
        else {
          told = latest
          await sleep(runtime, LOOK_EVERY_MS)
        }
        break
      }
    }
  }
}

/** Name of the lock that whoever sees to a plan holds. */
export const planLock = (id: string): string => `rrc-plan ${id}`

/** Finds the endpoints of accounts that are there and unlocked. */
export const findRefIn =
  (refs: readonly EndpointRef[]): FindRef =>
  (place) =>
    refs.find(
      ({ account, endpoint }) =>
        account.id === place.accountId &&
        endpoint === place.endpoint &&
        account.apiVersion === place.apiVersion,
    ) ?? null

/** Goes on with the plans that no tab sees to. */
export const resumePlans = async (
  runtime: Runtime,
  refs: readonly EndpointRef[],
): Promise<void> => {
  const open = [...usePlans.getState().rows.values()].filter(
    (plan) =>
      plan.end === null &&
      (!plan.isPaused || plan.isHalted || hasLapsed(plan, runtime.ports.now())),
  )
  await Promise.all(
    open.map(({ id }) =>
      runtime.exclusively(planLock(id), () => runPlan(runtime, id, findRefIn(refs))),
    ),
  )
}

/** Writes a plan down. It has not taken a step when this resolves. */
export const writePlan = async (
  runtime: Runtime,
  known: Pick<Plan, 'wanted' | 'places' | 'replaces'>,
): Promise<Plan> => {
  const plan = newPlan({ ...known, id: crypto.randomUUID() }, runtime.ports.now())
  await changePlan(plan.id, () => plan)
  return plan
}

/** No further step is taken; a create that is under way is taken back, what runs runs on. */
export const haltPlan = async (id: string): Promise<void> => {
  const plan = await changePlan(
    id,
    (known) => known && (known.end === null ? { ...known, isHalted: true } : known),
  )
  if (plan?.end === null) await cancelIntent(attemptOf(plan, plan.failures.length).intentId)
}

/** The user's word that a plan may go on after it was left alone for long. */
export const continuePlan = async (runtime: Runtime, id: string): Promise<void> => {
  await changePlan(
    id,
    (known) => known && { ...known, isPaused: false, activeAtMs: runtime.ports.now() },
  )
}
