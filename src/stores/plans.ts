import { createJournal } from './journal.ts'

/** Starts of several steps under way. */
const journal = createJournal('plans')

/** Read with `usePlans`. */
export const usePlans = journal.use
export const openPlans = journal.open
export const changePlan = journal.change
export const prunePlans = journal.prune
