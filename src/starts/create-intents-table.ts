import { create } from 'zustand'
import { type CreateIntent, isUnreadCreate } from './create-intent.ts'
import { startPlanIdOf } from './start-plan.ts'
import { createSharedTable } from '../tabs/shared-table.ts'

/** Creates under way. Those of a plan are kept as long as it may be: it shows them. */
const journal = createSharedTable(
  'intents',
  (intent) => startPlanIdOf(intent.id) !== null || isUnreadCreate(intent),
)

/** Read with `useCreateIntents`. */
export const useCreateIntents = journal.use
export const openCreateIntents = journal.open
export const changeCreateIntent = journal.change
export const updateCreateIntent = journal.update
export const pruneCreateIntents = journal.prune

/**
 * The user has read how these ended.
 * @param isRead which of them
 */
export const dismissCreates = async (
  ids: readonly string[],
  isRead: (intent: CreateIntent) => boolean = () => true,
): Promise<void> => {
  await Promise.all(
    ids.map((id) =>
      journal.change(id, (known) =>
        known && isRead(known) ? { ...known, isDismissed: true } : known,
      ),
    ),
  )
}

/** Creates whose form is open, and tells that nothing was started. */
export const useToldByForm = create<ReadonlySet<string>>(() => new Set())

/** A form tells of these. @returns the way to end that */
export const tellByForm = (ids: readonly string[]): (() => void) => {
  const change = (how: (told: Set<string>, id: string) => unknown) => {
    const told = new Set(useToldByForm.getState())
    for (const id of ids) how(told, id)
    useToldByForm.setState(told, true)
  }
  change((told, id) => told.add(id))
  return () => change((told, id) => told.delete(id))
}
