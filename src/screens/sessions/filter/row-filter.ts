import { hasRates } from '../../../monitor/cost.ts'
import { historyStore, localActionsStore } from '../../../monitor/history-store.ts'
import { preferencesStore } from '../../../runtime/preferences.ts'
import type { Runtime } from '../../../runtime/runtime.ts'
import {
  type FilterFacts,
  isTimed,
  newStatusTest,
  type RowTest,
  rowTest,
} from './match-filter.ts'
import { parseFilter } from './parse-filter.ts'

/** A filter that is ready to be applied. */
export type RowFilter = {
  /** It must be applied again every few seconds. */
  isTimed: boolean
  /** Returns the test for this moment. */
  testAt: (serverNowMsOf: FilterFacts['serverNowMsOf']) => RowTest
}

/**
 * Returns the filter of a text, with what this tab knows.
 * @param knownStatuses see TableQuery
 */
export function rowFilter(
  runtime: Runtime,
  text: string,
  knownStatuses: string | null,
): RowFilter {
  const filter = parseFilter(text)
  const isNew = newStatusTest(knownStatuses)
  return {
    isTimed: isTimed(filter),
    testAt: (serverNowMsOf) => rowTest(filter, { ...factsOf(runtime, serverNowMsOf), isNew }),
  }
}

/** Returns what filters need to know besides the sessions, as this tab knows it. */
export function factsOf(
  runtime: Runtime,
  serverNowMsOf: FilterFacts['serverNowMsOf'],
): FilterFacts {
  const preferences = preferencesStore(runtime).getState()
  return {
    serverNowMsOf,
    isNew: newStatusTest(null),
    rates: hasRates(preferences) ? preferences : null,
    entries: historyStore(runtime).getState().rows,
    actions: localActionsStore(runtime).getState().rows,
  }
}
