import { useMutation } from '@tanstack/react-query'
import { useForm, useWatch } from 'react-hook-form'
import { ErrorDetails } from '../components/error-details.tsx'
import { formatDuration, formatEnd } from '../i18n/format.ts'
import { t } from '../i18n/t.ts'
import { MAX_LEASE_MS } from '../lease/limits.ts'
import { isTerminal } from '../lease/session-rules.ts'
import { createSession } from '../queries/create-session.ts'
import { serviceErrorOf, unwrap } from '../queries/failure.ts'
import { useFleet } from '../queries/fleet.tsx'
import { useRuntime } from '../queries/runtime-context.ts'
import { endpointLabel } from '../service/endpoints.ts'
import type { EndpointRef } from '../stores/accounts.ts'
import { endpointRefs, useAccounts } from '../stores/accounts.ts'
import { useIntents } from '../stores/intents.ts'
import { usePreferences } from '../stores/preferences.ts'
import { addToast } from '../stores/toasts.ts'
import { Banner } from '../ui/banner.tsx'
import { Button } from '../ui/button.tsx'
import { Field, FieldGroup, inputClass, TextField } from '../ui/field.tsx'
import { randomId } from '../util/random-id.ts'
import { useNowMs } from '../util/ticker.ts'
import { useIsOffline } from '../util/use-is-offline.ts'
import { batchIds, MAX_BATCH, spendGuard } from '../watch/guards.ts'
import { SpendGuardField, START_WORD } from './spend-guard-field.tsx'
import {
  leaseError,
  modelsError,
  parseModels,
  readCount,
  readLease,
  sessionIdError,
} from './session-validators.ts'

type CreateFields = {
  place: string
  sessionId: string
  size: 'Standard' | 'Premium' | 'other'
  otherSize: string
  lease: string
  models: string
  count: string
  /** Typed to start beyond the user's own limits. */
  word: string
}

const LEASE_PRESETS_MS = [30, 60, 120, 240, 480].map((minutes) => minutes * 60_000)

const placeKey = ({ account, endpoint }: EndpointRef) => `${account.id} ${endpoint}`

const leaseText = (ms: number) =>
  `${Math.floor(ms / 3_600_000)}:${String(Math.floor(ms / 60_000) % 60).padStart(2, '0')}`

/** An id that tells what it is and will not be given twice. */
const suggestedId = () => `session-${randomId(8)}`

/** Starts a session: region, size, lease, and in v1 the models to preload. */
export const CreateForm = ({
  onCreated,
}: {
  onCreated: (ref: EndpointRef, id: string) => void
}) => {
  const runtime = useRuntime()
  const nowMs = useNowMs()
  const isForgetful = useIntents((state) => state.isRefused)
  const refs = endpointRefs(useAccounts((state) => state.accounts))
  const {
    register,
    handleSubmit,
    control,
    setValue,
    formState: { errors },
  } = useForm<CreateFields>({
    defaultValues: {
      place: refs[0] ? placeKey(refs[0]) : '',
      sessionId: suggestedId(),
      size: 'Standard',
      otherSize: '',
      lease: '1:00',
      models: '',
      count: '1',
      word: '',
    },
  })
  const fields = useWatch({ control })
  const chosen = refs.find((ref) => placeKey(ref) === fields.place) ?? refs[0]
  const isV1 = chosen?.account.apiVersion === 'v1'
  const leaseMs = readLease(fields.lease ?? '')

  const { rows } = useFleet()
  const limits = usePreferences()
  const isOffline = useIsOffline()
  const guard =
    leaseMs === null
      ? null
      : spendGuard(
          rows
            .filter(({ session }) => !isTerminal(session.status))
            .map(({ session }) => session.leaseMs),
          { count: readCount(fields.count ?? '') ?? 1, leaseMs },
          limits,
        )

  const mutation = useMutation({
    mutationFn: async (values: CreateFields) => {
      const ref = refs.find((known) => placeKey(known) === values.place)
      const ms = readLease(values.lease)
      if (!ref || ms === null) throw new Error('the form was submitted before it was valid')
      const ids = batchIds(values.sessionId.trim(), Number(values.count))
      const results = await Promise.all(
        ids.map((id) =>
          createSession(runtime, ref, {
            id,
            size: values.size === 'other' ? values.otherSize.trim() : values.size,
            leaseMs: ms,
            models: ref.account.apiVersion === 'v1' ? parseModels(values.models) : [],
          }),
        ),
      )
      const first = results.find(({ ok }) => ok) ?? results[0]
      if (!first) throw new Error('a batch has at least one session')
      const created = unwrap(first)
      const failed = ids.filter((_, index) => !results[index]?.ok)
      if (failed.length > 0)
        addToast({
          tone: 'failure',
          text: t('create.someFailed', {
            failed: failed.length,
            count: ids.length,
            ids: failed.join(', '),
          }),
          error: null,
        })
      return { ref, id: created.id }
    },
    onSuccess: ({ ref, id }) => onCreated(ref, id),
  })
  const error = serviceErrorOf(mutation.error)

  if (!chosen) return <Banner tone="warning">{t('create.noAccount')}</Banner>
  return (
    <form
      className="grid gap-5 p-5"
      noValidate
      onSubmit={(event) => void handleSubmit((values) => mutation.mutate(values))(event)}
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

      {!isV1 && (
        <TextField
          label={t('create.id')}
          hint={t('create.idHint')}
          error={errors.sessionId?.message}
          className="font-mono"
          autoComplete="off"
          spellCheck={false}
          {...register('sessionId', {
            validate: (value, { count }) =>
              isV1 ||
              sessionIdError(batchIds(value.trim(), readCount(count) ?? 1).at(-1) ?? ''),
          })}
        />
      )}

      <FieldGroup
        legend={t('create.size')}
        hint={
          fields.size === 'Standard'
            ? t('create.standardHint')
            : fields.size === 'Premium'
              ? t('create.premiumHint')
              : t('create.otherSizeHint')
        }
      >
        <div className="flex flex-wrap gap-x-5 gap-y-1">
          {(['Standard', 'Premium', 'other'] as const).map((size) => (
            <label key={size} className="flex items-center gap-1.5 text-sm">
              <input type="radio" value={size} {...register('size')} />
              {size === 'other' ? t('create.otherSize') : size}
            </label>
          ))}
        </div>
        {fields.size === 'other' && (
          <TextField
            label={t('create.otherSizeName')}
            error={errors.otherSize?.message}
            {...register('otherSize', {
              validate: (value, all) =>
                all.size !== 'other' || value.trim() !== '' || t('create.otherSizeMissing'),
            })}
          />
        )}
      </FieldGroup>

      <div className="grid gap-2">
        <TextField
          label={t('create.lease')}
          hint={
            leaseMs === null
              ? t('create.leaseHint')
              : t('create.leasePreview', {
                  duration: formatDuration(leaseMs),
                  time: formatEnd(nowMs + leaseMs, nowMs),
                })
          }
          error={errors.lease?.message}
          autoComplete="off"
          {...register('lease', { validate: (value) => leaseError(value, MAX_LEASE_MS) })}
        />
        <div role="group" aria-label={t('create.presets')} className="flex flex-wrap gap-1">
          {LEASE_PRESETS_MS.map((ms) => (
            <Button
              key={ms}
              size="small"
              aria-pressed={leaseMs === ms}
              className="aria-pressed:border-accent aria-pressed:bg-selected"
              onClick={() => setValue('lease', leaseText(ms), { shouldValidate: true })}
            >
              {formatDuration(ms)}
            </Button>
          ))}
        </div>
      </div>

      {isV1 && (
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
      {guard && (
        <SpendGuardField
          guard={guard}
          error={errors.word?.message}
          field={register('word', {
            validate: (value) =>
              guard === null || value.trim() === START_WORD || t('create.guardMissing'),
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
          {mutation.isPending ? t('create.pending') : t('create.submit')}
        </Button>
        <p className="text-muted text-xs">{t('create.billing')}</p>
      </div>
    </form>
  )
}
