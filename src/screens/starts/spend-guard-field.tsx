import type { UseFormRegister } from 'react-hook-form'
import { t } from '../../i18n/t.ts'
import { TextField } from '../../ui/field.tsx'
import type { SpendGuard } from '../../starts/spend-limits.ts'
import type { CreateFields } from './create-fields.ts'

/** The word that confirms a start above the user's limits. */
const START_WORD = 'START'

/** Names the limit a start would exceed, and takes the word that confirms it. */
export function SpendGuardField({
  guard,
  register,
  error,
}: {
  guard: SpendGuard
  register: UseFormRegister<CreateFields>
  error: string | undefined
}) {
  return (
    <div className="bg-soon-wash border-line grid gap-2 rounded border p-3 text-sm">
      <p role="status">
        {t(guard.limit === 'sessions' ? 'create.guardSessions' : 'create.guardHours', {
          wouldBe: guard.wouldBe,
          max: guard.max,
        })}
      </p>
      <TextField
        label={t('create.guardWord')}
        error={error}
        autoComplete="off"
        {...register('word', {
          validate: (value) => value.trim() === START_WORD || t('create.guardMissing'),
        })}
      />
    </div>
  )
}
