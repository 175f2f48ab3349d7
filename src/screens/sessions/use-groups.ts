import { useMemo } from 'react'
import { useRuntimeStore } from '../../runtime/use-runtime-store.ts'
import { useAfterList } from '../shell/list-first.tsx'
import { collapsedGroupsStore } from './groups-store.ts'
import type { ShownRow } from './held-order.ts'
import type { TableItem } from './table-items.ts'
import type { GroupKey } from './table-model.ts'

/**
 * Returns the rows sorted by their groups. The code of groups comes after the list: until then there
 * are no rows, because they would move.
 * @param by null: without groups
 */
export function useGroupedRows(
  rows: readonly ShownRow[],
  by: GroupKey | null,
): readonly ShownRow[] {
  const parts = useAfterList()
  return useMemo(
    () => (by === null ? rows : (parts?.groupRows(rows, by) ?? [])),
    [parts, rows, by],
  )
}

/** Returns the lines of the table: its rows, and the heads of their groups. */
export function useTableItems(
  rows: readonly ShownRow[],
  isGrouped: boolean,
): readonly TableItem[] {
  const parts = useAfterList()
  const collapsed = useRuntimeStore(collapsedGroupsStore, ({ ids }) => ids)
  return useMemo(
    () => (isGrouped ? (parts?.tableItems(rows, collapsed) ?? []) : rows),
    [parts, rows, isGrouped, collapsed],
  )
}
