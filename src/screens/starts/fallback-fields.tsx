import { useRef } from 'react'
import { type Control, useFieldArray, type UseFormRegister, useWatch } from 'react-hook-form'
import { t } from '../../i18n/t.ts'
import { endpointLabel } from '../../service/endpoints.ts'
import type { EndpointRef } from '../../accounts/accounts.ts'
import { Button } from '../../ui/button.tsx'
import { FieldGroup } from '../../ui/field.tsx'
import { inputClass } from '../../ui/input-class.ts'
import { Icon } from '../../ui/icon.tsx'
import { locationKeyOf } from '../../accounts/endpoint-lookup.ts'
import { type CreateFields, nextFallback } from './create-fields.ts'

/** Maximum number of fallbacks. */
const MAX_FALLBACKS = 5

/** Locations to try in order if those above have no capacity. */
export function FallbackFields({
  control,
  register,
  refs,
}: {
  control: Control<CreateFields>
  register: UseFormRegister<CreateFields>
  refs: readonly EndpointRef[]
}) {
  const { fields, append, remove, move } = useFieldArray({ control, name: 'fallbacks' })
  const [location, size, fallbacks] = useWatch({
    control,
    name: ['location', 'size', 'fallbacks'],
  })
  const next = nextFallback(refs.map(locationKeyOf), { location, size, fallbacks })
  const list = useRef<HTMLDivElement>(null)
  /** Moves the focus to a button nearby, because the one that was used is gone. */
  const focusSoon = (index: number) => {
    requestAnimationFrame(() => {
      const buttons = [...(list.current?.querySelectorAll('button') ?? [])]
      const ofRow = buttons.filter((button) => button.value === String(index))
      ;(ofRow[0] ?? buttons.at(-1))?.focus()
    })
  }
  return (
    <FieldGroup legend={t('fallback.legend')} hint={t('fallback.hint')}>
      <div ref={list} className="grid gap-2">
        {fields.length > 0 && (
          <ol className="grid gap-2">
            {fields.map(({ id }, index) => (
              <FallbackRow
                key={id}
                index={index}
                refs={refs}
                register={register}
                onMoveUp={() => {
                  move(index, index - 1)
                  focusSoon(index - 1)
                }}
                onRemove={() => {
                  remove(index)
                  focusSoon(Math.min(index, fields.length - 2))
                }}
              />
            ))}
          </ol>
        )}
        <div>
          <Button
            size="small"
            disabledReason={
              next === null
                ? t('fallback.none')
                : fields.length >= MAX_FALLBACKS
                  ? t('fallback.enough', { max: MAX_FALLBACKS })
                  : null
            }
            onClick={() => next && append(next)}
          >
            <Icon name="plus" className="size-3.5" />
            {t('fallback.add')}
          </Button>
        </div>
      </div>
    </FieldGroup>
  )
}

/** One fallback. The value of its buttons is its index, so that the focus can find them. */
function FallbackRow({
  index,
  refs,
  register,
  onMoveUp,
  onRemove,
}: {
  index: number
  refs: readonly EndpointRef[]
  register: UseFormRegister<CreateFields>
  onMoveUp: () => void
  onRemove: () => void
}) {
  const number = index + 1
  return (
    <li className="flex items-center gap-1.5">
      <select
        {...register(`fallbacks.${index}.location`)}
        aria-label={t('fallback.place', { number })}
        className={`${inputClass} min-w-0 flex-1 basis-32`}
      >
        {refs.map((ref) => (
          <option key={locationKeyOf(ref)} value={locationKeyOf(ref)}>
            {endpointLabel(ref.endpoint)} · {ref.account.name}
          </option>
        ))}
      </select>
      <select
        {...register(`fallbacks.${index}.size`)}
        aria-label={t('fallback.size', { number })}
        className={`${inputClass} w-auto! shrink-0`}
      >
        <option value="same">{t('fallback.sameSize')}</option>
        <option value="Standard">Standard</option>
        <option value="Premium">Premium</option>
      </select>
      {index > 0 && (
        <Button
          size="small"
          variant="quiet"
          value={index}
          aria-label={t('fallback.up', { number })}
          onClick={onMoveUp}
        >
          <Icon name="sortUp" />
        </Button>
      )}
      <Button
        size="small"
        variant="quiet"
        value={index}
        aria-label={t('fallback.remove', { number })}
        onClick={onRemove}
      >
        <Icon name="close" />
      </Button>
    </li>
  )
}
