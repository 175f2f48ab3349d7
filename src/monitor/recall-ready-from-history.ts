import { endpointRefs, accountsStore } from '../accounts/accounts.ts'
import type { Runtime } from '../runtime/runtime.ts'
import { sessionKey } from '../sessions/fleet-model.ts'
import { setRecallReady } from '../sessions/recall-ready.ts'
import { narrowListedReady } from '../sessions/session-list.ts'
import { entryKey } from './history.ts'
import { historyStore } from './history-store.ts'

/**
 * Gives the ready intervals in the history back to the sessions, also to those that were listed
 * before the history was loaded. Called once the history is loaded, and before a list is
 * recorded: the history would otherwise forget what the list does not know.
 */
export function recallReadyFromHistory(runtime: Runtime): void {
  setRecallReady(runtime, (ref, id, createdAtMs) => {
    const key = entryKey(sessionKey(ref, id), createdAtMs)
    const entry = historyStore(runtime).getState().rows.get(key)
    return entry && entry.endedAtMs === null ? entry.ready : null
  })
  for (const ref of endpointRefs(accountsStore(runtime).getState().accounts))
    narrowListedReady(runtime, ref)
}
