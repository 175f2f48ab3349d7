import { Link, useLocation } from 'react-router'
import { type MessageId, t } from '../../i18n/t.ts'
import { paths } from '../../paths.ts'
import { cancelCreate } from '../../starts/run-create.ts'
import { type Reachability, useReachability } from '../../accounts/endpoint-lookup.ts'
import { endpointLabel } from '../../service/endpoints.ts'
import {
  dismissCreates,
  createIntentsStore,
  reportedInFormStore,
} from '../../starts/create-intents-table.ts'
import { serviceError } from '../../service/result.ts'
import { startPlansStore } from '../../starts/start-plans-table.ts'
import { Button, buttonClass } from '../../ui/button.tsx'
import { DismissButton } from '../../ui/dismiss-button.tsx'
import {
  type CreateIntent,
  type CreateIntentEnd,
  isUnreadCreate,
  leftNothing,
} from '../../starts/create-intent.ts'
import { type StartPlan, startPlanIdOf } from '../../starts/start-plan.ts'
import { errorHeadline } from '../shell/error-text.ts'
import { locationKey } from '../../accounts/endpoint-key.ts'
import { Strip, StripItem } from './strip-item.tsx'
import { useRuntimeStore } from '../../runtime/use-runtime-store.ts'
import { useRuntime } from '../../runtime/runtime-context.ts'

const endTexts: Partial<Record<CreateIntentEnd, MessageId>> = {
  'not-created': 'intent.notCreated',
  candidates: 'intent.candidates',
}

/** Creates in doubt: what is done about them, and the way to cancel them. */
export function CreateStrip() {
  const intents = useRuntimeStore(createIntentsStore, (state) => state.rows)
  const reported = useRuntimeStore(reportedInFormStore, (state) => state)
  const plans = useRuntimeStore(startPlansStore, (state) => state.rows)
  const reachabilityOf = useReachability()
  const shown = [...intents.values()]
    .map((intent) => ({ intent, reachability: reachabilityOf(intent) }))
    .filter(({ intent, reachability }) => isShown(intent, reachability, plans))
    .filter(({ intent }) => !leftNothing(intent) || !reported.has(intent.id))
  return (
    <Strip label={t('intent.region')}>
      {shown.length > 0 &&
        shown.map(({ intent, reachability }) => (
          <CreateItem key={intent.id} intent={intent} reachability={reachability} />
        ))}
    </Strip>
  )
}

/** Returns whether a create is in doubt, or ended in a way that the user has yet to read. */
function isShown(
  intent: CreateIntent,
  reachability: Reachability,
  plans: ReadonlyMap<string, Pick<StartPlan, 'end'>>,
): boolean {
  const { id, end, attempts, failure, isCancelled, isDismissed } = intent
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
  return failure !== null || isCancelled || (reachability !== 'available' && attempts > 0)
}

function CreateItem({
  intent,
  reachability,
}: {
  intent: CreateIntent
  reachability: Reachability
}) {
  const runtime = useRuntime()
  const { search } = useLocation()
  const { id, wanted, end, isCancelled } = intent
  const text = createText(intent, reachability)
  const dismiss = () => void dismissCreates(runtime, [id])
  return (
    <StripItem
      icon={end === null ? 'clock' : 'warning'}
      actions={
        end === null && reachability !== 'account-gone' ? (
          !isCancelled && (
            <Button
              size="small"
              aria-label={t('intent.takeBackOf', { id: wanted.id })}
              onClick={() => void cancelCreate(runtime, id)}
            >
              {t('intent.takeBack')}
            </Button>
          )
        ) : (
          <>
            {leftNothing(intent) && (
              <Link
                to={{ pathname: paths.newSession, search }}
                state={{
                  template: {
                    location: locationKey(intent),
                    sessionId: wanted.id,
                    size: wanted.size,
                    leaseMs: wanted.leaseMs,
                    models: wanted.models,
                  },
                }}
                className={buttonClass('secondary', 'small')}
                onClick={dismiss}
              >
                {t('intent.again')}
              </Link>
            )}
            <DismissButton message={text} onClick={dismiss} />
          </>
        )
      }
    >
      {text}
    </StripItem>
  )
}

function createText(
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
      : t('intent.refused', {
          ...what,
          // The text for a create leaves open whether something was started; here nothing was.
          reason: errorHeadline(
            serviceError(failure),
            failure === 'conflict' ? 'create' : 'other',
          ),
        })
  const endText = end && endTexts[end]
  if (endText) return t(endText, what)
  if (reachability === 'account-gone') return t('intent.accountGone', what)
  if (reachability === 'locked') return t('intent.locked', what)
  if (isCancelled) return t('intent.takingBack', what)
  return t(attempts === 0 ? 'intent.listing' : 'intent.checking', what)
}
