import { useEffect } from 'react'
import { useRuntime } from '../queries/runtime-context.ts'
import { startWatcher } from '../queries/watcher.ts'
import { openIntents } from '../stores/intents.ts'
import { openPlans } from '../stores/plans.ts'
import { followRenewalsElsewhere } from '../stores/renewals.ts'
import { openWatchDb } from '../stores/watch-db.ts'
import { openWishes } from '../stores/wishes.ts'
import { openWatch } from '../stores/watch.ts'
import { openChannel } from '../util/channel.ts'
import { Alerts } from './alerts.tsx'
import { announce } from './announce.ts'
import { IntentStrip } from './intent-strip.tsx'
import { PlanStrip } from './plan-strip.tsx'
import { SimulatorQuestion } from './simulator-question.tsx'
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
      <StorageBanner />
      <SimulatorQuestion />
      <Alerts />
      <PlanStrip />
      <IntentStrip />
      <WishStrip />
    </>
  )
}
