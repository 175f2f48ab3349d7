import { perRuntime } from '../runtime/part.ts'
import { createEmitter } from '../util/emitter.ts'
import type { Candidate } from './start-plan.ts'
import type { WantedStart } from './start-session.ts'

/** What came of a start, published for the screen, because the form may be closed by then. */
export type StartOutcome =
  /** A session with the ID ran already, so nothing was started. */
  | { kind: 'already-running'; sessionId: string }
  /** A start plan ended as planned. `replacedId`: the session it stopped; null for none. */
  | { kind: 'plan-done'; sessionId: string; replacedId: string | null; candidate: Candidate }
  /**
   * Some sessions of a batch of `count` could not be started. `retry` starts those again that
   * certainly started nothing, by their IDs; null: none.
   */
  | {
      kind: 'batch-incomplete'
      failed: readonly WantedStart[]
      count: number
      retry: { ids: readonly string[]; run: () => void } | null
    }

/** The outcomes of starts that no form reports. */
export const startOutcomes = perRuntime(() => createEmitter<StartOutcome>())
