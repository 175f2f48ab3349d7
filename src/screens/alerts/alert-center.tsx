import { useEffect } from 'react'
import { useRuntime } from '../../runtime/runtime-context.ts'
import { startMonitor } from '../../monitor/start-monitor.ts'
import { followAutoExtendRulesElsewhere } from '../../monitor/auto-extend-rules.ts'
import { Alerts } from './alerts.tsx'
import { notify } from './notify.ts'
import { CreateStrip } from '../starts/create-strip.tsx'
import { StartPlanStrip } from '../starts/start-plan-strip.tsx'
import { SimulatorQuestion } from '../simulator/simulator-question.tsx'
import { StorageBanner } from '../shell/storage-banner.tsx'
import { UnsentStrip } from '../sessions/unsent-strip.tsx'
import { openConsoleTables } from '../../monitor/console-tables.ts'

/** Starts the monitor, and shows what it and the starts report above the list. */
export function AlertCenter() {
  const runtime = useRuntime()
  useEffect(() => followAutoExtendRulesElsewhere(runtime), [runtime])
  useEffect(() => {
    let stop = () => {}
    let isOver = false
    void openConsoleTables(runtime).then(() => {
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
