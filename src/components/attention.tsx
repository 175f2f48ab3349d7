import { useEffect } from 'react'
import { t } from '../i18n/t.ts'
import { leaseView, useEndpointOf } from '../queries/lease-view.ts'
import { useFleet } from '../queries/fleet.tsx'
import { useRuntime } from '../queries/runtime-context.ts'
import { startWatcher } from '../queries/watcher.ts'
import { openIntents } from '../stores/intents.ts'
import { openPlans } from '../stores/plans.ts'
import { followRenewalsElsewhere } from '../stores/renewals.ts'
import { openWatchDb } from '../stores/watch-db.ts'
import { openWishes } from '../stores/wishes.ts'
import { openWatch, useWatch } from '../stores/watch.ts'
import { openChannel } from '../util/channel.ts'
import { useNowMs } from '../util/ticker.ts'
import { AlertStrip, currentAlerts } from './alert-strip.tsx'
import { announce } from './announce.ts'
import { IntentStrip } from './intent-strip.tsx'
import { PlanStrip } from './plan-strip.tsx'
import { StorageBanner } from './storage-banner.tsx'
import { WishStrip } from './wish-strip.tsx'

/** Loaded once for the tab, whatever mounts and unmounts. */
const database = openWatchDb()
const opened = Promise.all([
  openWatch(database, openChannel('rrc-watch'), Date.now()),
  openIntents(database, openChannel('rrc-intents'), Date.now()),
  openPlans(database, openChannel('rrc-plans'), Date.now()),
  openWishes(database, openChannel('rrc-wishes'), Date.now()),
])
followRenewalsElsewhere()

/** Time to the nearest end of all, ms; null when nothing counts down, or nobody wants to know. */
const useNearestEndMs = (isWanted: boolean, nowMs: number): number | null => {
  const { rows } = useFleet()
  const endpointOf = useEndpointOf()
  if (!isWanted) return null
  const lefts = rows.flatMap((row) => {
    const view = leaseView(row, endpointOf(row), nowMs)
    return view.kind === 'counting' ? [view.leftMs] : []
  })
  return lefts.length === 0 ? null : lefts.reduce((a, b) => Math.min(a, b))
}

/** Title and icon of the tab tell how many alerts stand, and how near the next end is. */
const TabBadge = () => {
  const nowMs = useNowMs()
  const alerts = useWatch((state) => state.alerts)
  const count = currentAlerts(alerts, nowMs).length
  const nearestMs = useNearestEndMs(count > 0, nowMs)
  const title =
    count === 0
      ? t('app.name')
      : nearestMs === null
        ? t('alert.titlePlain', { count })
        : t('alert.title', { count, minutes: Math.floor(nearestMs / 60_000) })
  useEffect(() => {
    document.title = title
  }, [title])
  useEffect(() => {
    const icon = document.querySelector<HTMLLinkElement>('link[rel=icon]')
    if (icon) icon.href = count > 0 ? '/favicon-alert.svg' : '/favicon.svg'
  }, [count])
  return null
}

/** Everything that watches the fleet over time: history, alerts, renewals. */
export default function Attention() {
  const runtime = useRuntime()
  useEffect(() => {
    let stop = () => {}
    let isOver = false
    void opened.then(() => {
      if (!isOver) stop = startWatcher(runtime, announce)
    })
    return () => {
      isOver = true
      stop()
    }
  }, [runtime])
  return (
    <>
      <TabBadge />
      <StorageBanner />
      <AlertStrip />
      <PlanStrip />
      <IntentStrip />
      <WishStrip />
    </>
  )
}
