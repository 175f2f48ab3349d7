import { type CSSProperties, useMemo } from 'react'
import { preferencesStore } from '../../runtime/preferences.ts'
import { useRuntimeStore } from '../../runtime/use-runtime-store.ts'
import { columnGapPx, columnWidthsPx, shownColumns } from './column-layout.ts'
import { type Column, COLUMNS } from './columns.tsx'

/** In a narrower column the region stands above the account, px. */
const STACKED_BELOW_PX = 152

/**
 * The columns that a table shows, and their widths as variables of its style, so that the rows need
 * not be rendered for another width.
 * @param tablePx width of the table, px
 */
export function useColumns(tablePx: number): {
  columns: readonly Column[]
  style: CSSProperties
  /** The region stands above the account. */
  isStacked: boolean
} {
  const {
    columnOrder,
    hiddenColumns,
    columnWidthsPx: sizedPx,
  } = useRuntimeStore(preferencesStore, (state) => state)
  const found = shownColumns(COLUMNS, { columnOrder, hiddenColumns }, tablePx)
  const ids = found.map(({ id }) => id).join()
  // The same list while it shows the same columns, because the rows are memoized.
  // oxlint-disable-next-line react/exhaustive-deps
  const columns = useMemo(() => found, [ids])
  const widths = columnWidthsPx(columns, sizedPx, tablePx)
  const placePx = widths[columns.findIndex(({ id }) => id === 'place')] ?? Infinity
  return {
    columns,
    style: {
      '--columns': widths.map((px) => `${px}px`).join(' '),
      '--column-gap': `${columnGapPx(tablePx)}px`,
    } as CSSProperties,
    isStacked: placePx < STACKED_BELOW_PX,
  }
}
