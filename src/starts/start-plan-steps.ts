import { isTerminal } from '../lease/session-rules.ts'
import type { Session } from '../service/session.ts'
import type { EndpointRef } from '../accounts/accounts.ts'
import { useCreateIntents } from './create-intents-table.ts'
import { updateStartPlan } from './start-plans-table.ts'
import {
  attemptOf,
  currentCandidate,
  type StartPlan,
  type StartPlanFacts,
} from './start-plan.ts'
import { createSession } from './create-session.ts'
import { toRow } from '../sessions/fleet-model.ts'
import { cancelCreate, writeCreateIntent } from './run-create.ts'
import { type Runtime, sleep } from '../runtime/runtime.ts'
import { detailKey, loadSession, type SessionDetail } from '../sessions/session-detail.ts'
import { listKey, type SessionList } from '../sessions/session-list.ts'
import { stopSession } from '../sessions/stop-session.ts'
import { type FindRef, findUnlocked } from '../accounts/endpoint-lookup.ts'

/** The steps of a plan, and what is known about them (see start-plan.ts for which comes when). */

/** Between two looks at what is known already. */
export const LOOK_EVERY_MS = 1000
/** Between two questions about a session that no list tells of, and between two stops. */
export const ASK_EVERY_MS = 10_000

/** What is known about the current step of a plan. */
export function startPlanFacts(
  runtime: Runtime,
  plan: StartPlan,
  findRef: FindRef,
): StartPlanFacts {
  const { intentId } = attemptOf(plan, plan.failures.length)
  const intent = useCreateIntents.getState().rows.get(intentId) ?? null
  const place = currentCandidate(plan)
  const ref = place && findRef(place)
  return { intent, session: ref ? sessionFacts(runtime, ref, intent?.sessionIds[0]) : null }
}

/** Asks by id. */
export async function look(
  runtime: Runtime,
  ref: EndpointRef,
  id: string,
): Promise<StartPlanFacts['session']> {
  const found = await loadSession(runtime, ref, id, 'refresh')
  if (!found.ok) return found.error.kind === 'not-found' ? 'gone' : null
  runtime.queryClient.setQueryData(detailKey(ref, id), found.data)
  return factsOf(found.data.session)
}

/** Starts the session at the current place, or goes on with that. */
export async function create(
  runtime: Runtime,
  ref: EndpointRef,
  plan: StartPlan,
): Promise<void> {
  const { intentId, sessionId } = attemptOf(plan, plan.failures.length)
  const wanted = { ...plan.wanted, id: sessionId, size: currentCandidate(plan)?.size ?? '' }
  await updateStartPlan(plan.id, (each) =>
    each.begun === intentId ? each : { ...each, begun: intentId },
  )
  // Begun by a tab that could not store it: then it may have left.
  await writeCreateIntent(runtime, ref, wanted, intentId, plan.begun === intentId)
  // Halted before there was a create to take back: now there is.
  if ((await updateStartPlan(plan.id, (known) => known)).isHalted) await cancelCreate(intentId)
  const result = await createSession(runtime, ref, wanted, intentId)
  // Another tab may be seeing to it.
  if (!result.ok) await sleep(runtime, LOOK_EVERY_MS)
}

/** Stops the session that was replaced, unless the plan was halted by then. */
export async function stopReplaced(
  runtime: Runtime,
  { id, replaces }: StartPlan,
): Promise<void> {
  const ref = replaces && findUnlocked(runtime)(replaces)
  if (!ref) return
  const found = await loadSession(runtime, ref, replaces.sessionId, 'refresh')
  // No answer says nothing, and no stop has left.
  if (!found.ok && found.error.kind !== 'not-found') return sleep(runtime, ASK_EVERY_MS)
  const result =
    found.ok && !isTerminal(found.data.session.status)
      ? await stopSession(runtime, toRow(ref, found.data.session), async () =>
          isGoing(await updateStartPlan(id, (known) => known)),
        )
      : null
  // Undone while it waited at the gate: that is the user's word.
  if (result?.end === 'undone') {
    await updateStartPlan(id, (known) => ({ ...known, isHalted: true }))
    return
  }
  const stopped = result === null || result.ok
  await updateStartPlan(id, (known) => ({
    ...known,
    stopTries: known.stopTries + 1,
    activeAtMs: runtime.ports.now(),
    end: known.end ?? (stopped ? 'done' : null),
  }))
  if (!stopped) await sleep(runtime, ASK_EVERY_MS)
}

/** What lists, and answers that are final, tell of a session. */
function sessionFacts(
  runtime: Runtime,
  ref: EndpointRef,
  id: string | undefined,
): StartPlanFacts['session'] {
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

function factsOf({ status, error, message }: Session) {
  return {
    status,
    message: error?.message ?? message,
  }
}

function isGoing({ isHalted, end }: StartPlan): boolean {
  return !isHalted && end === null
}
