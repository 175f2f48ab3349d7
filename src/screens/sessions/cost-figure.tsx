import { formatMoney } from '../../i18n/format-money.ts'
import { t } from '../../i18n/t.ts'
import type { FleetRow } from '../../sessions/fleet-model.ts'
import { useCosts } from '../../monitor/use-costs.ts'
import { useNowMs } from '../../util/ticker.ts'

/** The fleet's cost per hour and today. Shows nothing until rates are set. */
export function CostFigure({ rows }: { rows: readonly FleetRow[] }) {
  const costs = useCosts(rows, useNowMs())
  if (!costs) return null
  const { perHour, today, currency } = costs
  return (
    <p
      className="cost-figure flex shrink-0 items-baseline gap-1.5 px-2.5 py-1 whitespace-nowrap"
      title={t('cost.figureHint')}
    >
      <span className="text-lg font-semibold">{formatMoney(perHour, currency)}</span>
      <span className="text-muted text-sm">{t('cost.perHour')}</span>
      <span className="ml-2 text-lg font-semibold">{formatMoney(today, currency)}</span>
      <span className="text-muted text-sm">{t('cost.today')}</span>
    </p>
  )
}
