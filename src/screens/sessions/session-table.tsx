import { useState } from 'react'
import { t } from '../../i18n/t.ts'
import type { FleetRow } from '../../sessions/fleet-model.ts'
import { useWidthPx } from '../../ui/use-width.ts'
import { useAfterList } from '../shell/list-first.tsx'
import { CARD_BELOW_PX } from './column-layout.ts'
import type { ShownRow } from './held-order.ts'
import { COMPACT_PX } from './row-height.ts'
import { TableBody } from './table-body.tsx'
import { TableHead } from './table-head.tsx'
import type { TableItem } from './table-items.ts'
import type { Sort } from './table-model.ts'
import { useColumns } from './use-columns.ts'
import type { HoldHandlers } from './use-held-order.ts'
import { useLines } from './use-lines.ts'
import { useRowFocus } from './use-row-focus.ts'

const HEAD_HEIGHT_PX = 33

/**
 * The sessions, one row each. Only the rows in view are in the document. Roles are explicit
 * because the grid layout removes the implicit roles of table elements. A click anywhere on a row
 * opens it, and arrow keys move between the rows; for screen readers it stays a table of links.
 * @param props `items`: the rows with the heads of their groups; `hold`: holds the order meanwhile;
 *   `onOpen`: opens a session beside the list
 */
export function SessionTable({
  rows,
  items,
  sort,
  onSort,
  selectedKey,
  hold,
  onOpen,
}: {
  rows: readonly ShownRow[]
  items: readonly TableItem[]
  sort: Sort
  onSort: (sort: Sort) => void
  selectedKey: string | null
  hold: HoldHandlers
  onOpen: (row: FleetRow) => void
}) {
  const [scroller, setScroller] = useState<HTMLDivElement | null>(null)
  const parts = useAfterList()
  // The observer tells the width after the first frame, which must show the same columns.
  const tablePx = useWidthPx(scroller) ?? scroller?.clientWidth ?? innerWidth
  const isNarrow = tablePx < CARD_BELOW_PX
  const { columns, style, isStacked } = useColumns(tablePx)
  const lines = useLines(scroller, items, isNarrow)
  const focus = useRowFocus(scroller, items, {
    ...lines,
    headPx: isNarrow ? 0 : HEAD_HEIGHT_PX,
    selectedKey,
  })
  const headClass = isNarrow
    ? 'sr-only'
    : 'bg-canvas border-line sticky top-0 z-10 block border-b'
  return (
    <div ref={setScroller} {...hold} className="table-scroller min-h-0 flex-1 overflow-auto">
      <table
        role="table"
        aria-label={t('table.name')}
        aria-rowcount={items.length + 1}
        className="block"
        style={style}
        data-stacked={isStacked || undefined}
        data-dense={lines.rowPx < COMPACT_PX || undefined}
      >
        <thead role="rowgroup" className={headClass}>
          <TableHead
            columns={columns}
            rows={rows}
            sort={sort}
            onSort={onSort}
            tablePx={tablePx}
          />
        </thead>
        <TableBody
          items={items}
          lines={lines}
          columns={isNarrow ? null : columns}
          selectedKey={selectedKey}
          focus={focus}
          onOpen={onOpen}
        />
      </table>
      {parts && scroller && (
        <parts.TableSelection
          scroller={scroller}
          rows={rows}
          items={items}
          focusRow={focus.focusRow}
        />
      )}
    </div>
  )
}
