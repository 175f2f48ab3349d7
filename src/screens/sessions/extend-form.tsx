import { type FieldErrors, useForm, type UseFormRegister, useWatch } from 'react-hook-form'
import { formatDuration, formatEnd, formatMoney } from '../../i18n/format.ts'
import { t } from '../../i18n/t.ts'
import { MAX_EXTENDED_LEASE_MS } from '../../lease/limits.ts'
import { nextTimeOfDay } from '../../lease/time-of-day.ts'
import { costOf } from '../../monitor/cost.ts'
import { preferencesStore } from '../../runtime/preferences.ts'
import { useRuntimeStore } from '../../runtime/use-runtime-store.ts'
import { type BlockedReason, extendBlocked } from '../../sessions/action-rules.ts'
import type { FleetRow } from '../../sessions/fleet-model.ts'
import { useLeaseView } from '../../sessions/time-left.ts'
import { useActionConditions, useExtendSession } from '../../sessions/use-session-actions.ts'
import { Button } from '../../ui/button.tsx'
import { FieldGroup, TextField } from '../../ui/field.tsx'
import { Properties, Property } from '../../ui/properties.tsx'
import { useNowMs } from '../../util/ticker.ts'
import { ErrorDetails } from '../shell/error-details.tsx'
import { useUnsavedEntries } from '../shell/unsaved-entries.tsx'
import { blockedText } from './blocked-text.ts'
import {
  type CurrentLease,
  type ExtendFields,
  firstExtendFields,
  wantedLeaseMs,
} from './extend-fields.ts'
import { leaseError } from './session-validators.ts'

/** Extends a lease to a new total or until a time of day, with a preview of the result. */
export function ExtendForm({ row, onDone }: { row: FleetRow; onDone: () => void }) {
  const nowMs = useNowMs()
  const view = useLeaseView(row, nowMs)
  const lease: CurrentLease = {
    leaseMs: row.session.leaseMs,
    endsAtMs: view.kind === 'counting' ? view.endsAtMs : null,
  }
  const { register, handleSubmit, control, formState } = useForm<ExtendFields>({
    defaultValues: firstExtendFields(lease),
  })
  const fields = useWatch({ control })
  const conditions = useActionConditions(row)
  const wantedMs = wantedLeaseMs(fields, lease, nowMs)
  const blocked =
    wantedMs === null ? null : extendBlocked(row, { toLeaseMs: wantedMs }, conditions)
  const { mutate: extend, data: outcome, isPending } = useExtendSession()
  const { release, question } = useUnsavedEntries(formState.isDirty && !isPending)
  const done = () => {
    release()
    onDone()
  }

  const submit = (values: ExtendFields) => {
    const toLeaseMs = wantedLeaseMs(values, lease, nowMs)
    if (blocked !== null || toLeaseMs === null) return
    extend({ row, change: { toLeaseMs } }, { onSuccess: ({ ok }) => ok && done() })
  }
  return (
    <form
      className="grid gap-5 p-5"
      noValidate
      onSubmit={(event) => void handleSubmit(submit)(event)}
    >
      {question}
      <ModeFields register={register} isEndKnown={lease.endsAtMs !== null} />
      <GoalField
        mode={fields.mode}
        register={register}
        errors={formState.errors}
        nowMs={nowMs}
      />
      <Sum row={row} lease={lease} wantedMs={wantedMs} nowMs={nowMs} />
      {blocked !== null && (
        <p role="alert" className="text-error text-sm">
          {blockedText(blocked)}
        </p>
      )}
      {outcome && 'error' in outcome && (
        <div role="alert" className="bg-error-wash border-error/40 rounded border p-3 text-sm">
          <ErrorDetails error={outcome.error} context="extend" />
        </div>
      )}
      <SubmitRow blocked={blocked} isPending={isPending} />
    </form>
  )
}

function ModeFields({
  register,
  isEndKnown,
}: {
  register: UseFormRegister<ExtendFields>
  isEndKnown: boolean
}) {
  return (
    <FieldGroup legend={t('extend.mode')}>
      <div className="flex flex-wrap gap-x-5 gap-y-1 text-sm">
        <label className="flex items-center gap-1.5">
          <input type="radio" value="total" {...register('mode')} />
          {t('extend.modeTotal')}
        </label>
        <label className="flex items-center gap-1.5">
          <input type="radio" value="until" disabled={!isEndKnown} {...register('mode')} />
          {t('extend.modeUntil')}
        </label>
        <label className="flex items-center gap-1.5">
          <input type="radio" value="max" {...register('mode')} />
          {t('extend.modeMax')}
        </label>
      </div>
    </FieldGroup>
  )
}

/** The field of the chosen mode. The maximum needs none. */
function GoalField({
  mode,
  register,
  errors,
  nowMs,
}: {
  mode: ExtendFields['mode'] | undefined
  register: UseFormRegister<ExtendFields>
  errors: FieldErrors<ExtendFields>
  nowMs: number
}) {
  if (mode === 'until')
    return (
      <TextField
        type="time"
        label={t('extend.until')}
        hint={t('extend.untilHint')}
        error={errors.until?.message}
        {...register('until', {
          validate: (value, fields) =>
            fields.mode !== 'until' ||
            nextTimeOfDay(value, nowMs) !== null ||
            t('extend.untilMissing'),
        })}
      />
    )
  return mode === 'total' ? (
    <TextField
      label={t('extend.total')}
      hint={t('create.leaseHint')}
      error={errors.total?.message}
      autoComplete="off"
      {...register('total', {
        validate: (value, fields) =>
          fields.mode !== 'total' || leaseError(value, MAX_EXTENDED_LEASE_MS),
      })}
    />
  ) : null
}

/** A preview of the lease, its end, and its cost. */
function Sum({
  row,
  lease: { leaseMs, endsAtMs },
  wantedMs,
  nowMs,
}: {
  row: FleetRow
  lease: CurrentLease
  wantedMs: number | null
  nowMs: number
}) {
  const preferences = useRuntimeStore(preferencesStore, (state) => state)
  const addedMs = wantedMs === null ? null : wantedMs - leaseMs
  const addedCost = addedMs === null ? null : costOf(preferences, row.session.size, addedMs)
  return (
    <div className="bg-bar border-line rounded border px-3 py-2">
      <Properties>
        <Property name={t('extend.now')} value={formatDuration(leaseMs)} />
        <Property
          name={t('extend.then')}
          value={
            addedMs === null
              ? null
              : t('extend.sum', {
                  total: formatDuration(leaseMs + addedMs),
                  added: formatDuration(addedMs),
                })
          }
        />
        <Property
          name={t('extend.newEnd')}
          value={
            addedMs === null || endsAtMs === null ? null : formatEnd(endsAtMs + addedMs, nowMs)
          }
        />
        {addedCost !== null && (
          <Property
            name={t('extend.addedCost')}
            value={formatMoney(addedCost, preferences.currency)}
          />
        )}
        <Property
          name={t('extend.room')}
          value={formatDuration(Math.max(0, MAX_EXTENDED_LEASE_MS - leaseMs))}
        />
      </Properties>
    </div>
  )
}

function SubmitRow({
  blocked,
  isPending,
}: {
  blocked: BlockedReason | null
  isPending: boolean
}) {
  const pending = isPending ? t('extend.pending') : null
  return (
    <div className="flex items-center gap-3">
      <Button
        type="submit"
        variant="primary"
        disabledReason={pending ?? (blocked === null ? null : blockedText(blocked))}
      >
        {pending ?? t('extend.submit')}
      </Button>
      <p className="text-muted text-xs">{t('extend.onlyGrows')}</p>
    </div>
  )
}
