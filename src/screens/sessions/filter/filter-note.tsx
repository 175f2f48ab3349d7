import { useEffect, useMemo, useState, useSyncExternalStore } from 'react'
import { hasRates } from '../../../monitor/cost.ts'
import { preferencesStore } from '../../../runtime/preferences.ts'
import { useRuntimeStore } from '../../../runtime/use-runtime-store.ts'
import { t } from '../../../i18n/t.ts'
import { useFleet } from '../../../sessions/fleet.tsx'
import type { TableQuery } from '../table-model.ts'
import { newStatusTest } from './match-filter.ts'
import { tokensOf } from './filter-tokens.ts'
import { problemTexts } from './filter-problems.ts'
import { parseFilter } from './parse-filter.ts'

/** A part that is still being typed is left alone for this long, ms. */
const PATIENCE_MS = 1000

/** Says which parts of the filter can't be read, and what a saved view doesn't hide. */
export function FilterNote({
  text,
  knownStatuses,
}: Pick<TableQuery, 'text' | 'knownStatuses'>) {
  const { rows } = useFleet()
  const [settled, setSettled] = useState(text)
  useEffect(() => {
    const timer = setTimeout(() => setSettled(text), PATIENCE_MS)
    return () => clearTimeout(timer)
  }, [text])
  const canCompareCosts = useRuntimeStore(preferencesStore, hasRates)
  const isTyping = useSyncExternalStore(onFocusMoved, isFieldFocused)
  const rested = new Set(tokensOf(settled).map((token) => token.text))
  const shown = tokensOf(text)
    .map((token) => token.text)
    .filter((part, index, all) => {
      // Its values are being suggested.
      const isBegun = isTyping && index === all.length - 1 && /[:<>=]$/.test(part)
      return rested.has(part) && !isBegun
    })
  const newer = useMemo(() => {
    const isNew = newStatusTest(knownStatuses)
    return [...new Set(rows.map(({ session }) => session.status).filter(isNew))]
  }, [rows, knownStatuses])
  const texts = [
    ...problemTexts(parseFilter(shown.join(' ')), canCompareCosts),
    ...(newer.length > 0 ? [t('filter.newer', { statuses: newer.join(', ') })] : []),
  ]
  return (
    <div role="status" className="contents">
      {texts.length > 0 && (
        <p className="border-line text-soon-text shrink-0 border-b px-3 py-1.5 text-sm sm:px-4">
          {texts.join(' ')}
        </p>
      )}
    </div>
  )
}

function onFocusMoved(listener: () => void): () => void {
  document.addEventListener('focusin', listener)
  document.addEventListener('focusout', listener)
  return () => {
    document.removeEventListener('focusin', listener)
    document.removeEventListener('focusout', listener)
  }
}

function isFieldFocused(): boolean {
  return document.activeElement?.role === 'combobox'
}
