import { type MouseEvent, useState } from 'react'
import { t } from '../../i18n/t.ts'
import { useRowWindow } from '../../ui/row-window.ts'
import { useWidthPx } from '../../ui/use-width.ts'
import { Boundary } from '../shell/boundary.tsx'
import { useAfterList } from '../shell/list-first.tsx'
import { CARD_BELOW_PX } from './column-layout.ts'
import { SessionRow } from './session-row.tsx'
import type { FleetRow } from '../../sessions/fleet-model.ts'
import type { ShownRow } from './held-order.ts'
import { COMPACT_PX, useRowHeightPx } from './row-height.ts'
import { isGroup, type TableItem } from './table-items.ts'
import { TableHead } from './table-head.tsx'
import type { Sort } from './table-model.ts'
import { useColumns } from './use-columns.ts'
import type { HoldHandlers } from './use-held-order.ts'
import { isForControl, rowIndexOf, useRowFocus } from './use-row-focus.ts'

const CARD_HEIGHT_PX = 116

const HEAD_HEIGHT_PX = 33

/**
 * The sessions, one row each. Only the rows in view are in the document. Roles are explicit
 * because the grid layout removes the implicit roles of table elements. A click anywhere on a row
 * opens it, and arrow keys move between the rows; for screen readers it stays a table of links.
 * @param props `items`: the rows with the heads of their groups; `hold`: holds the order meanwhile; `onOpen`: opens a session beside the list
 */
export function SessionTable({
  rows,
  items: lines,
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
  // The observer tells the width after the first frame, which must show the same columns.
  const tablePx = useWidthPx(scroller) ?? scroller?.clientWidth ?? innerWidth
  const isNarrow = tablePx < CARD_BELOW_PX
  const { columns, style, isStacked } = useColumns(tablePx)
  const lineHeightPx = useRowHeightPx()
  const rowHeightPx = isNarrow ? CARD_HEIGHT_PX : lineHeightPx
  // A head as high as a card would be empty.
  const items = isNarrow ? rows : lines
  const indexes = useRowWindow(scroller, items.length, rowHeightPx)
  const focus = useRowFocus(scroller, items, {
    rowPx: rowHeightPx,
    headPx: isNarrow ? 0 : HEAD_HEIGHT_PX,
    selectedKey,
  })
  const parts = useAfterList()
  const open = (event: MouseEvent) => {
    const index = isForRow(event) ? rowIndexOf(event.target) : null
    const item = index === null ? undefined : items[index]
    if (!item || isGroup(item) || index === null) return
    // Closing the panel returns the focus to where it was.
    focus.focusRow(index)
    onOpen(item.row)
  }

  return (
    <div ref={setScroller} {...hold} className="table-scroller min-h-0 flex-1 overflow-auto">
      <table
        role="table"
        aria-label={t('table.name')}
        aria-rowcount={items.length + 1}
        className="block"
        style={style}
        data-stacked={isStacked || undefined}
        data-dense={rowHeightPx < COMPACT_PX || undefined}
      >
        <thead
          role="rowgroup"
          className={
            isNarrow ? 'sr-only' : 'bg-canvas border-line sticky top-0 z-10 block border-b'
          }
        >
          <TableHead
            columns={columns}
            rows={rows}
            sort={sort}
            onSort={onSort}
            tablePx={tablePx}
          />
        </thead>
        <tbody
          role="rowgroup"
          className="relative block"
          style={{ height: items.length * rowHeightPx }}
          onClick={open}
          onKeyDown={focus.onKeyDown}
          onFocus={({ target }) => focus.onFocus(target)}
          onBlur={focus.onBlur}
        >
          {indexes.map((index) => {
            const item = items[index]
            if (!item) return null
            const place = {
              index,
              topPx: index * rowHeightPx,
              heightPx: rowHeightPx,
              isTabStop: index === focus.tabStop,
            }
            if (isGroup(item))
              return (
                parts && (
                  <parts.GroupRow
                    key={item.groupId}
                    head={item}
                    columnCount={columns.length + 2}
                    {...place}
                  />
                )
              )
            const { row, standing } = item
            return (
              <Boundary
                key={row.key}
                name={row.session.id}
                frame={(fallback) => (
                  <tr
                    role="row"
                    className="absolute inset-x-0 block overflow-hidden"
                    style={{ top: place.topPx, height: rowHeightPx }}
                  >
                    <td role="cell" className="block">
                      {fallback}
                    </td>
                  </tr>
                )}
              >
                <SessionRow
                  row={row}
                  {...place}
                  columns={isNarrow ? null : columns}
                  isSelected={row.key === selectedKey}
                  standing={standing}
                />
              </Boundary>
            )
          })}
        </tbody>
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

/** Whether a click is meant for the row: not for a control in it, and not to select text. */
function isForRow({ target, defaultPrevented, button, ...keys }: MouseEvent): boolean {
  const hasModifier = keys.ctrlKey || keys.metaKey || keys.shiftKey || keys.altKey
  if (defaultPrevented || button !== 0 || hasModifier || isForControl(target)) return false
  return getSelection()?.isCollapsed ?? true
}
