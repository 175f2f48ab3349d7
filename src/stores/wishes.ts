import { isUnreadWish } from '../watch/wishes.ts'
import { createJournal } from './journal.ts'

/** Stops and extensions that wait or are under way, of all tabs. */
const journal = createJournal('wishes', isUnreadWish)

/** Read with `useWishes`. */
export const useWishes = journal.use
export const openWishes = journal.open
export const changeWish = journal.change
export const pruneWishes = journal.prune

/** The user has read what became of it. */
export const dismissWish = async (id: string): Promise<void> => {
  await journal.change(id, (known) => known && { ...known, isDismissed: true })
}
