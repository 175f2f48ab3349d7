import { t, type MessageId } from '../../i18n/t.ts'
import { useStartPlanFacts } from '../../starts/use-start-plan-facts.ts'
import {
  abandonStartPlan,
  continueStartPlan,
  haltStartPlan,
} from '../../starts/run-start-plan.ts'
import type { Reachability } from '../../accounts/endpoint-lookup.ts'
import { useRuntime } from '../../runtime/runtime-context.ts'
import { startPlans } from '../../starts/start-plans-table.ts'
import { Button } from '../../ui/button.tsx'
import { DismissButton } from '../../ui/dismiss-button.tsx'
import {
  currentAttempt,
  cameToNothing,
  type StartPlan,
  type StartPlanEnd,
  type StartPlanFacts,
} from '../../starts/start-plan.ts'
import { StartPlanLines } from './start-plan-lines.tsx'
import { NoticeRow } from '../alerts/notice-row.tsx'

const endTexts: Partial<Record<StartPlanEnd, MessageId>> = {
  failed: 'plan.failed',
  halted: 'plan.halted',
  lapsed: 'plan.lapsed',
  unclear: 'plan.unclear',
  taken: 'plan.taken',
  lost: 'plan.lost',
  'old-left': 'plan.oldLeft',
}

/** A start plan with its steps and a way to stop it. */
export function StartPlanItem({
  plan,
  reachability,
}: {
  plan: StartPlan
  reachability: Reachability
}) {
  const facts = useStartPlanFacts(plan)
  const title = startPlanTitle(plan)
  const waits = plan.end === null ? waitText(plan, facts, reachability) : null
  const text = waits === null ? startPlanEndText(plan, facts) : t(waits)
  return (
    <NoticeRow
      icon={plan.end === null ? 'clock' : 'warning'}
      actions={<StartPlanActions plan={plan} title={title} reachability={reachability} />}
    >
      <p className="font-medium">
        {title}
        {plan.end === null && plan.isHalted && ` · ${t('plan.halting')}`}
      </p>
      <StartPlanLines plan={plan} facts={facts} />
      {text !== null && <p>{text}</p>}
    </NoticeRow>
  )
}

/** Returns what a plan is about. */
export function startPlanTitle({ replaces, wanted }: StartPlan): string {
  return replaces
    ? t('plan.replacing', { id: replaces.sessionId })
    : wanted.id === ''
      ? t('plan.startingUnnamed')
      : t('plan.starting', { id: wanted.id })
}

/** Returns why an open plan waits; null when it does not. */
function waitText(
  plan: StartPlan,
  facts: StartPlanFacts,
  reachability: Reachability,
): MessageId | null {
  if (reachability === 'account-gone') return 'plan.accountGone'
  if (reachability === 'locked') return 'plan.locked'
  if (!plan.isPaused) return null
  return cameToNothing(facts.intent) ? 'plan.pausedForFailure' : 'plan.paused'
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

function StartPlanActions({
  plan,
  title,
  reachability,
}: {
  plan: StartPlan
  title: string
  reachability: Reachability
}) {
  const runtime = useRuntime()
  // Without the account no step of the plan can be taken.
  const isOrphan = plan.end === null && reachability === 'account-gone'
  if (plan.end !== null || isOrphan)
    return (
      <DismissButton
        message={title}
        onClick={() =>
          void (isOrphan
            ? abandonStartPlan(runtime, plan.id)
            : startPlans(runtime).update(plan.id, (known) => ({ ...known, isDismissed: true })))
        }
      />
    )
  if (plan.isHalted) return null
  return (
    <>
      {plan.isPaused && reachability === 'available' && (
        <Button
          size="small"
          aria-label={t('plan.goOnOf', { title })}
          onClick={() => void continueStartPlan(runtime, plan.id)}
        >
          {t('plan.goOn')}
        </Button>
      )}
      <Button
        size="small"
        aria-label={t('plan.haltOf', { title })}
        title={t('plan.haltHint')}
        onClick={() => void haltStartPlan(runtime, plan.id)}
      >
        {t('plan.halt')}
      </Button>
    </>
  )
}
