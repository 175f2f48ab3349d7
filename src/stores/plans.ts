import { isUnreadPlan } from '../watch/plan.ts'
import { createJournal } from './journal.ts'

/** Starts of several steps under way. */
const journal = createJournal('plans', isUnreadPlan)

/** Read with `usePlans`. */
export const usePlans = journal.use
export const openPlans = journal.open
export const changePlan = journal.change
export const updatePlan = journal.update
export const prunePlans = journal.prune
