import { Field } from '../../ui/field.tsx'
import { inputClass } from '../../ui/input-class.ts'

/** A setting with a few values, which takes effect when another one is chosen. */
export function ChoiceField<Value extends string | number>({
  label,
  hint,
  value,
  choices,
  onChange,
}: {
  label: string
  hint?: string
  value: Value
  choices: readonly { value: Value; text: string }[]
  onChange: (value: Value) => void
}) {
  return (
    <Field label={label} hint={hint}>
      {(control) => (
        <select
          {...control}
          value={value}
          className={inputClass}
          onChange={({ target }) => {
            const chosen = choices.find((choice) => String(choice.value) === target.value)
            if (chosen) onChange(chosen.value)
          }}
        >
          {choices.map((choice) => (
            <option key={choice.value} value={choice.value}>
              {choice.text}
            </option>
          ))}
        </select>
      )}
    </Field>
  )
}
