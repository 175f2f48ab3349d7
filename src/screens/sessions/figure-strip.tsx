import { useState } from 'react'
import { type MessageId, t } from '../../i18n/t.ts'
import { type Coverage, isPartial } from '../../sessions/coverage.ts'
import { moveByArrows } from '../../ui/tab-stop.ts'
import type { Figure } from './filter/filter-tokens.ts'

const names: Record<Figure, MessageId> = {
  ready: 'figure.ready',
  starting: 'figure.starting',
  ending: 'figure.ending',
}

/**
 * The number of sessions by state. Each figure filters the table; the Tab key stops at one of them,
 * the last that had the focus, and arrow keys move to the others. While a region has not answered,
 * or no longer answers, a number is a lower bound, and before the first answer there is none.
 */
export function FigureStrip({
  counts,
  coverage,
  selected,
  onSelect,
}: {
  counts: Record<Figure, number>
  coverage: Pick<Coverage, 'total' | 'loaded' | 'current'>
  selected: Figure | null
  onSelect: (figure: Figure | null) => void
}) {
  const [focused, setFocused] = useState<Figure | null>(null)
  const tabStop = focused ?? selected ?? 'ready'
  return (
    <div
      role="toolbar"
      tabIndex={-1}
      aria-label={t('figure.group')}
      className="flex shrink-0 gap-1 outline-none"
      onKeyDown={moveByArrows}
    >
      {(Object.keys(names) as Figure[]).map((figure) => {
        const isSelected = selected === figure
        const isAlarming = figure === 'ending' && counts.ending > 0
        return (
          <button
            key={figure}
            type="button"
            tabIndex={figure === tabStop ? 0 : -1}
            onFocus={() => setFocused(figure)}
            aria-pressed={isSelected}
            title={
              isPartial(coverage)
                ? t('figure.partial', { current: coverage.current, total: coverage.total })
                : undefined
            }
            onClick={() => onSelect(isSelected ? null : figure)}
            className={`flex items-baseline gap-1.5 rounded-[5px] border px-2.5 py-1 ${
              isSelected ? 'border-accent bg-selected' : 'hover:bg-hover border-transparent'
            }`}
          >
            <span className={`text-lg font-semibold ${isAlarming ? 'text-soon-text' : ''}`}>
              {figureText(counts[figure], coverage)}
            </span>
            <span className="text-muted text-sm whitespace-nowrap">{t(names[figure])}</span>
          </button>
        )
      })}
    </div>
  )
}

function figureText(
  count: number,
  coverage: Pick<Coverage, 'total' | 'loaded' | 'current'>,
): string {
  // At least none says nothing. A list that is still on its way has rows of its own.
  if (count === 0 && (coverage.loaded === 0 || isPartial(coverage))) return t('figure.none')
  return isPartial(coverage) ? t('figure.atLeast', { count }) : String(count)
}
