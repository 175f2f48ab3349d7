import { useQuery } from '@tanstack/react-query'
import { type ReactNode, useState } from 'react'
import { formatSecond } from '../../i18n/format-date.ts'
import { t } from '../../i18n/t.ts'
import { visibleLines } from '../../i18n/visible-text.ts'
import { type RawQuestion, rawRecordQuery } from '../../sessions/raw-records.ts'
import { useRuntime } from '../../runtime/runtime-context.ts'
import { rawRecord } from '../../service/raw-record.ts'
import { CopyButton } from '../../ui/copy-button.tsx'

/** Where to find the record of a session: in a list, or in the response to its own GET. */
export type RawSource = RawQuestion | { text: string; receivedAtMs: number; id: string }

/** The record exactly as the service sent it. Loaded only while the section is open. */
export function RawRecord({ source }: { source: RawSource }) {
  const [isOpen, setIsOpen] = useState(false)
  return (
    <details className="px-5 py-4" onToggle={(event) => setIsOpen(event.currentTarget.open)}>
      <summary className="text-sm font-semibold">{t('session.raw')}</summary>
      {isOpen &&
        ('text' in source ? (
          <Shown
            text={rawRecord([source.text], source.id) ?? source.text}
            receivedAtMs={source.receivedAtMs}
          />
        ) : (
          <Listed question={source} />
        ))}
    </details>
  )
}

/** @param props `receivedAtMs`: null while a newer one is on its way */
function Shown({ text, receivedAtMs }: { text: string; receivedAtMs: number | null }) {
  return (
    <>
      <div className="mt-2 flex min-h-6 items-center justify-between gap-2">
        <p className="text-muted text-xs">
          {receivedAtMs !== null && t('session.rawAsOf', { time: formatSecond(receivedAtMs) })}
        </p>
        <CopyButton text={text} name={t('session.raw')} label={t('session.rawCopy')} />
      </div>
      <pre
        // It scrolls, so it must be reachable by keyboard.
        tabIndex={0}
        role="region"
        aria-label={t('session.raw')}
        className="bg-bar border-line mt-1 max-h-96 overflow-auto rounded border p-3 font-mono text-xs"
      >
        {visibleLines(text)}
      </pre>
    </>
  )
}

function Listed({ question }: { question: RawQuestion }) {
  const { data, isPlaceholderData } = useQuery({
    ...rawRecordQuery(useRuntime(), question),
    // Each new list is a new query. The last record stays until the next one arrives.
    placeholderData: (before: string | null | undefined) => before,
  })
  if (data === undefined) return <Note>{t('session.rawLoading')}</Note>
  return data === null ? (
    <Note>{t('session.rawElsewhere')}</Note>
  ) : (
    <Shown text={data} receivedAtMs={isPlaceholderData ? null : question.receivedAtMs} />
  )
}

function Note({ children }: { children: ReactNode }) {
  return (
    <p role="status" className="text-muted mt-2 text-sm">
      {children}
    </p>
  )
}
