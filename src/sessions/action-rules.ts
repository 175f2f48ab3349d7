import { type ExtendChange, type ExtendProblem, extendedLease } from '../lease/extend.ts'
import { canExtend, canStop } from '../lease/session-rules.ts'
import type { FleetRow } from './fleet-model.ts'

/** Why an action isn't possible now. */
export type BlockedReason = ExtendProblem | 'wrong-status' | 'locked' | 'offline' | 'stopping'

/** What an action needs besides the session. */
export type ActionConditions = {
  /** The key or token of its account is in memory. */
  isUnlocked: boolean
  isOffline: boolean
  /** A stop of the session is in progress. */
  isStopping: boolean
}

/** Returns why a lease can't be extended like this now; null when it can. */
export function extendBlocked(
  { session }: FleetRow,
  change: ExtendChange,
  conditions: ActionConditions,
): BlockedReason | null {
  if (!canExtend(session.status)) return 'wrong-status'
  const extended = extendedLease(session.leaseMs, change)
  return unmetCondition(conditions) ?? (extended.ok ? null : extended.problem)
}

/** Returns why a session can't be stopped now; null when it can. */
export function stopBlocked(
  { session }: FleetRow,
  conditions: ActionConditions,
): BlockedReason | null {
  return canStop(session.status) ? unmetCondition(conditions) : 'wrong-status'
}

/** Offline, an action is refused and says so, because nothing is kept to be sent later. */
function unmetCondition({
  isUnlocked,
  isOffline,
  isStopping,
}: ActionConditions): BlockedReason | null {
  if (isStopping) return 'stopping'
  if (!isUnlocked) return 'locked'
  return isOffline ? 'offline' : null
}
