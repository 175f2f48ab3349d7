import { createJournal } from './journal.ts'

/** Creates under way. */
const journal = createJournal('intents')

/** Read with `useIntents`. */
export const useIntents = journal.use
export const openIntents = journal.open
export const changeIntent = journal.change
export const pruneIntents = journal.prune
