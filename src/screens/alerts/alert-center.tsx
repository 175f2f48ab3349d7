import { useEffect, useMemo } from 'react'
import { useRuntime } from '../../runtime/runtime-context.ts'
import { startMonitor } from '../../monitor/start-monitor.ts'
import { followAutoExtendRulesElsewhere } from '../../monitor/auto-extend-rules.ts'
import { notify } from './notify.ts'
import { useRuntimeStore } from '../../runtime/use-runtime-store.ts'
import { coverageOf, isPartial } from '../../sessions/coverage.ts'
import { useFleet } from '../../sessions/fleet.tsx'
import { nearestLeftMs } from '../../sessions/endings.ts'
import { wakeStore } from '../../tabs/page-lifecycle.ts'
import { useNowMs } from '../../util/ticker.ts'
import { NoticeBar } from './notice-bar.tsx'
import { TabBadge } from './tab-badge.tsx'
import { tellBulk } from '../sessions/bulk/tell-bulk.ts'
import { tellReady } from './tell-ready.ts'
import { useNotices } from './use-notices.ts'
import { openConsoleTables } from '../../monitor/console-tables.ts'

/** Starts the monitor, and shows what it and the starts report in the bar above the list. */
export function AlertCenter() {
  const runtime = useRuntime()
  useEffect(() => tellReady(runtime), [runtime])
  useEffect(() => tellBulk(runtime), [runtime])
  useEffect(() => followAutoExtendRulesElsewhere(runtime), [runtime])
  useEffect(() => {
    let stop = () => {}
    let isOver = false
    void openConsoleTables(runtime).then(() => {
      if (!isOver) stop = startMonitor(runtime, (alerts) => notify(runtime, alerts))
    })
    return () => {
      isOver = true
      stop()
    }
  }, [runtime])
  return <Notices />
}

/** The notices in the page, and their number in the title and icon of the tab. */
export function Notices() {
  const { notices, alerts } = useNotices()
  const { rows } = useFleet()
  const byKey = useMemo(() => new Map(rows.map((row) => [row.key, row])), [rows])
  const nearestMs = useNearestEndMs(alerts.length > 0, useNowMs())
  return (
    <>
      <TabBadge count={alerts.length} nearestMs={nearestMs} />
      <NoticeBar notices={notices} rows={byKey} />
    </>
  )
}

/** Returns the time to the nearest end, ms; null when none is running or known, or it is not wanted. */
function useNearestEndMs(isWanted: boolean, nowMs: number): number | null {
  const { endpoints } = useFleet()
  const wake = useRuntimeStore(wakeStore, (state) => state)
  // Of a part of the fleet the nearest end isn't known.
  if (!isWanted || isPartial(coverageOf(endpoints, nowMs, wake))) return null
  const lefts = endpoints.flatMap((endpoint) => nearestLeftMs(endpoint, nowMs, wake) ?? [])
  return lefts.length === 0 ? null : Math.min(...lefts)
}
