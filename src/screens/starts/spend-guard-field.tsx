import type { UseFormRegisterReturn } from 'react-hook-form'
import { t } from '../../i18n/t.ts'
import { TextField } from '../../ui/field.tsx'
import type { SpendGuard } from '../../starts/spend-limits.ts'

/** What has to be typed to start beyond the own limits. */
export const START_WORD = 'START'

/** Says which limit a start would break, and takes the word that starts anyway. */
export function SpendGuardField({
  guard,
  error,
  field,
}: {
  guard: SpendGuard
  error: string | undefined
  field: UseFormRegisterReturn
}) {
  return (
    <div className="bg-soon-wash border-line grid gap-2 rounded border p-3 text-sm">
      <p role="status">
        {t(guard.limit === 'sessions' ? 'create.guardSessions' : 'create.guardHours', {
          wouldBe: guard.wouldBe,
          max: guard.max,
        })}
      </p>
      <TextField label={t('create.guardWord')} error={error} autoComplete="off" {...field} />
    </div>
  )
}
