import type { ExtendChange } from '../../lease/extend.ts'
import { preferencesStore } from '../../runtime/preferences.ts'
import { useRuntimeStore } from '../../runtime/use-runtime-store.ts'
import { extendBlocked } from '../../sessions/action-rules.ts'
import type { FleetRow } from '../../sessions/fleet-model.ts'
import { useActionConditions, useExtendSession } from '../../sessions/use-session-actions.ts'
import { blockedText } from './blocked-text.ts'

/** What a control that extends a lease needs. `disabledReason`: null when it can be pressed. */
type Extending = { disabledReason: string | null; onClick: () => void }

/**
 * Returns what extends a session, live.
 * @returns `steps`: the steps that the user set, each for a control of its own; `by`: for any other
 *   change
 */
export function useExtending(row: FleetRow): {
  steps: readonly (Extending & { minutes: number })[]
  by: (change: ExtendChange) => Extending
} {
  const { mutate: extend } = useExtendSession()
  const conditions = useActionConditions(row)
  const steps = useRuntimeStore(preferencesStore, (state) => state.extendStepsMin)
  const by = (change: ExtendChange): Extending => {
    const blocked = extendBlocked(row, change, conditions)
    return {
      disabledReason: blocked === null ? null : blockedText(blocked),
      onClick: () => extend({ row, change }),
    }
  }
  return {
    steps: steps.map((minutes) => ({ minutes, ...by({ addMs: minutes * 60_000 }) })),
    by,
  }
}
