import { useMutation } from '@tanstack/react-query'
import { useEffect, useRef } from 'react'
import { type Control, useForm, useWatch } from 'react-hook-form'
import { ErrorDetails } from '../shell/error-details.tsx'
import { t } from '../../i18n/t.ts'
import { isTerminal } from '../../lease/session-rules.ts'
import { serviceErrorOf, unwrap } from '../../runtime/failure.ts'
import { useFleet } from '../../sessions/fleet.tsx'
import { useRuntime } from '../../runtime/runtime-context.ts'
import {
  newSubmission,
  type Started,
  submitStarts,
  type WantedStart,
} from '../../starts/start-session.ts'
import type { ServiceResult } from '../../service/result.ts'
import { type EndpointRef, endpointRefs, accountsStore } from '../../accounts/accounts.ts'
import {
  dismissCreates,
  tellByForm,
  useCreateIntents,
} from '../../starts/create-intents-table.ts'
import { useStartPlans } from '../../starts/start-plans-table.ts'
import { preferencesStore } from '../../runtime/preferences.ts'
import { addToast } from '../shell/toasts-store.ts'
import { Banner } from '../../ui/banner.tsx'
import { Button } from '../../ui/button.tsx'
import { useIsOffline } from '../../util/use-is-offline.ts'
import { type SpendGuard, spendGuard } from '../../starts/spend-limits.ts'
import { leftNothing } from '../../starts/create-intent.ts'
import {
  type CreateFields,
  type CreateTemplate,
  idProblem,
  idsUnderWay,
  initialFields,
  neededFor,
  wantedOf,
} from './create-fields.ts'
import { CountField, LocationField, ModelsField, SessionIdField } from './create-inputs.tsx'
import { FallbackFields } from './fallback-fields.tsx'
import { LeaseField } from './lease-field.tsx'
import { readCount, readLease } from '../sessions/session-validators.ts'
import { SizeField } from './size-field.tsx'
import { SpendGuardField } from './spend-guard-field.tsx'
import { useRuntimeStore } from '../../runtime/use-runtime-store.ts'

/** What was asked for with one click, and what becomes of it. */
type Starts = {
  wanted: readonly WantedStart[]
  results: Promise<ServiceResult<Started>[]>
}

/**
 * The form that starts sessions.
 * @param props `template`: what to begin with; `replaces`: the session to stop once the new one is
 *   Ready
 */
export function CreateForm({
  template = null,
  replaces = null,
  onCreated,
}: {
  template?: CreateTemplate | null
  replaces?: WantedStart['replaces']
  onCreated: (ref: EndpointRef, id: string) => void
}) {
  const runtime = useRuntime()
  const isForgetful = useCreateIntents((state) => state.isRefused)
  const refs = endpointRefs(useRuntimeStore(accountsStore, (state) => state.accounts))
  const { register, handleSubmit, control, setValue, formState } = useForm<CreateFields>({
    defaultValues: initialFields(refs, template),
  })
  const { errors } = formState
  const [location, fallbacks, size, lease] = useWatch({
    control,
    name: ['location', 'fallbacks', 'size', 'lease'],
  })
  const needed = neededFor({ location, fallbacks }, refs)
  const guard = useSpendGuard(control)
  const takenIds = useTakenIds()

  const submission = useRef(newSubmission())
  const stopTelling = useRef(() => {})
  useEffect(() => () => stopTelling.current(), [])
  const mutation = useMutation({
    mutationFn: async ({ wanted, results: pending }: Starts): Promise<Started> => {
      const results = await pending
      const first = results.find(({ ok }) => ok) ?? results[0]
      if (!first) throw new Error('a batch has at least one session')
      const started = unwrap(first)
      const failed = wanted.filter((_, index) => !results[index]?.ok)
      if (failed.length > 0)
        addToast({
          tone: 'failure',
          text: t('create.someFailed', {
            failed: failed.length,
            count: wanted.length,
            ids: failed.map(({ id, candidates }) => id || candidates[0]?.size).join(', '),
          }),
          error: null,
        })
      return started
    },
  })
  const start = (values: CreateFields) => {
    const wanted = wantedOf(values, refs, replaces)
    const submitted = submitStarts(runtime, submission.current, wanted)
    if (submitted === null) return
    const { ids, results } = submitted
    stopTelling.current()
    stopTelling.current = tellByForm(ids)
    mutation.mutate(
      { wanted, results },
      // Not options of the mutation: a form that was closed meanwhile takes the user nowhere.
      {
        onSuccess: ({ ref, id }) => onCreated(ref, id),
        // It stands in the form.
        onError: () => void dismissCreates(ids, leftNothing),
      },
    )
  }
  const error = serviceErrorOf(mutation.error)

  if (refs.length === 0) return <Banner tone="warning">{t('create.noAccount')}</Banner>
  return (
    <form
      className="grid gap-5 p-5"
      noValidate
      onSubmit={(event) => void handleSubmit(start)(event)}
    >
      {isForgetful && <Banner tone="warning">{t('create.forgetful')}</Banner>}
      <LocationField refs={refs} register={register} />
      {needed.id && (
        <SessionIdField
          register={register}
          error={errors.sessionId?.message}
          // An ID field that is hidden, because v1 assigns the ID, must not block the form.
          validate={(all) => !neededFor(all, refs).id || idProblem(all, takenIds())}
        />
      )}
      <SizeField register={register} size={size} error={errors.otherSize?.message} />
      <LeaseField
        register={register}
        setValue={setValue}
        leaseMs={readLease(lease)}
        error={errors.lease?.message}
      />
      <FallbackFields control={control} register={register} refs={refs} />
      {needed.models && <ModelsField register={register} error={errors.models?.message} />}
      {!replaces && <CountField register={register} error={errors.count?.message} />}
      {guard && (
        <SpendGuardField guard={guard} register={register} error={errors.word?.message} />
      )}
      {error && (
        <div role="alert" className="bg-error-wash border-error/40 rounded border p-3 text-sm">
          <ErrorDetails error={error} context="create" />
        </div>
      )}
      <SubmitRow isPending={mutation.isPending} isReplacing={replaces !== null} />
    </form>
  )
}

/** Returns the limit that the start would exceed, or null. */
function useSpendGuard(control: Control<CreateFields>): SpendGuard | null {
  const [lease, typedCount] = useWatch({ control, name: ['lease', 'count'] })
  const { rows } = useFleet()
  const limits = useRuntimeStore(preferencesStore, (state) => state)
  const leaseMs = readLease(lease)
  if (leaseMs === null) return null
  const runningLeasesMs = rows
    .filter(({ session }) => !isTerminal(session.status))
    .map(({ session }) => session.leaseMs)
  return spendGuard(runningLeasesMs, { count: readCount(typedCount) ?? 1, leaseMs }, limits)
}

/** Returns a way to the IDs that run or may be started, as of the moment it is called. */
function useTakenIds(): () => ReadonlySet<string> {
  const { rows } = useFleet()
  return () =>
    new Set([
      ...rows.map(({ session }) => session.id),
      ...idsUnderWay(
        [...useCreateIntents.getState().rows.values()],
        [...useStartPlans.getState().rows.values()],
      ),
    ])
}

function SubmitRow({ isPending, isReplacing }: { isPending: boolean; isReplacing: boolean }) {
  const isOffline = useIsOffline()
  const label = isReplacing ? 'replace.submit' : 'create.submit'
  return (
    <div className="flex items-center gap-3">
      <Button
        type="submit"
        variant="primary"
        disabledReason={
          isPending ? t('create.pending') : isOffline ? t('blocked.offline') : null
        }
      >
        {t(isPending ? 'create.pending' : label)}
      </Button>
      <p className="text-muted text-xs">
        {t(isReplacing ? 'replace.billing' : 'create.billing')}
      </p>
    </div>
  )
}
