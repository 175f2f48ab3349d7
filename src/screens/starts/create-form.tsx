import { useEffect, useRef } from 'react'
import { type Control, useForm, useWatch } from 'react-hook-form'
import { ErrorDetails } from '../shell/error-details.tsx'
import { useUnsavedEntries } from '../shell/unsaved-entries.tsx'
import { t } from '../../i18n/t.ts'
import type { ServiceError } from '../../service/result.ts'
import { isTerminal } from '../../lease/session-rules.ts'
import { useFleet } from '../../sessions/fleet.tsx'
import { isStartPlan, type WantedStart } from '../../starts/start-session.ts'
import { useCreateSession } from '../../starts/use-create-session.ts'
import { type EndpointRef, endpointRefs, accountsStore } from '../../accounts/accounts.ts'
import { createIntentsStore } from '../../starts/create-intents-table.ts'
import { startPlansStore } from '../../starts/start-plans-table.ts'
import { preferencesStore } from '../../runtime/preferences.ts'
import { Banner } from '../../ui/banner.tsx'
import { Button } from '../../ui/button.tsx'
import { formBodyClass, formClass, FormFooter } from '../../ui/form-footer.tsx'
import { useIsOffline } from '../../util/use-is-offline.ts'
import { batchIds, type SpendGuard, spendGuard } from '../../starts/spend-limits.ts'
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
import { StartProgress } from './start-progress.tsx'
import { SpendGuardField } from './spend-guard-field.tsx'
import { useRuntimeStore } from '../../runtime/use-runtime-store.ts'
import { useRuntime } from '../../runtime/runtime-context.ts'
import { storageHealthStore } from '../../runtime/storage-health.ts'

/**
 * The form that starts sessions.
 * @param props `template`: what to begin with; `replaces`: the session to stop once the new one is
 *   Ready; `onCreated`: called when a single session without fallbacks was accepted; of other
 *   starts the form itself shows what comes of them, until `onClose`
 */
export function CreateForm({
  template = null,
  replaces = null,
  onCreated,
  onClose,
}: {
  template?: CreateTemplate | null
  replaces?: WantedStart['replaces']
  onCreated: (ref: EndpointRef, id: string) => void
  onClose: () => void
}) {
  const isForgetful = useRuntimeStore(storageHealthStore, (state) => state.isRefused)
  const refs = endpointRefs(useRuntimeStore(accountsStore, (state) => state.accounts))
  const { register, handleSubmit, control, setValue, formState } = useForm<CreateFields>({
    defaultValues: initialFields(refs, template),
  })
  const { errors } = formState
  const [location, fallbacks, size, lease, typedId, typedCount] = useWatch({
    control,
    name: ['location', 'fallbacks', 'size', 'lease', 'sessionId', 'count'],
  })
  const count = readCount(typedCount) ?? 1
  const needed = neededFor({ location, fallbacks }, refs)
  const guard = useSpendGuard(control)
  const takenIds = useTakenIds()
  const { start, retry, edit, submitted, isPending, error } = useCreateSession(
    ({ ref, id }, asked) => {
      if (!needsSummary(asked)) onCreated(ref, id)
    },
  )
  const hasSummary = needsSummary(submitted.map(({ wanted }) => wanted))
  const isLocked = isPending || hasSummary
  // A start under way goes on without its form.
  const { question } = useUnsavedEntries(formState.isDirty && !isLocked)
  const submit = handleSubmit((fields) => start(wantedOf(fields, refs, replaces)))

  if (refs.length === 0) return <Banner tone="warning">{t('create.noAccount')}</Banner>
  return (
    <form className={formClass} noValidate onSubmit={(event) => void submit(event)}>
      {question}
      <div className={formBodyClass}>
        {isLocked && <StartProgress starts={submitted} onRetry={retry} />}
        <fieldset disabled={isLocked} className="grid min-w-0 gap-5">
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
          {!replaces && (
            <CountField
              register={register}
              error={errors.count?.message}
              ids={needed.id ? batchIds(typedId.trim(), count) : []}
            />
          )}
          {guard && (
            <SpendGuardField guard={guard} register={register} error={errors.word?.message} />
          )}
        </fieldset>
        {error && !isLocked && <StartFailure error={error} />}
      </div>
      <FormFooter>
        {hasSummary && !isPending ? (
          <>
            <Button variant="primary" onClick={onClose}>
              {t('progress.done')}
            </Button>
            <Button onClick={edit}>{t('progress.edit')}</Button>
          </>
        ) : (
          <SubmitRow
            isPending={isPending}
            isReplacing={replaces !== null}
            count={count}
            needsNetwork={needed.network}
          />
        )}
      </FormFooter>
    </form>
  )
}

/** Whether starts stay in the form: a batch, and what tries several places or replaces a session. */
function needsSummary(wanted: readonly WantedStart[]): boolean {
  return wanted.length > 1 || wanted.some(isStartPlan)
}

/** Why nothing was started. Takes the focus from the progress that it follows. */
function StartFailure({ error }: { error: ServiceError }) {
  const box = useRef<HTMLDivElement>(null)
  useEffect(() => {
    box.current?.focus()
    box.current?.scrollIntoView({ block: 'nearest' })
  }, [error])
  const isUndone = error.kind === 'cancelled'
  return (
    <div
      ref={box}
      tabIndex={-1}
      role={isUndone ? 'status' : 'alert'}
      className={`rounded border p-3 text-sm ${isUndone ? 'bg-bar border-line' : 'bg-error-wash border-error/40'}`}
    >
      {isUndone ? t('progress.undone') : <ErrorDetails error={error} context="create" />}
    </div>
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

function SubmitRow({
  isPending,
  isReplacing,
  count,
  needsNetwork,
}: {
  isPending: boolean
  isReplacing: boolean
  count: number
  needsNetwork: boolean
}) {
  const isOffline = useIsOffline() && needsNetwork
  const label = isReplacing ? 'replace.submit' : 'create.submit'
  return (
    <>
      <Button
        type="submit"
        variant="primary"
        disabledReason={
          isPending ? t('create.pending') : isOffline ? t('blocked.offline') : null
        }
      >
        {isPending ? t('create.pending') : t(label, { count })}
      </Button>
      <p className="text-muted min-w-0 flex-1 text-xs">
        {t(isReplacing ? 'replace.billing' : 'create.billing')}
      </p>
    </>
  )
}
