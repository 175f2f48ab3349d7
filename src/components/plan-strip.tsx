import { t, type MessageId } from '../i18n/t.ts'
import { planFacts } from '../queries/plan-steps.ts'
import { abandonPlan, continuePlan, haltPlan } from '../queries/plans.ts'
import { type Care, findRefIn, leastCare, useCare } from '../queries/endpoint-keys.ts'
import { useFleet } from '../queries/fleet.tsx'
import { useRuntime } from '../queries/runtime-context.ts'
import { endpointLabel } from '../service/endpoints.ts'
import { serviceError } from '../service/result.ts'
import { endpointRefs, useAccounts } from '../stores/accounts.ts'
import { useIntents } from '../stores/intents.ts'
import { updatePlan, usePlans } from '../stores/plans.ts'
import { Button } from '../ui/button.tsx'
import { Icon, type IconName } from '../ui/icon.tsx'
import {
  attemptOf,
  cameToNothing,
  currentPlace,
  isUnreadPlan,
  type Plan,
  type PlanEnd,
  type PlanFacts,
  type PlanFailure,
} from '../watch/plan.ts'
import { type LineState, type PlanLine, planLines } from '../watch/plan-lines.ts'
import { errorHeadline } from './error-text.ts'
import { Strip, StripItem } from './strip-item.tsx'

const endTexts: Partial<Record<PlanEnd, MessageId>> = {
  failed: 'plan.failed',
  halted: 'plan.halted',
  lapsed: 'plan.lapsed',
  unclear: 'plan.unclear',
  taken: 'plan.taken',
  lost: 'plan.lost',
  'old-left': 'plan.oldLeft',
}

const endText = (end: PlanEnd, { intent }: PlanFacts): MessageId | undefined =>
  end === 'unclear' && intent === null ? 'plan.unclearAndLost' : endTexts[end]

const icons: Record<LineState, IconName> = {
  due: 'clock',
  done: 'check',
  failed: 'warning',
  now: 'refresh',
  ready: 'clock',
  next: 'next',
  skipped: 'close',
  unknown: 'warning',
}

const startTexts: Record<LineState, MessageId> = {
  due: 'plan.startDue',
  done: 'plan.startDone',
  failed: 'plan.startFailed',
  now: 'plan.startNow',
  ready: 'plan.startReady',
  next: 'plan.startNext',
  skipped: 'plan.startSkipped',
  unknown: 'plan.startUnknown',
}

const stopTexts: Record<LineState, MessageId> = {
  due: 'plan.stopNext',
  done: 'plan.stopDone',
  failed: 'plan.stopFailed',
  now: 'plan.stopNow',
  ready: 'plan.stopNow',
  next: 'plan.stopNext',
  skipped: 'plan.stopSkipped',
  unknown: 'plan.stopUnknown',
}

const failureText = (failure: PlanFailure): string => {
  if (failure.kind === 'session') return failure.message
  return failure.kind === 'not-created'
    ? t('plan.notCreated')
    : // It is sure that nothing was started, which is not what a create may say.
      errorHeadline(serviceError(failure.kind), 'list')
}

const lineText = (line: PlanLine): string =>
  line.kind === 'stop'
    ? t(stopTexts[line.state], { id: line.sessionId })
    : t(startTexts[line.state], {
        size: line.place.size,
        region: endpointLabel(line.place.endpoint),
        reason: line.failure ? failureText(line.failure) : t('plan.endedEarly'),
      })

/** Why a plan that has not ended waits; null: it does not. */
const waitText = (plan: Plan, facts: PlanFacts, care: Care): MessageId | null => {
  if (care === 'account-gone') return 'plan.accountGone'
  if (care === 'locked') return 'plan.locked'
  if (!plan.isPaused) return null
  return cameToNothing(facts.intent) ? 'plan.pausedForFailure' : 'plan.paused'
}

const PlanActions = ({ plan, title, care }: { plan: Plan; title: string; care: Care }) => {
  const runtime = useRuntime()
  // Nobody can take a step of it any more.
  const isOrphan = plan.end === null && care === 'account-gone'
  if (plan.end !== null || isOrphan)
    return (
      <Button
        size="small"
        variant="quiet"
        aria-label={t('alert.dismissOf', { alert: title })}
        onClick={() =>
          void (isOrphan
            ? abandonPlan(plan.id)
            : updatePlan(plan.id, (known) => ({ ...known, isDismissed: true })))
        }
      >
        {t('alert.dismiss')}
      </Button>
    )
  if (plan.isHalted) return null
  return (
    <>
      {plan.isPaused && care === 'seen-to' && (
        <Button
          size="small"
          aria-label={t('plan.goOnOf', { title })}
          onClick={() => void continuePlan(runtime, plan.id)}
        >
          {t('plan.goOn')}
        </Button>
      )}
      <Button
        size="small"
        aria-label={t('plan.haltOf', { title })}
        title={t('plan.haltHint')}
        onClick={() => void haltPlan(plan.id)}
      >
        {t('plan.halt')}
      </Button>
    </>
  )
}

const PlanItem = ({ plan }: { plan: Plan }) => {
  const runtime = useRuntime()
  // Looked at again whenever a list or a create changed.
  useFleet()
  useIntents()
  const care = useCare()
  const findRef = findRefIn(endpointRefs(useAccounts((state) => state.accounts)))
  const facts = planFacts(runtime, plan, findRef)
  const title = plan.replaces
    ? t('plan.replacing', { id: plan.replaces.sessionId })
    : t('plan.starting', { id: plan.wanted.id === '' ? t('plan.session') : plan.wanted.id })
  const least = leastCare(
    [currentPlace(plan), plan.replaces].map((each) => (each ? care(each) : 'seen-to')),
  )
  const text = plan.end === null ? waitText(plan, facts, least) : endText(plan.end, facts)
  return (
    <StripItem
      icon={plan.end === null ? 'clock' : 'warning'}
      actions={<PlanActions plan={plan} title={title} care={least} />}
    >
      <p className="font-medium">
        {title}
        {plan.end === null && plan.isHalted && ` · ${t('plan.halting')}`}
      </p>
      <ol className="text-muted grid gap-0.5">
        {planLines(plan, facts).map((line, index) => (
          <li key={index} className="flex items-start gap-1.5">
            <Icon name={icons[line.state]} className="mt-1 size-3.5" />
            <span className="min-w-0">{lineText(line)}</span>
          </li>
        ))}
      </ol>
      {text && (
        <p>
          {t(text, {
            id: attemptOf(plan, plan.failures.length).sessionId,
            candidates: facts.intent?.sessionIds.join(', ') ?? '',
          })}
        </p>
      )}
    </StripItem>
  )
}

/** Starts of several steps: each step with where it stands, and the way to stop them. */
export const PlanStrip = () => {
  const plans = usePlans((state) => state.rows)
  const shown = [...plans.values()].filter((plan) => plan.end === null || isUnreadPlan(plan))
  return (
    <Strip label={t('plan.region')}>
      {shown.length > 0 && shown.map((plan) => <PlanItem key={plan.id} plan={plan} />)}
    </Strip>
  )
}
