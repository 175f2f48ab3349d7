import { type ExtendChange, type ExtendProblem, extendedLease } from '../lease/extend.ts'
import { canExtend, canStop } from '../lease/session-rules.ts'
import { useCredentials } from '../stores/credentials.ts'
import type { FleetRow } from './fleet-model.ts'

/** Why an action can't be taken now. */
export type BlockedReason = ExtendProblem | 'wrong-status' | 'locked'

const isLocked = ({ ref }: FleetRow) =>
  useCredentials.getState().byAccount[ref.account.id] === undefined

/** Why a lease can't be lengthened like this now; null when it can. */
export const extendBlocked = (row: FleetRow, change: ExtendChange): BlockedReason | null => {
  if (!canExtend(row.session.status)) return 'wrong-status'
  if (isLocked(row)) return 'locked'
  const extended = extendedLease(row.session.leaseMs, change)
  return extended.ok ? null : extended.problem
}

/** Why a session can't be stopped now; null when it can. */
export const stopBlocked = (row: FleetRow): BlockedReason | null => {
  if (!canStop(row.session.status)) return 'wrong-status'
  return isLocked(row) ? 'locked' : null
}
