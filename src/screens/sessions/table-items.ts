import type { ShownRow } from './held-order.ts'

/** What the table shows in a line: a session, or the head of a group of sessions. */
export type TableItem = ShownRow | GroupHead

/** The head of a group of sessions. */
export type GroupHead = {
  /** The group's ID, see groups.ts. */
  groupId: string
  /** Sessions in it. */
  count: number
  isCollapsed: boolean
}

export function isGroup(item: TableItem): item is GroupHead {
  return 'groupId' in item
}

/** Returns the key of an item, which is unique in the table. */
export function keyOfItem(item: TableItem): string {
  return isGroup(item) ? item.groupId : item.row.key
}
