import { t, type MessageId } from '../i18n/t.ts'
import { planFacts } from '../queries/plan-steps.ts'
import { continuePlan, findRefIn, haltPlan } from '../queries/plans.ts'
import { useFleet } from '../queries/fleet.tsx'
import { useRuntime } from '../queries/runtime-context.ts'
import { endpointLabel } from '../service/endpoints.ts'
import { serviceError } from '../service/result.ts'
import { endpointRefs, useAccounts } from '../stores/accounts.ts'
import { useCredentials } from '../stores/credentials.ts'
import { useIntents } from '../stores/intents.ts'
import { updatePlan, usePlans } from '../stores/plans.ts'
import { Button } from '../ui/button.tsx'
import { Icon, type IconName } from '../ui/icon.tsx'
import {
  currentPlace,
  type LineState,
  type Plan,
  type PlanEnd,
  type PlanFailure,
  type PlanLine,
  planLines,
} from '../watch/plan.ts'
import { errorHeadline } from './error-text.ts'
import { Strip, StripItem } from './strip-item.tsx'

const endTexts: Partial<Record<PlanEnd, MessageId>> = {
  failed: 'plan.failed',
  halted: 'plan.halted',
  lapsed: 'plan.lapsed',
  unclear: 'plan.unclear',
  lost: 'plan.lost',
  'old-left': 'plan.oldLeft',
}

const icons: Record<LineState, IconName> = {
  done: 'check',
  failed: 'warning',
  now: 'refresh',
  ready: 'clock',
  next: 'next',
  skipped: 'close',
}

const startTexts: Record<LineState, MessageId> = {
  done: 'plan.startDone',
  failed: 'plan.startFailed',
  now: 'plan.startNow',
  ready: 'plan.startReady',
  next: 'plan.startNext',
  skipped: 'plan.startSkipped',
}

const stopTexts: Record<LineState, MessageId> = {
  done: 'plan.stopDone',
  failed: 'plan.stopFailed',
  now: 'plan.stopNow',
  ready: 'plan.stopNow',
  next: 'plan.stopNext',
  skipped: 'plan.stopSkipped',
}

const failureText = (failure: PlanFailure): string => {
  if (failure.kind === 'session') return failure.message
  return failure.kind === 'not-created'
    ? t('plan.notCreated')
    : errorHeadline(serviceError(failure.kind), 'create')
}

const lineText = (line: PlanLine): string =>
  line.kind === 'stop'
    ? t(stopTexts[line.state], { id: line.sessionId })
    : t(startTexts[line.state], {
        size: line.place.size,
        region: endpointLabel(line.place.endpoint),
        reason: line.failure ? failureText(line.failure) : '',
      })

const PlanItem = ({ plan }: { plan: Plan }) => {
  const runtime = useRuntime()
  // Looked at again whenever a list or a create changed.
  useFleet()
  useIntents()
  const accounts = useAccounts((state) => state.accounts)
  const credentials = useCredentials((state) => state.byAccount)
  const facts = planFacts(runtime, plan, findRefIn(endpointRefs(accounts)))
  const title = plan.replaces
    ? t('plan.replacing', { id: plan.replaces.sessionId })
    : t('plan.starting', { id: plan.wanted.id === '' ? t('plan.session') : plan.wanted.id })
  const endText = plan.end && endTexts[plan.end]
  const isLocked =
    plan.end === null &&
    [currentPlace(plan), plan.replaces].some(
      (place) => place && credentials[place.accountId] === undefined,
    )
  return (
    <StripItem
      icon={plan.end === null ? 'clock' : 'warning'}
      actions={
        plan.end !== null ? (
          <Button
            size="small"
            variant="quiet"
            aria-label={t('alert.dismissOf', { alert: title })}
            onClick={() =>
              void updatePlan(plan.id, (known) => ({ ...known, isDismissed: true }))
            }
          >
            {t('alert.dismiss')}
          </Button>
        ) : (
          !plan.isHalted && (
            <>
              {plan.isPaused && (
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
        )
      }
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
      {plan.end === null && plan.isPaused && <p>{t('plan.paused')}</p>}
      {isLocked && <p>{t('plan.locked')}</p>}
      {endText && (
        <p>{t(endText, { candidates: facts.intent?.sessionIds.join(', ') ?? '' })}</p>
      )}
    </StripItem>
  )
}

/** Starts of several steps: each step with where it stands, and the way to stop them. */
export const PlanStrip = () => {
  const plans = usePlans((state) => state.rows)
  const shown = [...plans.values()].filter(
    ({ end, isDismissed }) => end !== 'done' && !isDismissed,
  )
  return (
    <Strip label={t('plan.region')}>
      {shown.length > 0 && shown.map((plan) => <PlanItem key={plan.id} plan={plan} />)}
    </Strip>
  )
}
