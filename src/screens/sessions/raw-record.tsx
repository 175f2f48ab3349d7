import { useQuery } from '@tanstack/react-query'
import { type ReactNode, useState } from 'react'
import { t } from '../../i18n/t.ts'
import { visibleLines } from '../../i18n/visible-text.ts'
import { type RawQuestion, rawRecordQuery } from '../../sessions/raw-records.ts'
import { useRuntime } from '../../runtime/runtime-context.ts'
import { rawRecord } from '../../service/raw-record.ts'

/** Where to find the record of a session: in a list, or in the response to its own GET. */
export type RawSource = RawQuestion | { text: string; id: string }

/** The record exactly as the service sent it. Loaded only while the section is open. */
export function RawRecord({ source }: { source: RawSource }) {
  const [isOpen, setIsOpen] = useState(false)
  return (
    <details className="px-5 py-4" onToggle={(event) => setIsOpen(event.currentTarget.open)}>
      <summary className="text-sm font-medium">{t('session.raw')}</summary>
      {isOpen &&
        ('text' in source ? (
          <Shown text={rawRecord([source.text], source.id) ?? source.text} />
        ) : (
          <Listed question={source} />
        ))}
    </details>
  )
}

function Shown({ text }: { text: string }) {
  return (
    <pre
      // It scrolls, so it must be reachable by keyboard.
      tabIndex={0}
      role="region"
      aria-label={t('session.raw')}
      className="bg-bar border-line mt-2 max-h-96 overflow-auto rounded border p-3 font-mono text-xs"
    >
      {visibleLines(text)}
    </pre>
  )
}

function Listed({ question }: { question: RawQuestion }) {
  const { data } = useQuery({
    ...rawRecordQuery(useRuntime(), question),
    // Each new list is a new query. The last record stays until the next one arrives.
    placeholderData: (before: string | null | undefined) => before,
  })
  if (data === undefined) return <Note>{t('session.rawLoading')}</Note>
  return data === null ? <Note>{t('session.rawElsewhere')}</Note> : <Shown text={data} />
}

function Note({ children }: { children: ReactNode }) {
  return (
    <p role="status" className="text-muted mt-2 text-sm">
      {children}
    </p>
  )
}
