import { useMemo } from 'react'
import { isGroup, type TableItem } from './table-items.ts'

/** The keys of the sessions on screen that can be selected, in their order: those in the list. */
export function useShownKeys(items: readonly TableItem[]): readonly string[] {
  return useMemo(
    () =>
      items.flatMap((item) => (!isGroup(item) && item.standing === 'live' ? item.row.key : [])),
    [items],
  )
}
