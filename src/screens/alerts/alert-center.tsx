import { useEffect } from 'react'
import { useRuntime } from '../../runtime/runtime-context.ts'
import { startMonitor } from '../../monitor/start-monitor.ts'
import { openCreateIntents } from '../../starts/create-intents-table.ts'
import { openStartPlans } from '../../starts/start-plans-table.ts'
import { followAutoExtendRulesElsewhere } from '../../monitor/auto-extend-rules.ts'
import { openConsoleDb } from '../../tabs/console-db.ts'
import { openUnsentActions } from '../../sessions/unsent-actions-table.ts'
import { openHistory } from '../../monitor/history-store.ts'
import { openChannel } from '../../util/channel.ts'
import { Alerts } from './alerts.tsx'
import { notify } from './notify.ts'
import { CreateStrip } from '../starts/create-strip.tsx'
import { StartPlanStrip } from '../starts/start-plan-strip.tsx'
import { SimulatorQuestion } from '../simulator/simulator-question.tsx'
import { StorageBanner } from '../shell/storage-banner.tsx'
import { UnsentStrip } from '../sessions/unsent-strip.tsx'

/** Loaded once for the tab, whatever mounts and unmounts. */
const database = openConsoleDb()
const opened = Promise.all([
  openHistory(database, openChannel('rrc-watch'), Date.now()),
  openCreateIntents(database, openChannel('rrc-intents'), Date.now()),
  openStartPlans(database, openChannel('rrc-plans'), Date.now()),
  openUnsentActions(database, openChannel('rrc-wishes'), Date.now()),
])

/** Starts the monitor, and shows what it and the starts report above the list. */
export function AlertCenter() {
  const runtime = useRuntime()
  useEffect(() => followAutoExtendRulesElsewhere(runtime), [runtime])
  useEffect(() => {
    let stop = () => {}
    let isOver = false
    void opened.then(() => {
      if (!isOver) stop = startMonitor(runtime, (alert) => notify(runtime, alert))
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
      <StartPlanStrip />
      <CreateStrip />
      <UnsentStrip />
    </>
  )
}
