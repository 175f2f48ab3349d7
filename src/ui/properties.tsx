import { Fragment, type ReactNode } from 'react'
import { t } from '../i18n/t.ts'
import { visibleText } from '../i18n/visible-text.ts'
import { CopyButton } from './copy-button.tsx'

/** A list of names and values. */
export function Properties({ children }: { children: ReactNode }) {
  return (
    <dl className="grid grid-cols-[minmax(7rem,auto)_1fr] gap-x-4 gap-y-1.5 text-sm">
      {children}
    </dl>
  )
}

/**
 * One name and value. `copy` is the text to copy, when there is one; `mono` is for IDs, hosts,
 * and codes.
 */
export function Property({
  name,
  value,
  copy = null,
  mono = false,
}: {
  name: string
  value: ReactNode
  copy?: string | null
  mono?: boolean
}) {
  return (
    <>
      <dt className="text-muted py-0.5">{name}</dt>
      <dd className="flex min-w-0 items-start gap-1 py-0.5">
        <span className={`min-w-0 wrap-anywhere ${mono ? 'font-mono' : ''}`}>
          <Value value={value} />
        </span>
        {copy !== null && copy !== '' && <CopyButton text={copy} name={name} />}
      </dd>
    </>
  )
}

/** Lets a text break after a dot, so that a host name wraps between words. */
function Value({ value }: { value: ReactNode }) {
  if (value === null || value === undefined)
    return <span className="text-muted">{t('property.none')}</span>
  if (typeof value !== 'string') return value
  return visibleText(value)
    .split(/(?<=\.)(?=\S)/)
    .map((part, index) => (
      <Fragment key={index}>
        {index > 0 && <wbr />}
        {part}
      </Fragment>
    ))
}

/** Names and values in two columns, the name above its value. */
export function PropertyGrid({ children }: { children: ReactNode }) {
  return <dl className="grid grid-cols-2 gap-x-6 gap-y-3 text-sm">{children}</dl>
}

/**
 * One name and value of a grid.
 * @param props `isWide`: takes both columns; `isFilled`: the value takes the whole width
 */
export function PropertyCell({
  name,
  value,
  copy = null,
  mono = false,
  title,
  isWide = false,
  isFilled = false,
}: {
  name: string
  value: ReactNode
  copy?: string | null
  mono?: boolean
  title?: string
  isWide?: boolean
  isFilled?: boolean
}) {
  return (
    <div className={`min-w-0 ${isWide ? 'col-span-2' : ''}`} title={title}>
      <dt className="text-muted text-xs">{name}</dt>
      <dd className="flex min-h-6 min-w-0 items-center gap-1">
        <span
          className={`min-w-0 wrap-anywhere ${mono ? 'font-mono' : ''} ${isFilled ? 'flex-1' : ''}`}
        >
          <Value value={value} />
        </span>
        {copy !== null && copy !== '' && <CopyButton text={copy} name={name} />}
      </dd>
    </div>
  )
}
