import { type MessageId, t } from '../../i18n/t.ts'
import {
  currentAttempt,
  type StartPlan,
  type StartPlanEnd,
  type StartPlanFacts,
} from '../../starts/start-plan.ts'

const endTexts: Partial<Record<StartPlanEnd, MessageId>> = {
  failed: 'plan.failed',
  halted: 'plan.halted',
  lapsed: 'plan.lapsed',
  unclear: 'plan.unclear',
  taken: 'plan.taken',
  lost: 'plan.lost',
  'old-left': 'plan.oldLeft',
}

/** Returns what a plan is about. */
export function startPlanTitle({ replaces, wanted }: StartPlan): string {
  return replaces
    ? t('plan.replacing', { id: replaces.sessionId })
    : wanted.id === ''
      ? t('plan.startingUnnamed')
      : t('plan.starting', { id: wanted.id })
}

/** Returns how a plan ended and what can be done; null while it is open, and after a success. */
export function startPlanEndText(plan: StartPlan, { intent }: StartPlanFacts): string | null {
  const { end } = plan
  if (end === null) return null
  const text = end === 'unclear' && intent === null ? 'plan.unclearAndLost' : endTexts[end]
  return text === undefined
    ? null
    : t(text, {
        id: currentAttempt(plan).sessionId,
        candidates: intent?.sessionIds.join(', ') ?? '',
      })
}
