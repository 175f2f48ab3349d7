import { useForm, type UseFormRegister, useWatch } from 'react-hook-form'
import { formatDuration, formatEndDay } from '../../i18n/format.ts'
import { formatMoney } from '../../i18n/format-money.ts'
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
import { formBodyClass, formClass, FormFooter } from '../../ui/form-footer.tsx'
import { Properties, Property } from '../../ui/properties.tsx'
import { useNowMs } from '../../util/ticker.ts'
import { ErrorDetails } from '../shell/error-details.tsx'
import { useUnsavedEntries } from '../shell/unsaved-entries.tsx'
import { blockedText } from './blocked-text.ts'
import {
  type CurrentLease,
  type ExtendFields,
  type ExtendProblem,
  extendProblem,
  firstExtendFields,
  wantedLeaseMs,
} from './extend-fields.ts'
import { extendProblemText } from './extend-problem-text.ts'

/**
 * Extends a lease to a new total or until a time of day, with a preview of the result.
 * @param props `isUntil`: it begins with an end time
 */
export function ExtendForm({
  row,
  isUntil,
  onDone,
}: {
  row: FleetRow
  isUntil: boolean
  onDone: () => void
}) {
  const nowMs = useNowMs()
  const view = useLeaseView(row, nowMs)
  const lease: CurrentLease = {
    leaseMs: row.session.leaseMs,
    endsAtMs: view.kind === 'counting' ? view.endsAtMs : null,
  }
  const { register, handleSubmit, control, formState } = useForm<ExtendFields>({
    defaultValues: firstExtendFields(lease, isUntil),
  })
  const fields = useWatch({ control })
  const conditions = useActionConditions(row)
  const blocked = extendBlocked(row, { toLeaseMs: MAX_EXTENDED_LEASE_MS }, conditions)
  const problem = extendProblem(fields, lease, nowMs)
  const { mutate: extend, data: outcome, isPending } = useExtendSession()
  const { release, question } = useUnsavedEntries(formState.isDirty && !isPending)

  const submit = (values: ExtendFields) => {
    const toLeaseMs = wantedLeaseMs(values, lease, nowMs)
    if (blocked !== null || toLeaseMs === null) return
    const onSuccess = ({ ok }: { ok: boolean }) => {
      if (!ok) return
      release()
      onDone()
    }
    extend({ row, change: { toLeaseMs } }, { onSuccess })
  }
  const isPreviewed = blocked === null && problem === null
  return (
    <form
      className={formClass}
      noValidate
      onSubmit={(event) => void handleSubmit(submit)(event)}
    >
      {question}
      <div className={formBodyClass}>
        <fieldset disabled={isPending || blocked === 'at-cap'} className="grid min-w-0 gap-5">
          <ModeFields register={register} isEndKnown={lease.endsAtMs !== null} />
          <GoalField
            mode={fields.mode}
            register={register}
            error={shownProblem(problem, formState.isSubmitted)}
            validate={(values) => extendProblemText(extendProblem(values, lease, nowMs))}
            untilMs={fields.mode === 'until' ? nextTimeOfDay(fields.until ?? '', nowMs) : null}
            nowMs={nowMs}
          />
        </fieldset>
        <Sum
          row={row}
          lease={lease}
          wantedMs={isPreviewed ? wantedLeaseMs(fields, lease, nowMs) : null}
          nowMs={nowMs}
        />
        {blocked !== null && (
          <p role="alert" className="text-error text-sm">
            {blockedText(blocked)}
          </p>
        )}
        {outcome && 'error' in outcome && (
          <div
            role="alert"
            className="bg-error-wash border-error/40 rounded border p-3 text-sm"
          >
            <ErrorDetails error={outcome.error} context="extend" />
          </div>
        )}
      </div>
      <FormFooter>
        <SubmitRow blocked={blocked} isPending={isPending} />
      </FormFooter>
    </form>
  )
}

/** What can't be read while it is being typed is reported only once it was submitted. */
function shownProblem(problem: ExtendProblem | null, isSubmitted: boolean): string | null {
  if (problem === null || (problem.kind === 'unreadable' && !isSubmitted)) return null
  return extendProblemText(problem)
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
  error,
  validate,
  untilMs,
  nowMs,
}: {
  mode: ExtendFields['mode'] | undefined
  register: UseFormRegister<ExtendFields>
  error: string | null
  /** Returns what is wrong with the fields; null when nothing is. */
  validate: (fields: ExtendFields) => string | null
  /** The moment that the time of day stands for, local clock, epoch ms; null: none. */
  untilMs: number | null
  nowMs: number
}) {
  const rules = {
    validate: (_value: string, fields: ExtendFields) => validate(fields) ?? true,
  }
  if (mode === 'until')
    return (
      <TextField
        type="time"
        label={t('extend.until')}
        hint={
          untilMs === null
            ? t('extend.untilHint')
            : t('extend.untilDay', { time: formatEndDay(untilMs, nowMs) })
        }
        error={error}
        {...register('until', rules)}
      />
    )
  return mode === 'total' ? (
    <TextField
      label={t('extend.total')}
      hint={t('extend.totalHint')}
      error={error}
      autoComplete="off"
      {...register('total', rules)}
    />
  ) : null
}

/** Stands for a value while nothing valid is entered. */
const NOT_YET = '—'

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
              ? NOT_YET
              : t('extend.sum', {
                  total: formatDuration(leaseMs + addedMs),
                  added: formatDuration(addedMs),
                })
          }
        />
        <Property
          name={t('extend.newEnd')}
          value={
            addedMs === null || endsAtMs === null
              ? null
              : formatEndDay(endsAtMs + addedMs, nowMs)
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
    <>
      <Button
        type="submit"
        variant="primary"
        disabledReason={pending ?? (blocked === null ? null : blockedText(blocked))}
      >
        {pending ?? t('extend.submit')}
      </Button>
      <p className="text-muted min-w-0 flex-1 text-xs">{t('extend.onlyGrows')}</p>
    </>
  )
}
