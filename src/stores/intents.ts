import { create } from 'zustand'
import { type Intent, isUnreadIntent } from '../watch/intents.ts'
import { planOf } from '../watch/plan.ts'
import { createJournal } from './journal.ts'

/** Creates under way. Those of a plan are kept as long as it may be: it shows them. */
const journal = createJournal(
  'intents',
  (intent) => planOf(intent.id) !== null || isUnreadIntent(intent),
)

/** Read with `useIntents`. */
export const useIntents = journal.use
export const openIntents = journal.open
export const changeIntent = journal.change
export const updateIntent = journal.update
export const pruneIntents = journal.prune

/**
 * The user has read how these ended.
 * @param isRead which of them
 */
export const dismissIntents = async (
  ids: readonly string[],
  isRead: (intent: Intent) => boolean = () => true,
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
