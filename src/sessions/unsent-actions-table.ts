import { isUnreadUnsentAction } from './unsent-action.ts'
import { createSharedTable } from '../tabs/shared-table.ts'

/** Stops and extensions that wait or are under way, of all tabs. */
const journal = createSharedTable('wishes', isUnreadUnsentAction)

/** Read with `useUnsentActions`. */
export const useUnsentActions = journal.use

export const openUnsentActions = journal.open

export const changeUnsentAction = journal.change

export const pruneUnsentActions = journal.prune

/** The user has read what became of it. */
export async function dismissUnsentAction(id: string): Promise<void> {
  await journal.change(id, (known) => known && { ...known, isDismissed: true })
}
