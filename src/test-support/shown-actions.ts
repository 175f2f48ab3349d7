import { gatesOf } from '../calls/gates.ts'
import type { Runtime } from '../runtime/runtime.ts'
import type { FleetRow } from '../sessions/fleet-model.ts'
import { actionsOf, progressOf } from '../sessions/pending-actions.ts'

/** For tests: the operations of a session as the screen shows them, oldest first. */
export function shownActions(runtime: Runtime, { key, ref }: FleetRow) {
  const { waiting } = gatesOf(runtime).of(ref).getView()
  return actionsOf(runtime, key).flatMap((action) => {
    const progress = progressOf(action, waiting)
    return progress ? [{ kind: action.kind, phase: progress.phase, addMs: progress.addMs }] : []
  })
}
