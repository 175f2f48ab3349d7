import type { QueryClient, QueryKey } from '@tanstack/react-query'

/**
 * The unparsed bodies of the lists. They are megabytes, so they stay in the tab that received them.
 * Other tabs request single records from it (see raw-records.ts).
 */

/** The bodies of one list, one per page. */
export type ListTexts = {
  texts: readonly string[]
  /** Equal to that of the list they belong to. */
  receivedAtMs: number
}

/** Returns the query key of the bodies of a list. @param listKey query key of the list */
export function textsKey(listKey: QueryKey): QueryKey {
  return ['texts', ...listKey.slice(1)]
}

/** Keeps the bodies of the latest list. */
export function keepTexts(queryClient: QueryClient, listKey: QueryKey, texts: ListTexts): void {
  queryClient.setQueryData<ListTexts>(textsKey(listKey), texts)
}
