import type { ReactNode } from 'react'
import { daysFrom, formatEndDay } from '../../i18n/format.ts'
import { formatMoney } from '../../i18n/format-money.ts'
import { t } from '../../i18n/t.ts'
import { isTerminal } from '../../lease/session-rules.ts'
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

/**
 * What matters of a session at a glance: its state, the time left with its end, its cost, and where
 * to connect. Auto-extend has the section below it.
 */
export function SessionSummary({ row }: { row: FleetRow }) {
  const { session } = row
  const isOver = isTerminal(session.status)
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
        <EndOnOtherDay row={row} />
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

/** The earliest possible end with its day; nothing today, because the time left says it. */
function EndOnOtherDay({ row }: { row: FleetRow }) {
  const nowMs = useNowMs()
  const view = useLeaseView(row, nowMs)
  if (view.kind !== 'counting' || daysFrom(nowMs, view.endsAtMs) === 0) return null
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
