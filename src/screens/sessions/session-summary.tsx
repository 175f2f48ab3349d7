import type { ReactNode } from 'react'
import { formatEndDay } from '../../i18n/format.ts'
import { formatMoney } from '../../i18n/format-money.ts'
import { t } from '../../i18n/t.ts'
import { canExtend, isTerminal } from '../../lease/session-rules.ts'
import { autoExtendRulesStore } from '../../monitor/auto-extend-rules.ts'
import { hasRates } from '../../monitor/cost.ts'
import { sessionCost } from '../../monitor/costs.ts'
import { preferencesStore } from '../../runtime/preferences.ts'
import { useRuntimeStore } from '../../runtime/use-runtime-store.ts'
import type { FleetRow } from '../../sessions/fleet-model.ts'
import { serverNowAt, useEndpointOf, useLeaseView } from '../../sessions/time-left.ts'
import { wakeStore } from '../../tabs/page-lifecycle.ts'
import { PropertyCell, PropertyGrid } from '../../ui/properties.tsx'
import { StatusBadge } from '../../ui/status-badge.tsx'
import { useNowMs } from '../../util/ticker.ts'
import { TimeLeft } from './time-left.tsx'

/** What matters of a session at a glance: its state, its end, its cost, and where to connect. */
export function SessionSummary({ row }: { row: FleetRow }) {
  const { session } = row
  const isOver = isTerminal(session.status)
  const rule = useRuntimeStore(autoExtendRulesStore, (state) => state.bySession[row.key])
  return (
    <div className="border-line border-b px-5 py-4">
      <PropertyGrid>
        <PropertyCell
          name={t('property.status')}
          value={<StatusBadge status={session.status} />}
        />
        {!isOver && (
          <PropertyCell name={t('column.left')} value={<TimeLeft row={row} />} isFilled />
        )}
        <Ends row={row} />
        {canExtend(session.status) && (
          <PropertyCell
            name={t('renewal.title')}
            value={t(rule ? 'renewal.isOn' : 'renewal.isOff')}
          />
        )}
        <Cost row={row} />
        {!isOver && (
          <PropertyCell
            isWide
            name={t('property.hostname')}
            value={
              session.status === 'Ready' ? (
                session.hostname
              ) : (
                <Quiet>{t('session.notConnectable')}</Quiet>
              )
            }
            copy={session.status === 'Ready' ? session.hostname : null}
            mono={session.status === 'Ready'}
          />
        )}
      </PropertyGrid>
    </div>
  )
}

function Quiet({ children }: { children: ReactNode }) {
  return <span className="text-muted">{children}</span>
}

/** The earliest possible end, with its day when that isn't today. */
function Ends({ row }: { row: FleetRow }) {
  const nowMs = useNowMs()
  const view = useLeaseView(row, nowMs)
  if (view.kind !== 'counting') return null
  return <PropertyCell name={t('extend.newEnd')} value={formatEndDay(view.endsAtMs, nowMs)} />
}

/** The cost now and at the end of the lease. Shows nothing until rates are set. */
function Cost({ row }: { row: FleetRow }) {
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
    <>
      <PropertyCell name={t('session.costNow')} value={money(now)} title={t('cost.hint')} />
      <PropertyCell
        name={t('session.costAtEnd')}
        value={money(atLeaseEnd)}
        title={t('cost.hint')}
      />
    </>
  )
}
