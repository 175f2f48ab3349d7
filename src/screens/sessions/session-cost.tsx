import { formatMoney } from '../../i18n/format.ts'
import { t } from '../../i18n/t.ts'
import { sessionCost } from '../../monitor/costs.ts'
import type { FleetRow } from '../../sessions/fleet-model.ts'
import { serverNowAt, useEndpointOf } from '../../sessions/time-left.ts'
import { wakeStore } from '../../tabs/page-lifecycle.ts'
import { preferencesStore } from '../../runtime/preferences.ts'
import { PanelSection } from '../../ui/panel.tsx'
import { Properties, Property } from '../../ui/properties.tsx'
import { useNowMs } from '../../util/ticker.ts'
import { hasRates } from '../../monitor/cost.ts'
import { useRuntimeStore } from '../../runtime/use-runtime-store.ts'

/** The cost of a session now and at the end of its lease. Shows nothing until rates are set. */
export function SessionCost({ row }: { row: FleetRow }) {
  const preferences = useRuntimeStore(preferencesStore, (state) => state)
  const nowMs = useNowMs()
  const endpointOf = useEndpointOf()
  const wake = useRuntimeStore(wakeStore, (state) => state)
  if (!hasRates(preferences)) return null
  const serverNowMs = serverNowAt(row, endpointOf(row), nowMs, wake)
  const { now, atLeaseEnd } = sessionCost(preferences, row.session, serverNowMs)
  const money = (amount: number | null) =>
    amount === null ? null : formatMoney(amount, preferences.currency)
  return (
    <PanelSection title={t('cost.title')}>
      <Properties>
        <Property name={t('cost.now')} value={money(now)} />
        <Property name={t('cost.atLeaseEnd')} value={money(atLeaseEnd)} />
      </Properties>
      <p className="text-muted mt-2 text-xs">{t('cost.hint')}</p>
    </PanelSection>
  )
}
