import { useState } from 'react'
import { t } from '../../i18n/t.ts'
import { TextField } from '../../ui/field.tsx'
import { useUnsaved } from './saved-note.tsx'

/**
 * Reads a list of minutes: `30, 10, 5`.
 * @returns whole minutes from 1 to 1,439, each once; null when the text is not such a list
 */
function readMinutes(text: string, maxCount: number): number[] | null {
  const parts = text.split(/[\s,;]+/).filter(Boolean)
  const minutes = [...new Set(parts.map(Number))]
  const isGood = minutes.every((each) => Number.isInteger(each) && each >= 1 && each <= 1439)
  return isGood && minutes.length >= 1 && minutes.length <= maxCount ? minutes : null
}

/** A field for a short list of minutes. The text takes effect as soon as it is a valid list. */
export function MinutesField({
  label,
  hint,
  maxCount,
  value,
  onChange,
}: {
  label: string
  hint: string
  maxCount: number
  value: readonly number[]
  onChange: (minutes: number[]) => void
}) {
  const [text, setText] = useState(value.join(', '))
  const isUnreadable = readMinutes(text, maxCount) === null
  useUnsaved(isUnreadable)
  return (
    <TextField
      label={label}
      hint={hint}
      value={text}
      autoComplete="off"
      error={isUnreadable ? t('settings.badMinutes', { maxCount }) : null}
      onChange={({ target }) => {
        setText(target.value)
        const minutes = readMinutes(target.value, maxCount)
        if (minutes) onChange(minutes)
      }}
    />
  )
}
