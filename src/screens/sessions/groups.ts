import type { RowWindow } from '../../ui/row-window.ts'
import { statusText } from '../../ui/status-badge.tsx'
import { windowAmong } from '../../ui/uneven-window.ts'
import { t } from '../../i18n/t.ts'
import { visibleText } from '../../i18n/visible-text.ts'
import type { FleetRow } from '../../sessions/fleet-model.ts'
import { NEW_GROUP, type ShownRow } from './held-order.ts'
import { type GroupHead, isGroup, type TableItem } from './table-items.ts'
import type { GroupKey } from './table-model.ts'

/** The groups of the table. Pure. */

const collator = new Intl.Collator(undefined, { numeric: true })

/** Separates what a group is made by from its name in the group's ID. */
const SEPARATOR = ':'

/** Returns the rows sorted by their groups. Within a group they keep their order. */
export function groupRows(rows: readonly ShownRow[], by: GroupKey): ShownRow[] {
  const groups = new Map<string, ShownRow[]>()
  for (const { row, standing } of rows) {
    const group = `${by}${SEPARATOR}${groupOf(row, by)}`
    const known = groups.get(group)
    if (known) known.push({ row, standing, group })
    else groups.set(group, [{ row, standing, group }])
  }
  return [...groups]
    .sort(([one], [other]) => collator.compare(one, other))
    .flatMap(([, members]) => members)
}

/**
 * Returns the lines of the table: the rows, with the head of its group before each group, and
 * without the rows of collapsed groups.
 * @param rows sorted by their groups
 * @param collapsed IDs of groups
 */
export function tableItems(
  rows: readonly ShownRow[],
  collapsed: ReadonlySet<string>,
): TableItem[] {
  const items: TableItem[] = []
  let head: GroupHead = { groupId: '', count: 0, isCollapsed: false }
  for (const shown of rows) {
    const groupId = shown.group ?? NEW_GROUP
    if (head.groupId !== groupId) {
      head = { groupId, count: 0, isCollapsed: collapsed.has(groupId) }
      items.push(head)
    }
    head.count += 1
    if (!head.isCollapsed) items.push(shown)
  }
  return items
}

/** Lays out cards, among which the heads of groups are lower; all lengths in px. */
export function layOutCards(
  items: readonly TableItem[],
  { cardPx, headPx }: { cardPx: number; headPx: number },
): {
  /** Where each line begins. */
  tops: readonly number[]
  windowOf: (scrollPx: number, viewPx: number) => RowWindow
} {
  let nextPx = 0
  const tops = items.map((item) => {
    const topPx = nextPx
    nextPx += isGroup(item) ? headPx : cardPx
    return topPx
  })
  return { tops, windowOf: (scrollPx, viewPx) => windowAmong(tops, scrollPx, viewPx) }
}

/** Returns the name of a group for its head. */
export function groupName(groupId: string): string {
  if (groupId === NEW_GROUP) return t('group.new')
  const at = groupId.indexOf(SEPARATOR)
  const name = groupId.slice(at + 1)
  return groupId.slice(0, at) === 'status' ? statusText(name) : visibleText(name)
}

/** Returns the prefix of a session ID that names its owner: the part before its first "-". */
export function ownerPrefix(id: string): string {
  return id.split('-', 1)[0] ?? id
}

function groupOf({ session, region, ref }: FleetRow, by: GroupKey): string {
  switch (by) {
    case 'account':
      return ref.account.name
    case 'region':
      return region
    case 'status':
      return session.status
    case 'owner':
      return ownerPrefix(session.id)
  }
}
