import { useForm, useWatch } from 'react-hook-form'
import { blockedText } from './blocked-text.ts'
import { ErrorDetails } from '../shell/error-details.tsx'
import { formatDuration, formatEnd, formatMoney, formatTime } from '../../i18n/format.ts'
import { t } from '../../i18n/t.ts'
import { MAX_EXTENDED_LEASE_MS } from '../../lease/limits.ts'
import { nextTimeOfDay } from '../../lease/time-of-day.ts'
import { useExtendSession } from '../../sessions/use-session-actions.ts'
import { extendBlocked } from '../../sessions/action-rules.ts'
import type { FleetRow } from '../../sessions/fleet-model.ts'
import { useLeaseView } from '../../sessions/time-left.ts'
import { useRuntime } from '../../runtime/runtime-context.ts'
import { preferencesStore } from '../../runtime/preferences.ts'
import { Button } from '../../ui/button.tsx'
import { FieldGroup, TextField } from '../../ui/field.tsx'
import { Properties, Property } from '../../ui/properties.tsx'
import { useNowMs } from '../../util/ticker.ts'
import { costOf } from '../../monitor/cost.ts'
import { leaseError, readLease } from './session-validators.ts'
import { useRuntimeStore } from '../../runtime/use-runtime-store.ts'

type ExtendFields = { mode: 'total' | 'until' | 'max'; total: string; until: string }

/** Lengthens a lease to a new total, or until a time of day; shows the sum before it is sent. */
export function ExtendForm({ row, onDone }: { row: FleetRow; onDone: () => void }) {
  const runtime = useRuntime()
  const nowMs = useNowMs()
  const view = useLeaseView(row, nowMs)
  const { leaseMs } = row.session
  const endsAtMs = view.kind === 'counting' ? view.endsAtMs : null
  const {
    register,
    handleSubmit,
    control,
    formState: { errors },
  } = useForm<ExtendFields>({
    defaultValues: {
      mode: 'total',
      total: clockText(Math.min(leaseMs + 60 * 60_000, MAX_EXTENDED_LEASE_MS)),
      until: endsAtMs === null ? '' : formatTime(endsAtMs + 60 * 60_000),
    },
  })
  const fields = useWatch({ control })

  /** The absolute lease that the fields ask for, whole minutes, rounded up. */
  const wantedLeaseMs = ({ mode, total, until }: Partial<ExtendFields>): number | null => {
    if (mode === 'max') return MAX_EXTENDED_LEASE_MS
    if (mode === 'total') return readLease(total ?? '')
    const untilMs = nextTimeOfDay(until ?? '', nowMs)
    if (untilMs === null || endsAtMs === null) return null
    return Math.ceil((leaseMs + untilMs - endsAtMs) / 60_000) * 60_000
  }
  const wantedMs = wantedLeaseMs(fields)
  const preferences = useRuntimeStore(preferencesStore, (state) => state)
  const addedCost =
    wantedMs === null ? null : costOf(preferences, row.session.size, wantedMs - leaseMs)
  const blocked =
    wantedMs === null ? null : extendBlocked(runtime, row, { toLeaseMs: wantedMs })

  const { mutate: extend, data: outcome, isPending } = useExtendSession()
  const error = outcome && 'error' in outcome ? outcome.error : null

  return (
    <form
      className="grid gap-5 p-5"
      noValidate
      onSubmit={(event) =>
        void handleSubmit((values) => {
          const toLeaseMs = wantedLeaseMs(values)
          if (blocked !== null || toLeaseMs === null) return
          extend({ row, change: { toLeaseMs } }, { onSuccess: ({ ok }) => ok && onDone() })
        })(event)
      }
    >
      <FieldGroup legend={t('extend.mode')}>
        <div className="flex flex-wrap gap-x-5 gap-y-1 text-sm">
          <label className="flex items-center gap-1.5">
            <input type="radio" value="total" {...register('mode')} />
            {t('extend.modeTotal')}
          </label>
          <label className="flex items-center gap-1.5">
            <input
              type="radio"
              value="until"
              disabled={endsAtMs === null}
              {...register('mode')}
            />
            {t('extend.modeUntil')}
          </label>
          <label className="flex items-center gap-1.5">
            <input type="radio" value="max" {...register('mode')} />
            {t('extend.modeMax')}
          </label>
        </div>
      </FieldGroup>
      {fields.mode === 'until' ? (
        <TextField
          type="time"
          label={t('extend.until')}
          hint={t('extend.untilHint')}
          error={errors.until?.message}
          {...register('until', {
            validate: (value, { mode }) =>
              mode !== 'until' ||
              nextTimeOfDay(value, nowMs) !== null ||
              t('extend.untilMissing'),
          })}
        />
      ) : (
        fields.mode === 'total' && (
          <TextField
            label={t('extend.total')}
            hint={t('create.leaseHint')}
            error={errors.total?.message}
            autoComplete="off"
            {...register('total', {
              validate: (value, { mode }) =>
                mode !== 'total' || leaseError(value, MAX_EXTENDED_LEASE_MS),
            })}
          />
        )
      )}
      <div className="bg-bar border-line rounded border px-3 py-2">
        <Properties>
          <Property name={t('extend.now')} value={formatDuration(leaseMs)} />
          <Property
            name={t('extend.then')}
            value={
              wantedMs === null
                ? null
                : t('extend.sum', {
                    total: formatDuration(wantedMs),
                    added: formatDuration(wantedMs - leaseMs),
                  })
            }
          />
          <Property
            name={t('extend.newEnd')}
            value={
              wantedMs === null || endsAtMs === null
                ? null
                : formatEnd(endsAtMs + wantedMs - leaseMs, nowMs)
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
      {blocked !== null && (
        <p role="alert" className="text-error text-sm">
          {blockedText(blocked)}
        </p>
      )}
      {error && (
        <div role="alert" className="bg-error-wash border-error/40 rounded border p-3 text-sm">
          <ErrorDetails error={error} context="extend" />
        </div>
      )}
      <div className="flex items-center gap-3">
        <Button
          type="submit"
          variant="primary"
          disabledReason={
            isPending ? t('extend.pending') : blocked === null ? null : blockedText(blocked)
          }
        >
          {isPending ? t('extend.pending') : t('extend.submit')}
        </Button>
        <p className="text-muted text-xs">{t('extend.onlyGrows')}</p>
      </div>
    </form>
  )
}

function clockText(ms: number) {
  return `${Math.floor(ms / 3_600_000)}:${String(Math.floor(ms / 60_000) % 60).padStart(2, '0')}`
}
