import { isGroup, type TableItem } from './table-items.ts'

// Asked for by several parts of the table, and only while something is selected.
const known = new WeakMap<readonly TableItem[], readonly string[]>()

/** Returns the keys of the sessions on screen that can be selected, in order: those in the list. */
export function shownKeys(items: readonly TableItem[]): readonly string[] {
  const keys =
    known.get(items) ??
    items.flatMap((item) => (!isGroup(item) && item.standing === 'live' ? item.row.key : []))
  known.set(items, keys)
  return keys
}
