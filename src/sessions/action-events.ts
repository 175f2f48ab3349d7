import { perRuntime } from '../runtime/part.ts'
import { createEmitter } from '../util/emitter.ts'
import type { ExtendOutcome } from './extend-outcome.ts'
import type { FleetRow } from './fleet-model.ts'
import type { StopOutcome } from './stop-session.ts'

/** What this tab does to sessions, published for the rooms above: the history and the screen. */

/** Something this tab asked the service to do to a session. Times: local clock, epoch ms. */
export type LocalActionEvent = { sessionKey: string } & (
  | { kind: 'started'; atMs: number }
  | { kind: 'extended'; leaseMs: number }
  | { kind: 'stop-asked'; atMs: number }
  /** It was taken back before it was sent. */
  | { kind: 'stop-undone' }
)

/** What was asked for of sessions, for the history. */
export const localActions = perRuntime(() => createEmitter<LocalActionEvent>())

/** An extension or a stop that has ended, once however many clicks it was made of. */
export type ActionOutcome =
  | { kind: 'extend'; row: FleetRow; outcome: ExtendOutcome }
  | { kind: 'stop'; row: FleetRow; outcome: StopOutcome }

/**
 * Outcomes, for the screen. They are published rather than told by the component that asked,
 * because that may be gone by then, or was never there, as for automatic extensions.
 */
export const actionOutcomes = perRuntime(() => createEmitter<ActionOutcome>())
