import { Link, useLocation } from 'react-router'
import { type MessageId, t } from '../../i18n/t.ts'
import { paths } from '../../paths.ts'
import { cancelCreate } from '../../starts/run-create.ts'
import { type Reachability, useReachability } from '../../accounts/endpoint-lookup.ts'
import { endpointLabel } from '../../service/endpoints.ts'
import {
  dismissCreates,
  useCreateIntents,
  useToldByForm,
} from '../../starts/create-intents-table.ts'
import { serviceError } from '../../service/result.ts'
import { useStartPlans } from '../../starts/start-plans-table.ts'
import { Button, buttonClass } from '../../ui/button.tsx'
import {
  type CreateIntent,
  type CreateIntentEnd,
  isUnreadCreate,
  leftNothing,
} from '../../starts/create-intent.ts'
import { type StartPlan, planOf } from '../../starts/start-plan.ts'
import { errorHeadline } from '../shell/error-text.ts'
import { Strip, StripItem } from './strip-item.tsx'

const endTexts: Partial<Record<CreateIntentEnd, MessageId>> = {
  'not-created': 'intent.notCreated',
  candidates: 'intent.candidates',
}

/** Creates whose outcome is not known yet: what is done about it, and the way to take them back. */
export function CreateStrip() {
  const intents = useCreateIntents((state) => state.rows)
  const told = useToldByForm()
  const plans = useStartPlans((state) => state.rows)
  const careFor = useReachability()
  const shown = [...intents.values()]
    .map((intent) => ({ intent, care: careFor(intent) }))
    .filter(({ intent, care }) => isShown(intent, care, plans))
    .filter(({ intent }) => !leftNothing(intent) || !told.has(intent.id))
  return (
    <Strip label={t('intent.region')}>
      {shown.length > 0 &&
        shown.map(({ intent, care }) => (
          <CreateItem key={intent.id} intent={intent} care={care} />
        ))}
    </Strip>
  )
}

/** A create whose outcome is in doubt, or was and is to be told of. */
function isShown(
  intent: CreateIntent,
  care: Reachability,
  plans: ReadonlyMap<string, Pick<StartPlan, 'end'>>,
): boolean {
  const { id, end, attempts, failure, isCancelled, isDismissed } = intent
  if (isDismissed) return false
  const planId = planOf(id)
  if (planId !== null) {
    const plan = plans.get(planId)
    // A plan shows its own, until it has ended.
    if (plan?.end === null) return false
    // One that is forgotten has been read.
    if (end !== null)
      return end === 'candidates' && plan !== undefined && plan.end !== 'unclear'
    return attempts > 0
  }
  if (end !== null) return isUnreadCreate(intent)
  return failure !== null || isCancelled || (care !== 'seen-to' && attempts > 0)
}

function CreateItem({ intent, care }: { intent: CreateIntent; care: Reachability }) {
  const { search } = useLocation()
  const { id, wanted, end, isCancelled, accountId, endpoint } = intent
  const text = createText(intent, care)
  const dismiss = () => void dismissCreates([id])
  return (
    <StripItem
      icon={end === null ? 'clock' : 'warning'}
      actions={
        end === null && care !== 'account-gone' ? (
          !isCancelled && (
            <Button
              size="small"
              aria-label={t('intent.takeBackOf', { id: wanted.id })}
              onClick={() => void cancelCreate(id)}
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
                    place: `${accountId} ${endpoint}`,
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
            <Button
              size="small"
              variant="quiet"
              aria-label={t('alert.dismissOf', { alert: text })}
              onClick={dismiss}
            >
              {t('alert.dismiss')}
            </Button>
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
  care: Reachability,
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
          // It is sure that nothing was started, which is not what a create may say.
          reason: errorHeadline(
            serviceError(failure),
            failure === 'conflict' ? 'create' : 'list',
          ),
        })
  const endText = end && endTexts[end]
  if (endText) return t(endText, what)
  if (care === 'account-gone') return t('intent.accountGone', what)
  if (care === 'locked') return t('intent.locked', what)
  if (isCancelled) return t('intent.takingBack', what)
  return t(attempts === 0 ? 'intent.listing' : 'intent.checking', what)
}
