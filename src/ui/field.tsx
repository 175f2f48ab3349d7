import { type InputHTMLAttributes, type ReactNode, useId } from 'react'
import { inputClass } from './input-class.ts'

type FieldProps = {
  label: string
  /** What to enter, in a short line below the control. */
  hint?: ReactNode
  /** What is wrong and what to do; null when the value is valid. */
  error?: string | null | undefined
  children: (control: {
    id: string
    'aria-describedby': string | undefined
    'aria-invalid': boolean
  }) => ReactNode
}

/** A labeled control, connected to its hint and its error. */
export function Field({ label, hint, error, children }: FieldProps) {
  const id = useId()
  const hasError = error !== null && error !== undefined
  return (
    <div className="grid content-start gap-1">
      <label htmlFor={id} className="text-sm font-medium">
        {label}
      </label>
      {children({
        id,
        'aria-describedby': hasError ? `${id}-error` : hint ? `${id}-hint` : undefined,
        'aria-invalid': hasError,
      })}
      {hasError && (
        <p id={`${id}-error`} className="text-error text-sm">
          {error}
        </p>
      )}
      {hint && !hasError && (
        <p id={`${id}-hint`} className="text-muted text-xs">
          {hint}
        </p>
      )}
    </div>
  )
}

/** A field with a plain input. */
export function TextField({
  label,
  hint,
  error,
  className = '',
  ...input
}: Omit<FieldProps, 'children'> & InputHTMLAttributes<HTMLInputElement>) {
  return (
    <Field label={label} hint={hint} error={error}>
      {(control) => <input {...input} {...control} className={`${inputClass} ${className}`} />}
    </Field>
  )
}

/** A group of choices under one heading. */
export function FieldGroup({
  legend,
  hint,
  error,
  children,
}: {
  legend: string
  hint?: ReactNode
  error?: string | null | undefined
  children: ReactNode
}) {
  const id = useId()
  const hasError = error !== null && error !== undefined
  return (
    <fieldset
      className="grid gap-1.5"
      aria-describedby={hasError ? `${id}-error` : hint ? `${id}-hint` : undefined}
    >
      <legend className="mb-1 text-sm font-medium">{legend}</legend>
      {children}
      {hasError && (
        <p id={`${id}-error`} className="text-error text-sm">
          {error}
        </p>
      )}
      {hint && !hasError && (
        <p id={`${id}-hint`} className="text-muted text-xs">
          {hint}
        </p>
      )}
    </fieldset>
  )
}
