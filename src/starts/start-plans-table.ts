import { isUnreadStartPlan } from './start-plan.ts'
import { createSharedTable } from '../tabs/shared-table.ts'

/** Starts of several steps under way. */
const journal = createSharedTable('plans', isUnreadStartPlan)

/** Read with `useStartPlans`. */
export const useStartPlans = journal.use
export const openStartPlans = journal.open
export const changeStartPlan = journal.change
export const updateStartPlan = journal.update
export const pruneStartPlans = journal.prune
