import { type ColumnShape, columnRoomPx, columnWidthsPx } from './column-layout.ts'

/** What the user's hand does to the width of a column. Pure; lengths in px. */

/** The widths of the user, by column. */
type Sized = Readonly<Record<string, number>>

/** A column in a table. */
export type ColumnPlace = {
  /** The columns that the table shows, in their order. */
  columns: readonly ColumnShape<string>[]
  /** The column's place among them. */
  at: number
  tablePx: number
}

/**
 * Returns the width of a column, and between which widths it may be dragged: up to where those after
 * it have their smallest widths, or those that the user gave them.
 */
export function widthRange(
  { columns, at, tablePx }: ColumnPlace,
  sized: Sized,
): { min: number; now: number; max: number } {
  const widths = columnWidthsPx(columns, sized, tablePx)
  const now = widths[at] ?? 0
  const others = columns.map(({ id, widthsPx }, other) => {
    if (other < at) return widths[other] ?? 0
    return other === at ? 0 : Math.min(widths[other] ?? 0, sized[id] ?? widthsPx[0])
  })
  const roomPx = columnRoomPx(columns.length, tablePx)
  return {
    min: columns[at]?.widthsPx[0] ?? 0,
    now,
    max: Math.max(now, roomPx - others.reduce((sum, width) => sum + width, 0)),
  }
}

/**
 * Returns the user's widths with another one for a column. Those before it keep the width that they
 * have, so that its edge follows the hand.
 * @param px null: its width by default
 */
export function resized(place: ColumnPlace, sized: Sized, px: number | null): Sized {
  const { columns, at, tablePx } = place
  const id = columns[at]?.id ?? ''
  if (px === null)
    return Object.fromEntries(Object.entries(sized).filter(([key]) => key !== id))
  const { min, max } = widthRange(place, sized)
  const widths = columnWidthsPx(columns, sized, tablePx)
  const before = columns.slice(0, at).map((column, index) => [column.id, widths[index] ?? 0])
  return {
    ...sized,
    ...Object.fromEntries(before),
    [id]: Math.round(Math.min(max, Math.max(min, px))),
  }
}
