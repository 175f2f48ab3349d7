/**
 * Which columns the table shows, in which order, and how wide they are. Pure; lengths in px.
 */

/** What the layout needs to know of a column. */
export type ColumnShape<Id extends string> = {
  id: Id
  /** Width in the narrowest table, by default, and in a wide one. */
  widthsPx: readonly [min: number, usual: number, max: number]
  /** A narrower table leaves the column out; null: no table does. */
  cutBelowPx: number | null
  /** Whether the user may hide it. */
  canHide: boolean
}

/** What the user chose. IDs that are no columns, as of another version, change nothing. */
export type ColumnChoice = {
  columnOrder: readonly string[]
  hiddenColumns: readonly string[]
  /** Widths that the user set, by column, px. */
  columnWidthsPx: Readonly<Record<string, number>>
}

/** Rows of a narrower table become cards. */
export const CARD_BELOW_PX = 752

/** Space between two columns of a roomy table, px. */
const GAP_PX = 16

/** The boxes to select rows at the left edge, the right edge, and the actions. */
const FIXED_PX = 40 + 16 + 216

/** Space between two columns, px. */
export function columnGapPx(tablePx: number): number {
  if (tablePx < 860) return GAP_PX / 2
  return tablePx < 1270 ? 12 : GAP_PX
}

/** Returns all columns in the user's order. One that the user hasn't ordered follows its neighbor. */
export function inOrder<Column extends ColumnShape<string>>(
  columns: readonly Column[],
  order: readonly string[],
): Column[] {
  const ordered = order.flatMap((id) => columns.find((column) => column.id === id) ?? [])
  return columns.reduce(
    (known, column, at) =>
      known.includes(column)
        ? known
        : known.toSpliced(
            at === 0 ? 0 : known.indexOf(columns[at - 1] ?? column) + 1,
            0,
            column,
          ),
    [...new Set(ordered)],
  )
}

/**
 * Returns the columns that a table shows. What the user hides makes room for the others, unless the
 * table is too narrow for it anyway.
 */
export function shownColumns<Column extends ColumnShape<string>>(
  columns: readonly Column[],
  { columnOrder, hiddenColumns }: Omit<ColumnChoice, 'columnWidthsPx'>,
  tablePx: number,
): Column[] {
  const isHidden = ({ id, canHide }: Column) => canHide && hiddenColumns.includes(id)
  const isCut = ({ cutBelowPx }: Column, roomPx: number) => roomPx < (cutBelowPx ?? 0)
  const freedPx = columns
    .filter((column) => isHidden(column) && !isCut(column, tablePx))
    .reduce((sum, { widthsPx }) => sum + widthsPx[1] + GAP_PX, 0)
  return inOrder(columns, columnOrder).filter(
    (column) => !isHidden(column) && !isCut(column, tablePx + freedPx),
  )
}

/** The room for the columns themselves in a table that shows so many of them, px. */
export function columnRoomPx(count: number, tablePx: number): number {
  return tablePx - FIXED_PX - count * columnGapPx(tablePx)
}

/**
 * Returns the widths of the shown columns. They grow together: from their smallest widths over the
 * usual ones to the largest. Those that the user sized keep their width as long as the smallest
 * widths of the others leave room for it.
 */
export function columnWidthsPx(
  columns: readonly ColumnShape<string>[],
  sizedPx: Readonly<Record<string, number>>,
  tablePx: number,
): number[] {
  const roomPx = columnRoomPx(columns.length, tablePx)
  const steps = columns.map(({ id, widthsPx: [min, usual, max] }) => {
    const own = sizedPx[id]
    return own === undefined
      ? [min, min, usual, max]
      : [min, ...Array<number>(3).fill(Math.max(min, own))]
  })
  const widthsAt = (step: number) => steps.map((widths) => widths[step] ?? 0)
  const next = [0, 1, 2, 3].findIndex((step) => sumOf(widthsAt(step)) >= roomPx)
  if (next < 0) return widthsAt(3)
  const from = widthsAt(Math.max(0, next - 1))
  const to = widthsAt(next)
  const span = sumOf(to) - sumOf(from)
  const share = span === 0 ? 1 : Math.max(0, (roomPx - sumOf(from)) / span)
  return from.map((width, at) => Math.floor(width + ((to[at] ?? width) - width) * share))
}

function sumOf(widths: readonly number[]): number {
  return widths.reduce((sum, width) => sum + width, 0)
}
