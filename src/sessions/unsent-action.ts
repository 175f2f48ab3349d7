import type { EndpointKey } from '../accounts/endpoint-key.ts'
import { endpointKeyOf } from '../accounts/endpoint-lookup.ts'
import { createdAtMsOf } from '../service/session.ts'
import type { FleetRow } from './fleet-model.ts'

/**
 * A stop or an extension that was requested and has not ended. It is stored so that another tab can
 * name it when its own tab closes or crashes. It is never sent later, because that would surprise.
 * It contains no secret. Times: local clock, epoch ms.
 */
export type UnsentAction = EndpointKey & {
  id: string
  kind: 'extend' | 'stop'
  sessionId: string
  /** What it adds to the lease, ms; null for a new total, or a stop. */
  addMs: number | null
  createdAtMs: number
  /** When it was sent; null until then. */
  sentAtMs: number | null
  /** over: its tab published the outcome. left-behind: its tab is gone. */
  end: 'over' | 'left-behind' | null
  /** The user has dismissed the message about it. */
  isDismissed: boolean
}

/** Whether the user has yet to read that it was left behind. */
export function isUnreadUnsentAction({ end, isDismissed }: UnsentAction): boolean {
  return end === 'left-behind' && !isDismissed
}

/**
 * No call waits longer in a gate, because this exceeds the longest pause a service can demand.
 * Where tabs can't coordinate, an older action counts as left behind.
 */
const LONGEST_WAIT_MS = 30 * 60_000

/**
 * Whether an action that no tab is known to hold was left behind.
 * @param isAlone tabs can't coordinate, so another tab may hold it
 */
export function isLeftBehind(
  { end, createdAtMs }: UnsentAction,
  isAlone: boolean,
  nowMs: number,
): boolean {
  return end === null && (!isAlone || Math.abs(nowMs - createdAtMs) > LONGEST_WAIT_MS)
}

/** What can be asked for again after an action was left behind. */
export type UnsentRepeat =
  | { kind: 'extend'; row: FleetRow; addMs: number }
  /** A new total. It is no longer known, so the user enters it again. */
  | { kind: 'extend-to' | 'stop'; row: FleetRow }

/**
 * Returns what can be asked for again. A stop may always be: twice is as good as once. An extension
 * that was sent may not, because it may have taken effect.
 * @param row the listed session of that ID, at the endpoint or at its twin; null for none
 * @param clockOffsetMs how far the clock of the service is ahead, ms
 * @returns null when that isn't safe, or the list doesn't have the session
 */
export function repeatOf(
  action: UnsentAction,
  row: FleetRow | null,
  clockOffsetMs: number,
): UnsentRepeat | null {
  const { kind, addMs, sentAtMs } = action
  if (!row || !isAbout(action, row, clockOffsetMs)) return null
  if (kind === 'stop') return { kind, row }
  if (sentAtMs !== null) return null
  return addMs === null ? { kind: 'extend-to', row } : { kind, row, addMs }
}

/** The measured difference of the clocks is right within this, ms. */
const SKEW_WITHIN_MS = 60_000

/** Whether the session of an ID is the one that was meant: the account may be another by now. */
function isAbout(
  action: UnsentAction,
  { ref, session }: FleetRow,
  clockOffsetMs: number,
): boolean {
  const { apiVersion, serviceAccountId = '' } = endpointKeyOf(ref)
  const createdMs = createdAtMsOf(session)
  const isSameAccount =
    action.serviceAccountId === undefined
      ? apiVersion === action.apiVersion
      : action.serviceAccountId.toLowerCase() === serviceAccountId.toLowerCase()
  const latestMs = action.createdAtMs + clockOffsetMs + SKEW_WITHIN_MS
  return isSameAccount && (createdMs === null || createdMs <= latestMs)
}
