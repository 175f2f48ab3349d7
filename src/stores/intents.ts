import { isUnreadIntent } from '../watch/intents.ts'
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
