import type { EndpointRef } from '../../../accounts/accounts.ts'
import { extendedLease } from '../../../lease/extend.ts'
import {
  type ActionConditions,
  type BlockedReason,
  extendBlocked,
  stopBlocked,
} from '../../../sessions/action-rules.ts'
import { type BulkChange, bulkEstimateMs, type BulkLane } from '../../../sessions/bulk.ts'
import type { FleetRow } from '../../../sessions/fleet-model.ts'

/** What the dialog of a bulk operation shows, and so what is confirmed. Pure. */

/** One of the sessions as it was when the dialog was opened. */
export type FrozenRow = {
  row: FleetRow
  conditions: ActionConditions
  /** Real time until the earliest possible end, ms; null when no end is known. */
  leftMs: number | null
}

/** The sessions that are acted on, in the order in which they are, and those that are left out. */
export type BulkPlan = {
  acted: readonly FrozenRow[]
  leftOut: readonly { frozen: FrozenRow; reason: BlockedReason }[]
}

/** Returns what a change is done to. Of extensions, the nearest end goes first. */
export function bulkPlan(rows: readonly FrozenRow[], change: BulkChange): BulkPlan {
  const checked = rows.map((frozen) => {
    const { row, conditions } = frozen
    const reason =
      change.kind === 'stop'
        ? stopBlocked(row, conditions)
        : extendBlocked(row, { addMs: change.addMs }, conditions)
    return { frozen, reason }
  })
  const acted = checked.flatMap(({ frozen, reason }) => (reason === null ? [frozen] : []))
  return {
    acted:
      change.kind === 'stop'
        ? acted
        : acted.toSorted((a, b) => (a.leftMs ?? Infinity) - (b.leftMs ?? Infinity)),
    leftOut: checked.flatMap(({ frozen, reason }) =>
      reason === null ? [] : [{ frozen, reason }],
    ),
  }
}

/** A gate as an estimate needs it; the same object for all endpoints that share it. */
export type GateState = Omit<BulkLane, 'count'>

/**
 * Returns how long the change takes about, ms, and how many sessions may end before their turn.
 * @param gateOf the gate of an endpoint
 */
export function bulkForecast(
  acted: readonly FrozenRow[],
  kind: BulkChange['kind'],
  gateOf: (ref: EndpointRef) => GateState,
): { takesMs: number; lateCount: number } {
  const counts = new Map<GateState, number>()
  let lateCount = 0
  for (const { row, leftMs } of acted) {
    const gate = gateOf(row.ref)
    const count = (counts.get(gate) ?? 0) + 1
    counts.set(gate, count)
    if (leftMs !== null && bulkEstimateMs(kind, [{ ...gate, count }]) > leftMs) lateCount += 1
  }
  const lanes = [...counts].map(([gate, count]) => ({ ...gate, count }))
  return {
    takesMs: bulkEstimateMs(kind, lanes),
    lateCount: kind === 'extend' ? lateCount : 0,
  }
}

/** Returns the time that a change adds to a lease, ms; 0 where it can't be extended. */
export function addedMs({ row }: FrozenRow, addMs: number): number {
  const extended = extendedLease(row.session.leaseMs, { addMs })
  return extended.ok ? extended.leaseMs - row.session.leaseMs : 0
}

/** More stops than this are confirmed by typing their number. */
const MAX_STOPS_BY_CLICK = 5

/** Whether the number has to be typed before a change is confirmed. */
export function isTyped(kind: BulkChange['kind'], count: number): boolean {
  return kind === 'stop' && count > MAX_STOPS_BY_CLICK
}
