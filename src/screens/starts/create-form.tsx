import { type Control, useForm, useWatch } from 'react-hook-form'
import { ErrorDetails } from '../shell/error-details.tsx'
import { useUnsavedEntries } from '../shell/unsaved-entries.tsx'
import { t } from '../../i18n/t.ts'
import { isTerminal } from '../../lease/session-rules.ts'
import { useFleet } from '../../sessions/fleet.tsx'
import type { WantedStart } from '../../starts/start-session.ts'
import { useCreateSession } from '../../starts/use-create-session.ts'
import { type EndpointRef, endpointRefs, accountsStore } from '../../accounts/accounts.ts'
import { createIntentsStore } from '../../starts/create-intents-table.ts'
import { startPlansStore } from '../../starts/start-plans-table.ts'
import { preferencesStore } from '../../runtime/preferences.ts'
import { Banner } from '../../ui/banner.tsx'
import { Button } from '../../ui/button.tsx'
import { useIsOffline } from '../../util/use-is-offline.ts'
import { type SpendGuard, spendGuard } from '../../starts/spend-limits.ts'
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
import { useRuntime } from '../../runtime/runtime-context.ts'
import { storageHealthStore } from '../../runtime/storage-health.ts'

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
  const isForgetful = useRuntimeStore(storageHealthStore, (state) => state.isRefused)
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
  const { start, isPending, error } = useCreateSession(({ ref, id }) => onCreated(ref, id))
  // A start under way goes on without its form.
  const { question } = useUnsavedEntries(formState.isDirty && !isPending)
  const submit = handleSubmit((fields) => start(wantedOf(fields, refs, replaces)))

  if (refs.length === 0) return <Banner tone="warning">{t('create.noAccount')}</Banner>
  return (
    <form className="grid gap-5 p-5" noValidate onSubmit={(event) => void submit(event)}>
      {question}
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
      <SubmitRow isPending={isPending} isReplacing={replaces !== null} />
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
  const runtime = useRuntime()
  const { rows } = useFleet()
  return () =>
    new Set([
      ...rows.map(({ session }) => session.id),
      ...idsUnderWay(
        [...createIntentsStore(runtime).getState().rows.values()],
        [...startPlansStore(runtime).getState().rows.values()],
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
