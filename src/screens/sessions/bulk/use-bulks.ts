import { useMemo } from 'react'
import { findUnlocked } from '../../../accounts/endpoint-lookup.ts'
import { gatesOf } from '../../../calls/gates.ts'
import type { Gate } from '../../../gate/types.ts'
import { useRuntime } from '../../../runtime/runtime-context.ts'
import type { Runtime } from '../../../runtime/runtime.ts'
import { useRuntimeStore } from '../../../runtime/use-runtime-store.ts'
import {
  bulkEstimateMs,
  type BulkItem,
  type BulkLane,
  type BulkRun,
  bulkTally,
} from '../../../sessions/bulk.ts'
import { bulkItemsOf, bulkItemsStore, bulkRunsStore } from '../../../sessions/bulk-table.ts'
import { useNowMs } from '../../../util/ticker.ts'
import type { BulkNotice } from '../../alerts/notices.ts'

/** Returns the bulk operations that have not ended, or that ended otherwise than asked, live. */
export function useBulks(): readonly BulkNotice[] {
  const runtime = useRuntime()
  const runs = useRuntimeStore(bulkRunsStore, (state) => state.rows)
  const items = useRuntimeStore(bulkItemsStore, (state) => state.rows)
  const known = useMemo(
    () =>
      [...runs.values()]
        .filter((run) => !run.isDismissed)
        .map((run) => {
          const itemsOfRun = bulkItemsOf(items, run.id)
          return {
            run,
            tally: bulkTally(run, itemsOfRun),
            leftMs: run.state === 'running' ? leftMsOf(runtime, run, itemsOfRun) : null,
          }
        }),
    [runtime, runs, items],
  )
  const nowMs = useNowMs()
  return known.map((each) => ({
    ...each,
    inMs: inMsOf(each.run, nowMs),
    state: stateOf(each.run),
  }))
}

function inMsOf({ state, startsAtMs }: BulkRun, nowMs: number): number | null {
  return state === 'running' && nowMs < startsAtMs ? startsAtMs - nowMs : null
}

function stateOf({ state }: BulkRun): BulkNotice['state'] {
  if (state === 'halted') return 'asks'
  return state === 'over' ? 'over' : 'under-way'
}

/** Returns how long the rest takes about, ms. */
function leftMsOf(
  runtime: Runtime,
  { change, targets }: BulkRun,
  items: ReadonlyMap<number, BulkItem>,
): number {
  const find = findUnlocked(runtime)
  const lanes = new Map<Gate, BulkLane>()
  targets.forEach((target, index) => {
    if (items.get(index)?.result) return
    const ref = find(target)
    const gate = ref && gatesOf(runtime).of(ref)
    if (!gate) return
    const { spacingMs } = gate.getView()
    const { count } = lanes.get(gate) ?? { count: 0 }
    lanes.set(gate, { count: count + 1, spacingMs, opensInMs: 0 })
  })
  return bulkEstimateMs(change.kind, [...lanes.values()])
}
