import type { ReadyInterval } from '../lease/ready-interval.ts'
import { perRuntime } from '../runtime/part.ts'
import type { Runtime } from '../runtime/runtime.ts'
import { createdAtMsOf, type Session } from '../service/session.ts'
import type { EndpointRef } from '../accounts/accounts.ts'

/**
 * When sessions became Ready, as far as an earlier visit had narrowed it down. Without it each
 * countdown would be approximate again after a reload. The history sets it from above, because
 * this room doesn't know the history.
 */
export type RecallReady = (
  ref: EndpointRef,
  id: string,
  createdAtMs: number | null,
) => ReadyInterval | null

const recallOf = perRuntime((): { recall: RecallReady } => ({ recall: () => null }))

/** Sets the function that returns the known intervals. */
export function setRecallReady(runtime: Runtime, recall: RecallReady): void {
  recallOf(runtime).recall = recall
}

/** Returns what an earlier visit knew of a session; null for nothing. */
export function recalledReady(
  runtime: Runtime,
  ref: EndpointRef,
  session: Pick<Session, 'id' | 'createdAt'>,
): ReadyInterval | null {
  return recallOf(runtime).recall(ref, session.id, createdAtMsOf(session))
}
