import type { Reachability } from '../../accounts/endpoint-lookup.ts'
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

/** What a plan was meant to do: replace a session, or start one with a known ID, or with any. */
type Purpose = 'replace' | 'start' | 'startUnnamed'

/** Whole titles, because other languages can't be put together from these parts. */
const titles: Record<'open' | 'failed' | 'canceled' | 'unclear', Record<Purpose, MessageId>> = {
  open: {
    replace: 'plan.replacing',
    start: 'plan.starting',
    startUnnamed: 'plan.startingUnnamed',
  },
  failed: {
    replace: 'plan.notReplaced',
    start: 'plan.notStarted',
    startUnnamed: 'plan.notStartedUnnamed',
  },
  canceled: {
    replace: 'plan.replaceCanceled',
    start: 'plan.startCanceled',
    startUnnamed: 'plan.startCanceledUnnamed',
  },
  unclear: {
    replace: 'plan.replaceUnclear',
    start: 'plan.startUnclear',
    startUnnamed: 'plan.startUnclearUnnamed',
  },
}

/**
 * Returns what a plan is about, and once it has ended, what came of it.
 * @param reachability of its account: without it an open plan can't go on, and what came of it is unknown
 */
export function startPlanTitle(
  { replaces, wanted, end }: StartPlan,
  reachability: Reachability = 'available',
): string {
  const purpose = replaces ? 'replace' : wanted.id === '' ? 'startUnnamed' : 'start'
  const isLost = end === null && reachability === 'account-gone'
  const stage = isLost ? 'unclear' : stageOf(end)
  return t(titles[stage][purpose], { id: replaces?.sessionId ?? wanted.id })
}

function stageOf(end: StartPlanEnd | null): keyof typeof titles {
  switch (end) {
    case null:
    // It shows in the list, and no title is asked for.
    case 'done':
      return 'open'
    case 'halted':
      return 'canceled'
    case 'unclear':
      return 'unclear'
    case 'failed':
    case 'lapsed':
    case 'taken':
    case 'lost':
    case 'old-left':
      return 'failed'
  }
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
