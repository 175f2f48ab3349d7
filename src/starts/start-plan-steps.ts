import { isTerminal } from '../lease/session-rules.ts'
import type { Session } from '../service/session.ts'
import type { EndpointRef } from '../accounts/accounts.ts'
import { createIntentsStore } from './create-intents-table.ts'
import {
  currentAttempt,
  currentCandidate,
  type StartPlan,
  type StartPlanFacts,
} from './start-plan.ts'
import { createSession } from './create-session.ts'
import { toRow } from '../sessions/fleet-model.ts'
import { cancelCreate, writeCreateIntent } from './run-create.ts'
import { type Runtime, sleep } from '../runtime/runtime.ts'
import { detailKey, loadSession, type SessionDetail } from '../sessions/session-detail.ts'
import { listedSession } from '../sessions/session-list.ts'
import { stopSession } from '../sessions/stop-session.ts'
import { type FindRef, findUnlocked } from '../accounts/endpoint-lookup.ts'
import { startPlans } from './start-plans-table.ts'

/** Takes the steps of a start plan (see run-start-plan.ts), and gathers the facts about them. */

/** How often a run checks what this tab already knows. */
export const LOOK_EVERY_MS = 1000
/** Between two GETs of a session that no list shows, and between two stops. */
export const ASK_EVERY_MS = 10_000

/** Returns what this tab knows about the current candidate, without asking the service. */
export function startPlanFacts(
  runtime: Runtime,
  plan: StartPlan,
  findRef: FindRef,
): StartPlanFacts {
  const { intentId } = currentAttempt(plan)
  const intent = createIntentsStore(runtime).getState().rows.get(intentId) ?? null
  const candidate = currentCandidate(plan)
  const ref = candidate && findRef(candidate)
  const sessionId = intent?.sessionIds[0]
  const session = ref && sessionId !== undefined ? knownSession(runtime, ref, sessionId) : null
  return { intent, session: session && sessionFacts(session) }
}

/** Returns a session as a final GET or the last list showed it; null when neither did. */
export function knownSession(runtime: Runtime, ref: EndpointRef, id: string): Session | null {
  const detail = runtime.queryClient.getQueryData<SessionDetail>(detailKey(ref, id))?.session
  if (detail && isTerminal(detail.status)) return detail
  return listedSession(runtime, ref, id) ?? null
}

/** Returns what the facts of a plan tell about a session. */
export function sessionFacts({ status, error, message }: Session): {
  status: string
  message: string | null
} {
  return { status, message: error?.message ?? message }
}

/** Gets a session by ID. Returns null without an answer, 'gone' for an unknown session. */
export async function lookUpSession(
  runtime: Runtime,
  ref: EndpointRef,
  id: string,
): Promise<StartPlanFacts['session']> {
  const found = await loadSession(runtime, ref, id, 'refresh')
  if (!found.ok) return found.error.kind === 'not-found' ? 'gone' : null
  runtime.queryClient.setQueryData(detailKey(ref, id), found.data)
  return sessionFacts(found.data.session)
}

/** Creates the session of the current candidate, or resumes that create. */
export async function createAtCandidate(
  runtime: Runtime,
  ref: EndpointRef,
  plan: StartPlan,
): Promise<void> {
  const { intentId, sessionId } = currentAttempt(plan)
  const wanted = { ...plan.wanted, id: sessionId, size: currentCandidate(plan)?.size ?? '' }
  await startPlans(runtime).update(plan.id, (each) =>
    each.begun === intentId ? each : { ...each, begun: intentId },
  )
  // A tab that began it without storing it may have sent it.
  await writeCreateIntent(runtime, ref, wanted, intentId, {
    mayBeSent: plan.begun === intentId,
    undoMs: isFirstAttempt(plan) ? (plan.undoMs ?? 0) : 0,
  })
  // A plan that was stopped before its create was stored has a create to cancel only now.
  if ((await startPlans(runtime).update(plan.id, (known) => known)).isHalted)
    await cancelCreate(runtime, intentId)
  const result = await createSession(runtime, ref, wanted, intentId)
  // Another tab may be running the create.
  if (!result.ok) await sleep(runtime, LOOK_EVERY_MS)
}

/** Stops the session to replace, unless the plan was stopped meanwhile. */
export async function stopReplaced(
  runtime: Runtime,
  { id, replaces }: StartPlan,
): Promise<void> {
  const ref = replaces && findUnlocked(runtime)(replaces)
  if (!ref) return
  const found = await loadSession(runtime, ref, replaces.sessionId, 'refresh')
  // Without an answer nothing is known, and no stop was sent.
  if (!found.ok && found.error.kind !== 'not-found') return sleep(runtime, ASK_EVERY_MS)
  const result =
    found.ok && !isTerminal(found.data.session.status)
      ? await stopSession(runtime, toRow(ref, found.data.session), {
          isWanted: async () => isGoing(await startPlans(runtime).update(id, (known) => known)),
        })
      : null
  // The user undid the stop while it waited at the gate.
  if (result?.end === 'undone') {
    await startPlans(runtime).update(id, (known) => ({ ...known, isHalted: true }))
    return
  }
  const stopped = result === null || result.ok
  await startPlans(runtime).update(id, (known) => ({
    ...known,
    stopTries: known.stopTries + 1,
    activeAtMs: runtime.ports.now(),
    end: known.end ?? (stopped ? 'done' : null),
  }))
  if (!stopped) await sleep(runtime, ASK_EVERY_MS)
}

/** Only the first create follows right after the user's click. */
function isFirstAttempt({ failures, restarts = 0 }: StartPlan): boolean {
  return failures.length === 0 && restarts === 0
}

function isGoing({ isHalted, end }: StartPlan): boolean {
  return !isHalted && end === null
}
