import type { UseFormRegister } from 'react-hook-form'
import { t } from '../../i18n/t.ts'
import { FieldGroup, TextField } from '../../ui/field.tsx'
import type { CreateFields } from './create-fields.ts'

const hints = {
  Standard: 'create.standardHint',
  Premium: 'create.premiumHint',
  other: 'create.otherSizeHint',
} as const

/** The size of a session: one of the two known ones, or any other the service may accept. */
export function SizeField({
  register,
  size,
  error,
}: {
  register: UseFormRegister<CreateFields>
  size: CreateFields['size']
  error: string | undefined
}) {
  return (
    <FieldGroup legend={t('create.size')} hint={t(hints[size])}>
      <div className="flex flex-wrap gap-x-5 gap-y-1">
        {(['Standard', 'Premium', 'other'] as const).map((each) => (
          <label key={each} className="flex items-center gap-1.5 text-sm">
            <input type="radio" value={each} {...register('size')} />
            {each === 'other' ? t('create.otherSize') : each}
          </label>
        ))}
      </div>
      {size === 'other' && (
        <TextField
          label={t('create.otherSizeName')}
          error={error}
          {...register('otherSize', {
            validate: (value, all) =>
              all.size !== 'other' || value.trim() !== '' || t('create.otherSizeMissing'),
          })}
        />
      )}
    </FieldGroup>
  )
}
