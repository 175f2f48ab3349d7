import { perRuntime } from '../runtime/part.ts'
import { createEmitter } from '../util/emitter.ts'
import type { ExtendOutcome } from './extend-outcome.ts'
import type { FleetRow } from './fleet-model.ts'
import type { StopOutcome } from './stop-session.ts'

/** What this tab does to sessions, published for the rooms above: the history and the screen. */

/** Something this tab requested for a session. Times: local clock, epoch ms. */
export type LocalActionEvent = { sessionKey: string } & (
  | { kind: 'started'; atMs: number }
  | { kind: 'extended'; leaseMs: number }
  | { kind: 'stop-asked'; atMs: number }
  /** It was undone before it was sent. */
  | { kind: 'stop-undone' }
)

/** What was requested for sessions, for the history. */
export const localActions = perRuntime(() => createEmitter<LocalActionEvent>())

/**
 * An extension or a stop that has ended, published once however many clicks it had. `retry` asks
 * for the same again, to be undone as before; null where that isn't safe or can't help.
 */
export type ActionOutcome = { row: FleetRow; retry: (() => void) | null } & (
  | { kind: 'extend'; outcome: ExtendOutcome }
  | { kind: 'stop'; outcome: StopOutcome }
)

/**
 * Outcomes, for the screen. They are published rather than shown by the component that asked,
 * which may be gone by then. An automatic extension never had one.
 */
export const actionOutcomes = perRuntime(() => createEmitter<ActionOutcome>())
