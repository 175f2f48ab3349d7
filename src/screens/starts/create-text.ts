import type { Reachability } from '../../accounts/endpoint-lookup.ts'
import { type MessageId, t } from '../../i18n/t.ts'
import { endpointLabel } from '../../service/endpoints.ts'
import {
  type CreateIntent,
  type CreateIntentEnd,
  isUnreadCreate,
} from '../../starts/create-intent.ts'
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

/** Returns whether a create didn't go as it should, or was taken back. */
export function hasTrouble({ failure, isCancelled }: CreateIntent): boolean {
  return failure !== null || isCancelled
}

/**
 * Returns what is known of a create, in a sentence that names its ID and region: for a notice, which
 * stands alone. Beside the name, progressText puts it more briefly.
 */
export function createText(
  { wanted, endpoint, end, isCancelled, attempts, sessionIds, failure }: CreateIntent,
  reachability: Reachability,
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
  if (reachability === 'account-gone') return t('intent.accountGone', what)
  if (reachability === 'locked') return t('intent.locked', what)
  if (isCancelled) return t('intent.takingBack', what)
  if (failure !== null) return t(attempts === 0 ? 'intent.listing' : 'intent.checking', what)
  return t(attempts === 0 ? 'intent.queued' : 'intent.requested', what)
}
