import { type MessageId, t } from '../../i18n/t.ts'
import type { Figure } from './table-model.ts'

const names: Record<Figure, MessageId> = {
  ready: 'figure.ready',
  starting: 'figure.starting',
  ending: 'figure.ending',
}

/** The number of sessions by state. Each figure filters the table. */
export function FigureStrip({
  counts,
  selected,
  onSelect,
}: {
  counts: Record<Figure, number>
  selected: Figure | null
  onSelect: (figure: Figure | null) => void
}) {
  return (
    <div role="group" aria-label={t('figure.group')} className="flex min-w-0 gap-1">
      {(Object.keys(names) as Figure[]).map((figure) => {
        const isSelected = selected === figure
        const isAlarming = figure === 'ending' && counts.ending > 0
        return (
          <button
            key={figure}
            type="button"
            aria-pressed={isSelected}
            onClick={() => onSelect(isSelected ? null : figure)}
            className={`flex items-baseline gap-1.5 rounded-[5px] border px-2.5 py-1 ${
              isSelected ? 'border-accent bg-selected' : 'hover:bg-hover border-transparent'
            }`}
          >
            <span
              className={`text-xl leading-6 font-medium ${isAlarming ? 'text-soon-text' : ''}`}
            >
              {counts[figure]}
            </span>
            <span className="text-muted text-sm whitespace-nowrap">{t(names[figure])}</span>
          </button>
        )
      })}
    </div>
  )
}
