import type { ExtendChange } from '../lease/extend.ts'
import type { Runtime } from '../runtime/runtime.ts'
import type { ServiceError, ServiceErrorKind } from '../service/result.ts'
import { createdAtMsOf } from '../service/session.ts'
import type { ExtendOutcome } from './extend-outcome.ts'
import type { FleetRow } from './fleet-model.ts'
import { listedSession } from './session-list.ts'
import type { StopOutcome } from './stop-session.ts'

/** Whether an action that failed may be asked for again, and for which session. */

/** The same request would be refused again. */
const POINTLESS: readonly ServiceErrorKind[] = [
  'bad-request',
  'forbidden',
  'not-found',
  'unprocessable',
  'cancelled',
]

/**
 * Returns the change that may be asked for again after an extension failed. An addition may be
 * repeated only if it certainly had no effect. If no answer tells, the same total may be, because
 * it takes effect at most once (docs/protocol.md#leases).
 * @param asked what was asked for, all clicks together
 * @param goalMs the last total that was sent; null when nothing was
 * @returns null when it isn't safe, or can't help
 */
export function extensionToRetry(
  outcome: ExtendOutcome,
  asked: ExtendChange,
  goalMs: number | null,
): ExtendChange | null {
  switch (outcome.end) {
    case 'failed':
      return canHelp(outcome.error) ? asked : null
    case 'not-added':
      return asked
    case 'unknown':
      return goalMs === null ? null : { toLeaseMs: goalMs }
    case 'done':
    case 'done-anew':
    case 'found':
    case 'longer':
    case 'unsure':
    case 'ended':
    case 'stopping':
    case 'undone':
      return null
  }
}

/** Returns whether a stop may be asked for again: twice is as good as once. */
export function canRetryStop(outcome: StopOutcome): boolean {
  return outcome.end === 'unproved' || (outcome.end === 'failed' && canHelp(outcome.error))
}

/** Returns whether the same request can succeed later. */
function canHelp({ kind }: ServiceError): boolean {
  return !POINTLESS.includes(kind)
}

/**
 * Returns a session as its list shows it now. A message can be answered long after, and by then
 * its ID may belong to another session.
 * @returns null when it does; the row as it is when the list doesn't have it
 */
export function rowAsNow(runtime: Runtime, row: FleetRow): FleetRow | null {
  const session = listedSession(runtime, row.ref, row.session.id)
  if (!session) return row
  const [createdMs, thenMs] = [createdAtMsOf(session), createdAtMsOf(row.session)]
  const isOther = createdMs !== null && thenMs !== null && createdMs !== thenMs
  return isOther ? null : { ...row, session }
}
