import { type MessageId, t } from '../../i18n/t.ts'
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
import { cameToNothing, type StartPlan, type StartPlanFacts } from '../../starts/start-plan.ts'
import { StartPlanLines } from './start-plan-lines.tsx'
import { startPlanEndText, startPlanTitle } from './start-plan-text.ts'
import { NoticeRow } from '../alerts/notice-row.tsx'

/** A start plan with its steps and a way to stop it. */
export function StartPlanItem({
  plan,
  reachability,
}: {
  plan: StartPlan
  reachability: Reachability
}) {
  const facts = useStartPlanFacts(plan)
  const title = startPlanTitle(plan, reachability)
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
