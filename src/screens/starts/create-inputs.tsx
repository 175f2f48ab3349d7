import type { UseFormRegister } from 'react-hook-form'
import { formatList } from '../../i18n/format.ts'
import { t } from '../../i18n/t.ts'
import { endpointLabel } from '../../service/endpoints.ts'
import type { EndpointRef } from '../../accounts/accounts.ts'
import { locationKeyOf } from '../../accounts/endpoint-lookup.ts'
import { MAX_BATCH } from '../../starts/spend-limits.ts'
import { Field, TextField } from '../../ui/field.tsx'
import { inputClass } from '../../ui/input-class.ts'
import { modelsError, readCount } from '../sessions/session-validators.ts'
import type { CreateFields } from './create-fields.ts'

/** The simple fields of the form that starts sessions. */

type InputProps = {
  register: UseFormRegister<CreateFields>
  error: string | undefined
}

/** The account and region to start in. */
export function LocationField({
  refs,
  register,
}: Pick<InputProps, 'register'> & { refs: readonly EndpointRef[] }) {
  return (
    <Field label={t('create.place')} hint={t('create.placeHint')}>
      {(field) => (
        <select {...field} {...register('location')} className={inputClass}>
          {refs.map((ref) => (
            <option key={locationKeyOf(ref)} value={locationKeyOf(ref)}>
              {endpointLabel(ref.endpoint)} · {ref.account.name} ({ref.account.apiVersion})
            </option>
          ))}
        </select>
      )}
    </Field>
  )
}

/** The ID of the session, or the pattern of a batch. */
export function SessionIdField({
  register,
  error,
  validate,
}: InputProps & { validate: (fields: CreateFields) => string | true }) {
  return (
    <TextField
      label={t('create.id')}
      hint={t('create.idHint')}
      error={error}
      className="font-mono"
      autoComplete="off"
      spellCheck={false}
      {...register('sessionId', { validate: (_value, fields) => validate(fields) })}
    />
  )
}

/** The models that a v1 session loads before it is Ready. */
export function ModelsField({ register, error }: InputProps) {
  return (
    <Field label={t('create.models')} hint={t('create.modelsHint')} error={error}>
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
  )
}

/** The most IDs that are named one by one. */
const MAX_NAMED = 3

/**
 * The number of sessions to start.
 * @param props `ids`: the IDs of the sessions; none where the service assigns them
 */
export function CountField({ register, error, ids }: InputProps & { ids: readonly string[] }) {
  const hint = t('create.countHint', { max: MAX_BATCH, n: '{n}' })
  return (
    <TextField
      label={t('create.count')}
      hint={
        ids.length > 1 ? (
          <>
            {hint} <span className="break-words">{batchText(ids)}</span>
          </>
        ) : (
          hint
        )
      }
      error={error}
      inputMode="numeric"
      autoComplete="off"
      className="max-w-24"
      {...register('count', {
        validate: (value) =>
          readCount(value) !== null || t('create.badCount', { max: MAX_BATCH }),
      })}
    />
  )
}

/** Returns what the sessions of a batch are called. */
function batchText(ids: readonly string[]): string {
  return ids.length <= MAX_NAMED
    ? t('create.batchIds', { ids: formatList(ids) })
    : t('create.batchRange', { first: ids[0] ?? '', last: ids.at(-1) ?? '' })
}
