import type { Runtime } from '../runtime/runtime.ts'
import { localActions, type LocalActionEvent } from '../sessions/action-events.ts'
import type { LocalAction } from './history.ts'
import { recordLocalAction } from './history-store.ts'

/**
 * Records what this browser does to sessions, so that the history can tell it from what others do.
 * @returns a function that stops it
 */
export function recordLocalActions(runtime: Runtime): () => void {
  return localActions(runtime).listen((event) =>
    recordLocalAction(runtime, event.sessionKey, changeOf(event)),
  )
}

function changeOf(event: LocalActionEvent): Partial<Omit<LocalAction, 'sessionKey'>> {
  switch (event.kind) {
    case 'started':
      return { startedAtMs: event.atMs }
    case 'extended':
      return { leaseMs: event.leaseMs }
    case 'stop-asked':
      return { stoppedAtMs: event.atMs }
    case 'stop-undone':
      return { stoppedAtMs: null }
  }
}
