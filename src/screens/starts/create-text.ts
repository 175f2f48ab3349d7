import type { Reachability } from '../../accounts/endpoint-lookup.ts'
import { type MessageId, t } from '../../i18n/t.ts'
import { endpointLabel } from '../../service/endpoints.ts'
import {
  type CreateIntent,
  type CreateIntentEnd,
  isUnreadCreate,
} from '../../starts/create-intent.ts'
import type { EndpointState } from '../../sessions/fleet-model.ts'
import { type StartPlan, startPlanIdOf } from '../../starts/start-plan.ts'
import { noStartText } from './no-start-text.ts'

const endTexts: Partial<Record<CreateIntentEnd, MessageId>> = {
  'not-created': 'intent.notCreated',
  candidates: 'intent.candidates',
}

/** Returns whether a create is under way, or ended in a way that the user has yet to read. */
export function isCreateShown(
  intent: CreateIntent,
  reachability: Reachability,
  plans: ReadonlyMap<string, Pick<StartPlan, 'end'>>,
): boolean {
  const { id, end, attempts, isDismissed } = intent
  if (isDismissed) return false
  const planId = startPlanIdOf(id)
  if (planId !== null) {
    const plan = plans.get(planId)
    // An open plan shows its creates itself.
    if (plan?.end === null) return false
    // A plan that was deleted has been read.
    if (end !== null)
      return end === 'candidates' && plan !== undefined && plan.end !== 'unclear'
    return attempts > 0
  }
  if (end !== null) return isUnreadCreate(intent)
  // Locked before it was sent: nothing runs, and nothing can be done about it here.
  return reachability === 'available' || attempts > 0 || hasTrouble(intent)
}

/** A session that no list has shown this long after it was requested is no longer announced. */
const ANNOUNCED_FOR_MS = 60_000

/**
 * Returns whether a create started a session that its endpoint has not been asked about since: a
 * tab that was just loaded shows no list yet, and nothing else names the session.
 * @param nowMs local clock, epoch ms
 */
export function isStartedUnlisted(
  { id, end, wasThere, isDismissed, firstSentAtMs, sessionIds }: CreateIntent,
  endpoint: Pick<EndpointState, 'status' | 'receivedAtMs' | 'sessions'> | undefined,
  nowMs: number,
): boolean {
  if (end !== 'adopted' || wasThere || isDismissed || firstSentAtMs === null) return false
  if (startPlanIdOf(id) !== null || !endpoint || endpoint.status === 'locked') return false
  const sinceMs = nowMs - firstSentAtMs
  return (
    sinceMs < ANNOUNCED_FOR_MS &&
    (endpoint.receivedAtMs ?? -Infinity) <= firstSentAtMs &&
    endpoint.sessions.every((session) => !sessionIds.includes(session.id))
  )
}

/** Returns whether a create didn't go as it should, or was taken back. */
export function hasTrouble({ failure, isCancelled }: CreateIntent): boolean {
  return failure !== null || isCancelled
}

/**
 * Returns what is known of a create, in a sentence that names its ID and region: for a notice, which
 * stands alone. Beside the name, progressText puts it more briefly.
 * @param undoLeftMs how long it waits until it is sent; 0 when it was sent or waits its turn
 */
export function createText(
  { wanted, endpoint, end, isCancelled, attempts, sessionIds, failure }: CreateIntent,
  reachability: Reachability,
  undoLeftMs = 0,
): string {
  const what = {
    id: wanted.id === '' ? wanted.size : wanted.id,
    region: endpointLabel(endpoint),
    attempts,
    candidates: sessionIds.join(', '),
  }
  const isNever = end === 'refused' || (end === 'not-created' && attempts === 0)
  if (isNever)
    return failure === null
      ? t('intent.neverSent', what)
      : t('intent.refused', { ...what, reason: noStartText(failure) })
  const endText = end && endTexts[end]
  if (endText) return t(endText, what)
  if (end === 'adopted') return t('intent.started', what)
  if (reachability === 'account-gone') return t('intent.accountGone', what)
  if (reachability === 'locked') return t('intent.locked', what)
  if (isCancelled) return t('intent.takingBack', what)
  if (failure !== null) return t(attempts === 0 ? 'intent.listing' : 'intent.checking', what)
  if (undoLeftMs > 0)
    return t('intent.sendsIn', { ...what, seconds: Math.ceil(undoLeftMs / 1000) })
  return t(attempts === 0 ? 'intent.queued' : 'intent.requested', what)
}
