import { type MessageId, t } from '../../i18n/t.ts'
import type { Coverage } from '../../sessions/coverage.ts'
import type { Figure } from './table-model.ts'

const names: Record<Figure, MessageId> = {
  ready: 'figure.ready',
  starting: 'figure.starting',
  ending: 'figure.ending',
}

/**
 * The number of sessions by state. Each figure filters the table. While a region has not answered a
 * number is a lower bound, and before the first answer there is none.
 */
export function FigureStrip({
  counts,
  coverage,
  selected,
  onSelect,
}: {
  counts: Record<Figure, number>
  coverage: Pick<Coverage, 'total' | 'loaded' | 'isPartial'>
  selected: Figure | null
  onSelect: (figure: Figure | null) => void
}) {
  return (
    <div role="group" aria-label={t('figure.group')} className="flex shrink-0 gap-1">
      {(Object.keys(names) as Figure[]).map((figure) => {
        const isSelected = selected === figure
        const isAlarming = figure === 'ending' && counts.ending > 0
        return (
          <button
            key={figure}
            type="button"
            aria-pressed={isSelected}
            title={
              coverage.isPartial
                ? t('figure.partial', { loaded: coverage.loaded, total: coverage.total })
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
  { loaded, isPartial }: Pick<Coverage, 'loaded' | 'isPartial'>,
): string {
  // A list that is still on its way has rows of its own.
  if (loaded === 0 && count === 0) return t('figure.none')
  return isPartial ? t('figure.atLeast', { count }) : String(count)
}
