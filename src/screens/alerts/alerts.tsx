import { leaseView, useEndpointOf } from '../../sessions/time-left.ts'
import { wakeStore } from '../../tabs/page-lifecycle.ts'
import { useFleet } from '../../sessions/fleet.tsx'
import { useNowMs } from '../../util/ticker.ts'
import { AlertStrip } from './alert-strip.tsx'
import { TabBadge } from './tab-badge.tsx'
import { useStandingAlerts } from './use-standing-alerts.ts'
import { useRuntimeStore } from '../../runtime/use-runtime-store.ts'

/** The alerts in the page, and in the title and icon of the tab, so that they always agree. */
export function Alerts() {
  const { alerts, rows } = useStandingAlerts()
  const nearestMs = useNearestEndMs(alerts.length > 0, useNowMs())
  return (
    <>
      <TabBadge count={alerts.length} nearestMs={nearestMs} />
      <AlertStrip alerts={alerts} rows={rows} />
    </>
  )
}

/** Returns the time to the nearest end, ms; null when no lease is running, or it is not wanted. */
function useNearestEndMs(isWanted: boolean, nowMs: number): number | null {
  const { rows } = useFleet()
  const endpointOf = useEndpointOf()
  const wake = useRuntimeStore(wakeStore, (state) => state)
  if (!isWanted) return null
  const lefts = rows.flatMap((row) => {
    const view = leaseView(row, endpointOf(row), nowMs, wake)
    return view.kind === 'counting' ? [view.leftMs] : []
  })
  return lefts.length === 0 ? null : lefts.reduce((a, b) => Math.min(a, b))
}
