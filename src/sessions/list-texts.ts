import type { QueryClient, QueryKey } from '@tanstack/react-query'

/**
 * The bodies of the lists as they came. They are megabytes, so the tab that asked keeps them to
 * itself; another asks it for the one record that is looked at (see raw-records.ts).
 */

/** The bodies of one list, one per page. */
export type ListTexts = {
  texts: readonly string[]
  /** The same as that of the list they belong to. */
  receivedAtMs: number
}

/** Key of the bodies of a list. @param listKey query key of the list */
export function textsKey(listKey: QueryKey): QueryKey {
  return ['texts', ...listKey.slice(1)]
}

/** Keeps the bodies of the latest list of a key. */
export function keepTexts(queryClient: QueryClient, listKey: QueryKey, texts: ListTexts): void {
  queryClient.setQueryData<ListTexts>(textsKey(listKey), texts)
}
