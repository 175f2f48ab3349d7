import type { EndpointKey } from '../accounts/endpoint-key.ts'

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
