import { isUnreadUnsentAction } from './unsent-action.ts'
import { createSharedTable } from '../tabs/shared-table.ts'

/** The stops and extensions of all tabs that have not ended. */
const table = createSharedTable('wishes', isUnreadUnsentAction)

/** Read with `useUnsentActions`. */
export const useUnsentActions = table.use

export const openUnsentActions = table.open

export const changeUnsentAction = table.change

export const pruneUnsentActions = table.prune

/** Dismisses the message about an action that was left behind. */
export async function dismissUnsentAction(id: string): Promise<void> {
  await table.change(id, (known) => known && { ...known, isDismissed: true })
}
