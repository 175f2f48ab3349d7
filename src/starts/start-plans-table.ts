import { isUnreadStartPlan } from './start-plan.ts'
import { createSharedTable } from '../tabs/shared-table.ts'

/** The start plans of all tabs; ended ones stay until the user has read how they ended. */
const journal = createSharedTable('plans', isUnreadStartPlan)

/** Read with `useStartPlans`. */
export const useStartPlans = journal.use
export const openStartPlans = journal.open
export const changeStartPlan = journal.change
export const updateStartPlan = journal.update
export const pruneStartPlans = journal.prune
