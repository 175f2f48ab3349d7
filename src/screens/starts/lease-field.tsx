import type { UseFormRegister, UseFormSetValue } from 'react-hook-form'
import { formatDuration, formatEnd } from '../../i18n/format.ts'
import { t } from '../../i18n/t.ts'
import { MAX_LEASE_MS } from '../../lease/limits.ts'
import { Button } from '../../ui/button.tsx'
import { TextField } from '../../ui/field.tsx'
import { useNowMs } from '../../util/ticker.ts'
import type { CreateFields } from './create-fields.ts'
import { leaseError, leaseText } from '../sessions/session-validators.ts'

const PRESETS_MS = [30, 60, 120, 240, 480].map((minutes) => minutes * 60_000)

/** The lease of a new session, with the moment it would end. */
export function LeaseField({
  register,
  setValue,
  leaseMs,
  error,
}: {
  register: UseFormRegister<CreateFields>
  setValue: UseFormSetValue<CreateFields>
  /** What is typed now; null when it can't be read. */
  leaseMs: number | null
  error: string | undefined
}) {
  const nowMs = useNowMs()
  return (
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
        error={error}
        autoComplete="off"
        {...register('lease', { validate: (value) => leaseError(value, MAX_LEASE_MS) })}
      />
      <div role="group" aria-label={t('create.presets')} className="flex flex-wrap gap-1">
        {PRESETS_MS.map((ms) => (
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
  )
}
