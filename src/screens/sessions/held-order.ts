import type { FleetRow } from '../../sessions/fleet-model.ts'

/** The order of the table while someone is about to click in it. Pure. */

/**
 * How a row stands in the table.
 * - live: its session is in the list.
 * - gone: its session left the list, and the row keeps its place until the order is applied.
 * - recalled: its region hasn't answered; this is what an earlier visit knew.
 */
export type RowStanding = 'live' | 'gone' | 'recalled'

/** A row as the table shows it. */
export type ShownRow = {
  row: FleetRow
  standing: RowStanding
  /** The group that it stands in, see groups.ts; missing in a table without groups. */
  group?: string
}

/** The group at the end of a table whose order is held, for the rows that came since. */
export const NEW_GROUP = 'new'

/**
 * Returns the rows of a table whose order is held: each row that was shown keeps its place, and
 * rows that came since are at the end. A row also keeps its group, whatever became of the session.
 * @param before what was shown
 * @param wanted what the filter and order ask for now
 * @param listed every row that there is, by key: one that only left the filter stays as it is
 */
export function holdOrder(
  before: readonly ShownRow[],
  wanted: readonly ShownRow[],
  listed: ReadonlyMap<string, ShownRow>,
): ShownRow[] {
  const wantedByKey = new Map(wanted.map((shown) => [shown.row.key, shown]))
  const held = before.map((shown): ShownRow => {
    const { key } = shown.row
    const now = wantedByKey.get(key) ?? listed.get(key)
    if (now) return inGroup(now, shown.group)
    return shown.standing === 'gone' ? shown : { ...shown, standing: 'gone' }
  })
  const shownKeys = new Set(before.map(({ row }) => row.key))
  const isGrouped = before[0]?.group !== undefined
  const arrived = wanted.filter(({ row }) => !shownKeys.has(row.key))
  return [...held, ...arrived.map((shown) => (isGrouped ? inGroup(shown, NEW_GROUP) : shown))]
}

/** Returns a row in a group, the same object where it is there already. */
function inGroup(shown: ShownRow, group: string | undefined): ShownRow {
  return shown.group === group || group === undefined ? shown : { ...shown, group }
}

/** Whether two tables show the same rows in the same order, whatever became of each session. */
export function isSameOrder(one: readonly ShownRow[], other: readonly ShownRow[]): boolean {
  return isEqual(one, other, (a, b) => a.key === b.key)
}

/** Whether two tables show the same: the same order, and nothing new in any row. */
export function isUnchanged(one: readonly ShownRow[], other: readonly ShownRow[]): boolean {
  return isEqual(one, other, (a, b) => a === b)
}

function isEqual(
  one: readonly ShownRow[],
  other: readonly ShownRow[],
  isSame: (a: FleetRow, b: FleetRow) => boolean,
): boolean {
  return (
    one.length === other.length &&
    one.every(({ row, standing, group }, index) => {
      const counterpart = other[index]
      return (
        counterpart?.standing === standing &&
        counterpart.group === group &&
        isSame(counterpart.row, row)
      )
    })
  )
}
