import { t, type MessageId } from '../../i18n/t.ts'
import { startPlanFacts } from '../../starts/start-plan-steps.ts'
import {
  abandonStartPlan,
  continueStartPlan,
  haltStartPlan,
} from '../../starts/run-start-plan.ts'
import {
  type Reachability,
  findRefIn,
  leastReachability,
  useReachability,
} from '../../accounts/endpoint-lookup.ts'
import { useFleet } from '../../sessions/fleet.tsx'
import { useRuntime } from '../../runtime/runtime-context.ts'
import { endpointLabel } from '../../service/endpoints.ts'
import { serviceError } from '../../service/result.ts'
import { endpointRefs, accountsStore } from '../../accounts/accounts.ts'
import { useCreateIntents } from '../../starts/create-intents-table.ts'
import { updateStartPlan, useStartPlans } from '../../starts/start-plans-table.ts'
import { Button } from '../../ui/button.tsx'
import { Icon, type IconName } from '../../ui/icon.tsx'
import {
  attemptOf,
  cameToNothing,
  currentCandidate,
  isUnreadStartPlan,
  type StartPlan,
  type StartPlanEnd,
  type StartPlanFacts,
  type StartPlanFailure,
} from '../../starts/start-plan.ts'
import {
  type LineState,
  type StartPlanLine,
  startPlanLines,
} from '../../starts/start-plan-lines.ts'
import { errorHeadline } from '../shell/error-text.ts'
import { Strip, StripItem } from './strip-item.tsx'
import { useRuntimeStore } from '../../runtime/use-runtime-store.ts'

const endTexts: Partial<Record<StartPlanEnd, MessageId>> = {
  failed: 'plan.failed',
  halted: 'plan.halted',
  lapsed: 'plan.lapsed',
  unclear: 'plan.unclear',
  taken: 'plan.taken',
  lost: 'plan.lost',
  'old-left': 'plan.oldLeft',
}

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

/** Starts of several steps: each step with where it stands, and the way to stop them. */
export function StartPlanStrip() {
  const plans = useStartPlans((state) => state.rows)
  const shown = [...plans.values()].filter(
    (plan) => plan.end === null || isUnreadStartPlan(plan),
  )
  return (
    <Strip label={t('plan.region')}>
      {shown.length > 0 && shown.map((plan) => <StartPlanItem key={plan.id} plan={plan} />)}
    </Strip>
  )
}

function StartPlanItem({ plan }: { plan: StartPlan }) {
  const runtime = useRuntime()
  // Looked at again whenever a list or a create changed.
  useFleet()
  useCreateIntents()
  const care = useReachability()
  const findRef = findRefIn(
    endpointRefs(useRuntimeStore(accountsStore, (state) => state.accounts)),
  )
  const facts = startPlanFacts(runtime, plan, findRef)
  const title = plan.replaces
    ? t('plan.replacing', { id: plan.replaces.sessionId })
    : t('plan.starting', { id: plan.wanted.id === '' ? t('plan.session') : plan.wanted.id })
  const least = leastReachability(
    [currentCandidate(plan), plan.replaces].map((each) => (each ? care(each) : 'seen-to')),
  )
  const text = plan.end === null ? waitText(plan, facts, least) : endText(plan.end, facts)
  return (
    <StripItem
      icon={plan.end === null ? 'clock' : 'warning'}
      actions={<StartPlanActions plan={plan} title={title} care={least} />}
    >
      <p className="font-medium">
        {title}
        {plan.end === null && plan.isHalted && ` · ${t('plan.halting')}`}
      </p>
      <ol className="text-muted grid gap-0.5">
        {startPlanLines(plan, facts).map((line, index) => (
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

/** Why a plan that has not ended waits; null: it does not. */
function waitText(
  plan: StartPlan,
  facts: StartPlanFacts,
  care: Reachability,
): MessageId | null {
  if (care === 'account-gone') return 'plan.accountGone'
  if (care === 'locked') return 'plan.locked'
  if (!plan.isPaused) return null
  return cameToNothing(facts.intent) ? 'plan.pausedForFailure' : 'plan.paused'
}

function endText(end: StartPlanEnd, { intent }: StartPlanFacts): MessageId | undefined {
  return end === 'unclear' && intent === null ? 'plan.unclearAndLost' : endTexts[end]
}

function StartPlanActions({
  plan,
  title,
  care,
}: {
  plan: StartPlan
  title: string
  care: Reachability
}) {
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
            ? abandonStartPlan(plan.id)
            : updateStartPlan(plan.id, (known) => ({ ...known, isDismissed: true })))
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
          onClick={() => void continueStartPlan(runtime, plan.id)}
        >
          {t('plan.goOn')}
        </Button>
      )}
      <Button
        size="small"
        aria-label={t('plan.haltOf', { title })}
        title={t('plan.haltHint')}
        onClick={() => void haltStartPlan(plan.id)}
      >
        {t('plan.halt')}
      </Button>
    </>
  )
}

function lineText(line: StartPlanLine): string {
  return line.kind === 'stop'
    ? t(stopTexts[line.state], { id: line.sessionId })
    : t(startTexts[line.state], {
        size: line.place.size,
        region: endpointLabel(line.place.endpoint),
        reason: line.failure ? failureText(line.failure) : t('plan.endedEarly'),
      })
}

function failureText(failure: StartPlanFailure): string {
  if (failure.kind === 'session') return failure.message
  return failure.kind === 'not-created'
    ? t('plan.notCreated')
    : // It is sure that nothing was started, which is not what a create may say.
      errorHeadline(serviceError(failure.kind), 'list')
}
