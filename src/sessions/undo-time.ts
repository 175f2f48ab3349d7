import { endpointState, type FleetRow } from './fleet-model.ts'
import type { Runtime } from '../runtime/runtime.ts'
import { wakeStore } from '../tabs/page-lifecycle.ts'
import { listOf } from './session-list.ts'
import { leaseView } from './time-left.ts'

/**
 * An extension leaves its hold this long before the earliest possible end: the largest spacing,
 * and time for the answer.
 */
const SENT_BEFORE_END_MS = 15_000

/**
 * Returns how long an extension waits so that it can be undone, ms.
 * @param undoMs the wait that the user set
 * @param leftMs real time until the earliest possible end; null when no end is known
 */
export function extensionHoldMs(undoMs: number, leftMs: number | null): number {
  if (leftMs === null) return undoMs
  return Math.max(0, Math.min(undoMs, leftMs - SENT_BEFORE_END_MS))
}

/** Like {@link extensionHoldMs}, for a session by what this tab knows of it now. */
export function holdOfExtension(runtime: Runtime, row: FleetRow, undoMs: number): number {
  const nowMs = runtime.ports.now()
  const endpoint = endpointState(row.ref, true, listOf(runtime, row.ref), null)
  const view = leaseView(row, endpoint, nowMs, wakeStore(runtime).getState())
  return extensionHoldMs(undoMs, view.kind === 'counting' ? view.endsAtMs - nowMs : null)
}
