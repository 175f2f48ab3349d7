import { type ExtendChange, type ExtendProblem, extendedLease } from '../lease/extend.ts'
import { canExtend, canStop } from '../lease/session-rules.ts'
import { isUnlocked } from '../accounts/credentials.ts'
import type { FleetRow } from './fleet-model.ts'
import type { Runtime } from '../runtime/runtime.ts'

/** Why an action can't be taken now. */
export type BlockedReason = ExtendProblem | 'wrong-status' | 'locked' | 'offline'

/** Why a lease can't be lengthened like this now; null when it can. */
export function extendBlocked(
  runtime: Runtime,
  row: FleetRow,
  change: ExtendChange,
): BlockedReason | null {
  if (!canExtend(row.session.status)) return 'wrong-status'
  if (isLocked(runtime, row)) return 'locked'
  if (isOffline()) return 'offline'
  const extended = extendedLease(row.session.leaseMs, change)
  return extended.ok ? null : extended.problem
}

/** Why a session can't be stopped now; null when it can. */
export function stopBlocked(runtime: Runtime, row: FleetRow): BlockedReason | null {
  if (!canStop(row.session.status)) return 'wrong-status'
  if (isLocked(runtime, row)) return 'locked'
  return isOffline() ? 'offline' : null
}

function isLocked(runtime: Runtime, { ref }: FleetRow) {
  return !isUnlocked(runtime, ref.account.id)
}

/** Nothing is put by to leave later: what is asked for offline is refused, and says so. */
function isOffline() {
  return typeof navigator !== 'undefined' && navigator.onLine === false
}
