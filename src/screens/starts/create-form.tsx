import { useMutation } from '@tanstack/react-query'
import { useEffect, useRef } from 'react'
import { useForm, useWatch } from 'react-hook-form'
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
import { endpointLabel } from '../../service/endpoints.ts'
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
import { Field, inputClass, TextField } from '../../ui/field.tsx'
import { useIsOffline } from '../../util/use-is-offline.ts'
import { MAX_BATCH, spendGuard } from '../../starts/spend-limits.ts'
import { leftNothing } from '../../starts/create-intent.ts'
import {
  type CreateFields,
  type CreateTemplate,
  idProblem,
  idsUnderWay,
  initialFields,
  neededFor,
  placeKey,
  wantedOf,
} from './create-fields.ts'
import { FallbackFields } from './fallback-fields.tsx'
import { LeaseField } from '../sessions/lease-field.tsx'
import { modelsError, readCount, readLease } from '../sessions/session-validators.ts'
import { SizeField } from './size-field.tsx'
import { SpendGuardField, START_WORD } from './spend-guard-field.tsx'
import { useRuntimeStore } from '../../runtime/use-runtime-store.ts'

/** What was asked for with one click, and what becomes of it. */
type Starts = {
  wanted: readonly WantedStart[]
  results: Promise<ServiceResult<Started>[]>
}

/**
 * Starts sessions: region, size, lease, places to fall back on, and in v1 the models to preload.
 * @param props `template`: what to begin with; `replaces`: stopped once the new one is Ready
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
  const {
    register,
    handleSubmit,
    control,
    setValue,
    formState: { errors },
  } = useForm<CreateFields>({ defaultValues: initialFields(refs, template) })
  const [place, fallbacks, size, lease, typedCount] = useWatch({
    control,
    name: ['place', 'fallbacks', 'size', 'lease', 'count'],
  })
  const needed = neededFor({ place, fallbacks }, refs)
  const leaseMs = readLease(lease)

  const { rows } = useFleet()
  const limits = useRuntimeStore(preferencesStore, (state) => state)
  const isOffline = useIsOffline()
  const runningLeasesMs = rows
    .filter(({ session }) => !isTerminal(session.status))
    .map(({ session }) => session.leaseMs)
  const count = readCount(typedCount) ?? 1
  const guard =
    leaseMs === null ? null : spendGuard(runningLeasesMs, { count, leaseMs }, limits)

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
            ids: failed.map(({ id, places }) => id || places[0]?.size).join(', '),
          }),
          error: null,
        })
      return started
    },
  })
  const takenIds = () =>
    new Set([
      ...rows.map(({ session }) => session.id),
      ...idsUnderWay(
        [...useCreateIntents.getState().rows.values()],
        [...useStartPlans.getState().rows.values()],
      ),
    ])
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
      <Field label={t('create.place')} hint={t('create.placeHint')}>
        {(field) => (
          <select {...field} {...register('place')} className={inputClass}>
            {refs.map((ref) => (
              <option key={placeKey(ref)} value={placeKey(ref)}>
                {endpointLabel(ref.endpoint)} · {ref.account.name} ({ref.account.apiVersion})
              </option>
            ))}
          </select>
        )}
      </Field>

      {needed.id && (
        <TextField
          label={t('create.id')}
          hint={t('create.idHint')}
          error={errors.sessionId?.message}
          className="font-mono"
          autoComplete="off"
          spellCheck={false}
          {...register('sessionId', {
            validate: (_value, all) =>
              // What is hidden because v1 gives the ids must not hold the form.
              !neededFor(all, refs).id || idProblem(all, takenIds()),
          })}
        />
      )}

      <SizeField register={register} size={size} error={errors.otherSize?.message} />
      <LeaseField
        register={register}
        setValue={setValue}
        leaseMs={leaseMs}
        error={errors.lease?.message}
      />
      <FallbackFields control={control} register={register} refs={refs} />

      {needed.models && (
        <Field
          label={t('create.models')}
          hint={t('create.modelsHint')}
          error={errors.models?.message}
        >
          {(field) => (
            <textarea
              {...field}
              {...register('models', { validate: modelsError })}
              rows={3}
              spellCheck={false}
              className={`${inputClass} h-auto! py-1.5 font-mono`}
            />
          )}
        </Field>
      )}

      {!replaces && (
        <TextField
          label={t('create.count')}
          hint={t('create.countHint', { max: MAX_BATCH, n: '{n}' })}
          error={errors.count?.message}
          inputMode="numeric"
          autoComplete="off"
          className="max-w-24"
          {...register('count', {
            validate: (value) =>
              readCount(value) !== null || t('create.badCount', { max: MAX_BATCH }),
          })}
        />
      )}
      {guard && (
        <SpendGuardField
          guard={guard}
          error={errors.word?.message}
          field={register('word', {
            validate: (value) => value.trim() === START_WORD || t('create.guardMissing'),
          })}
        />
      )}

      {error && (
        <div role="alert" className="bg-error-wash border-error/40 rounded border p-3 text-sm">
          <ErrorDetails error={error} context="create" />
        </div>
      )}
      <div className="flex items-center gap-3">
        <Button
          type="submit"
          variant="primary"
          disabledReason={
            mutation.isPending ? t('create.pending') : isOffline ? t('blocked.offline') : null
          }
        >
          {t(
            mutation.isPending
              ? 'create.pending'
              : replaces
                ? 'replace.submit'
                : 'create.submit',
          )}
        </Button>
        <p className="text-muted text-xs">
          {t(replaces ? 'replace.billing' : 'create.billing')}
        </p>
      </div>
    </form>
  )
}
