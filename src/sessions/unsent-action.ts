import type { EndpointKey } from '../accounts/endpoint-key.ts'

/**
 * A stop or an extension that was asked for and has not ended, so that it can be named when its
 * tab is closed or crashes meanwhile. It is never sent later: that would surprise. Pure. Times:
 * local clock, epoch ms. Holds no secret.
 */
export type UnsentAction = EndpointKey & {
  id: string
  kind: 'extend' | 'stop'
  sessionId: string
  /** What is to be added to the lease, ms; null: a new total, or a stop. */
  addMs: number | null
  createdAtMs: number
  /** When it left; null: it has not. */
  sentAtMs: number | null
  /** over: the tab that asked for it told how it ended. left-behind: that tab is gone. */
  end: 'over' | 'left-behind' | null
  /** The user has read that it was left behind. */
  isDismissed: boolean
}

/** Whether the user has yet to read what became of it. */
export function isUnreadUnsentAction({ end, isDismissed }: UnsentAction): boolean {
  return end === 'left-behind' && !isDismissed
}

/**
 * No call waits longer at a gate: the longest pause that a service can ask for, and more. Where
 * tabs can't agree, an older wish is taken as left behind.
 */
const LONGEST_WAIT_MS = 30 * 60_000

/**
 * Whether a wish that nobody sees to, as far as known, was left behind.
 * @param isAlone tabs can't agree, so another one may be at it
 */
export function isLeftBehind(wish: UnsentAction, isAlone: boolean, nowMs: number): boolean {
  return wish.end === null && (!isAlone || Math.abs(nowMs - wish.createdAtMs) > LONGEST_WAIT_MS)
}
