import { type Control, type UseFormRegister, useForm, useWatch } from 'react-hook-form'
import { t } from '../../i18n/t.ts'
import { REGIONS } from '../../service/endpoints.ts'
import { API_VERSIONS } from '../../service/session.ts'
import type { Account } from '../../accounts/accounts.ts'
import { Banner } from '../../ui/banner.tsx'
import { Button } from '../../ui/button.tsx'
import { formBodyClass, formClass, FormFooter } from '../../ui/form-footer.tsx'
import { Field, FieldGroup, TextField } from '../../ui/field.tsx'
import { inputClass } from '../../ui/input-class.ts'
import { useUnsavedEntries } from '../shell/unsaved-entries.tsx'
import { type AccountFields, endpointsOf } from './account-fields.ts'
import {
  accountIdError,
  domainError,
  endpointsError,
  endpointUrlsError,
  secretError,
} from './account-validators.ts'

/** Returns another account of this browser with the same ID and one of these endpoints. */
type FindTwin = (accountId: string, endpoints: readonly string[]) => Account | null

type SectionProps = {
  register: UseFormRegister<AccountFields>
  errors: Partial<Record<keyof AccountFields, { message?: string }>>
}

/**
 * The form of an account: its identity, the domain that issues its token, and the regions of its
 * sessions. Account domain and region are separate, because mixing them up is the most common
 * mistake.
 * @param props `hasSecret`: a key or token is in memory, so the field may stay empty;
 *   `isImported`: the form begins with values that were imported; `onSubmit`: saves them and
 *   returns what leads on from the form, null when nothing was saved
 */
export function AccountForm({
  defaults,
  hasSecret,
  isImported,
  submitLabel,
  findTwin,
  onSubmit,
}: {
  defaults: AccountFields
  hasSecret: boolean
  isImported: boolean
  submitLabel: string
  findTwin: FindTwin
  onSubmit: (fields: AccountFields) => (() => void) | null
}) {
  const { register, handleSubmit, control, formState } = useForm<AccountFields>({
    defaultValues: defaults,
  })
  const { errors } = formState
  const credentialKind = useWatch({ control, name: 'credentialKind' })
  const { release, question } = useUnsavedEntries(formState.isDirty || isImported)
  const submit = handleSubmit((fields) => {
    const goOn = onSubmit(fields)
    if (!goOn) return
    release()
    goOn()
  })
  return (
    <form
      className={formClass}
      noValidate
      autoComplete="off"
      onSubmit={(event) => void submit(event)}
    >
      {question}
      <div className={formBodyClass}>
        <IdentityFields register={register} errors={errors} />
        <EndpointFields register={register} errors={errors} />
        <TwinNote control={control} findTwin={findTwin} />
        <CredentialFields
          register={register}
          errors={errors}
          kind={credentialKind}
          keepsSecret={hasSecret && credentialKind === defaults.credentialKind}
        />
      </div>
      <FormFooter>
        <Button type="submit" variant="primary">
          {submitLabel}
        </Button>
      </FormFooter>
    </form>
  )
}

/** Says that this account was added before, because its sessions are then shown once. */
function TwinNote({
  control,
  findTwin,
}: {
  control: Control<AccountFields>
  findTwin: FindTwin
}) {
  const [accountId, regions, endpointUrls] = useWatch({
    control,
    name: ['accountId', 'regions', 'endpointUrls'],
  })
  const twin = findTwin(accountId, endpointsOf({ regions, endpointUrls }) ?? [])
  return (
    <div role="status">
      {twin && <Banner tone="info">{t('account.twin', { name: twin.name })}</Banner>}
    </div>
  )
}

function IdentityFields({ register, errors }: SectionProps) {
  return (
    <>
      <TextField
        label={t('account.name')}
        hint={t('account.nameHint')}
        error={errors.name?.message}
        {...register('name', {
          validate: (value) => value.trim() !== '' || t('account.nameMissing'),
        })}
      />
      <TextField
        label={t('account.id')}
        hint={t('account.idHint')}
        error={errors.accountId?.message}
        className="font-mono"
        spellCheck={false}
        {...register('accountId', { validate: accountIdError })}
      />
      <TextField
        label={t('account.domain')}
        hint={t('account.domainHint')}
        error={errors.accountDomain?.message}
        className="font-mono"
        spellCheck={false}
        {...register('accountDomain', { validate: domainError })}
      />
    </>
  )
}

function EndpointFields({ register, errors }: SectionProps) {
  return (
    <>
      <FieldGroup
        legend={t('account.regions')}
        hint={t('account.regionsHint')}
        error={errors.regions?.message}
      >
        <div className="grid grid-cols-2 gap-x-4 gap-y-1.5 sm:grid-cols-3">
          {REGIONS.map((region) => (
            <label key={region} className="flex items-center gap-1.5 text-sm">
              <input
                type="checkbox"
                value={region}
                {...register('regions', {
                  validate: (_value, all) => endpointsError(all.regions, all.endpointUrls),
                })}
              />
              {region}
            </label>
          ))}
        </div>
      </FieldGroup>
      <Field
        label={t('account.endpointUrls')}
        hint={t('account.endpointUrlsHint')}
        error={errors.endpointUrls?.message}
      >
        {(field) => (
          <textarea
            {...field}
            {...register('endpointUrls', { validate: endpointUrlsError })}
            rows={2}
            spellCheck={false}
            className={`${inputClass} h-auto! py-1.5 font-mono`}
          />
        )}
      </Field>
      <Field label={t('account.apiVersion')} hint={t('account.apiVersionHint')}>
        {(field) => (
          <select {...field} {...register('apiVersion')} className={inputClass}>
            {API_VERSIONS.map((version) => (
              <option key={version}>{version}</option>
            ))}
          </select>
        )}
      </Field>
    </>
  )
}

function CredentialFields({
  register,
  errors,
  kind,
  keepsSecret,
}: SectionProps & { kind: AccountFields['credentialKind']; keepsSecret: boolean }) {
  return (
    <>
      <FieldGroup legend={t('account.credential')}>
        <div className="flex flex-wrap gap-x-5 gap-y-1 text-sm">
          <label className="flex items-center gap-1.5">
            <input type="radio" value="key" {...register('credentialKind')} />
            {t('account.byKey')}
          </label>
          <label className="flex items-center gap-1.5">
            <input type="radio" value="token" {...register('credentialKind')} />
            {t('account.byToken')}
          </label>
        </div>
      </FieldGroup>
      <TextField
        type="password"
        label={t(kind === 'key' ? 'account.key' : 'account.token')}
        hint={keepsSecret ? t('account.secretKept') : t('account.secretHint')}
        error={errors.secret?.message}
        className="font-mono"
        autoComplete="off"
        spellCheck={false}
        {...register('secret', {
          validate: (value, all) =>
            (keepsSecret && value.trim() === '') || secretError(value, all.credentialKind),
        })}
      />
    </>
  )
}
