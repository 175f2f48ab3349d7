import { type MouseEvent, useState } from 'react'
import { type MessageId, t } from '../../i18n/t.ts'
import { Icon } from '../../ui/icon.tsx'
import { useRowWindow } from '../../ui/row-window.ts'
import { moveByArrows } from '../../ui/tab-stop.ts'
import { useWidthPx } from '../../ui/use-width.ts'
import { Boundary } from '../shell/boundary.tsx'
import { useAfterList } from '../shell/list-first.tsx'
import { SessionRow } from './session-row.tsx'
import type { FleetRow } from '../../sessions/fleet-model.ts'
import type { ShownRow } from './held-order.ts'
import { useRowHeightPx } from './row-height.ts'
import type { Sort, SortKey } from './table-model.ts'
import type { HoldHandlers } from './use-held-order.ts'
import { isForControl, rowIndexOf, useRowFocus } from './use-row-focus.ts'

const CARD_HEIGHT_PX = 116

const HEAD_HEIGHT_PX = 33

/** Rows of a narrower table become cards. */
const CARD_BELOW_PX = 720

const columns: { key: SortKey; title: MessageId; className: string }[] = [
  { key: 'status', title: 'column.status', className: 'col-status' },
  { key: 'id', title: 'column.id', className: 'col-id' },
  { key: 'left', title: 'column.left', className: 'col-left' },
  { key: 'size', title: 'column.size', className: 'col-size' },
  { key: 'place', title: 'column.place', className: 'col-place' },
  { key: 'elapsed', title: 'column.elapsed', className: 'col-elapsed justify-end' },
  { key: 'lease', title: 'column.lease', className: 'col-lease justify-end' },
  { key: 'host', title: 'column.host', className: 'col-host' },
]

/**
 * The sessions, one row each. Only the rows in view are in the document. Roles are explicit
 * because the grid layout removes the implicit roles of table elements. A click anywhere on a row
 * opens it, and arrow keys move between the rows; for screen readers it stays a table of links.
 * @param props `hold`: holds the order meanwhile; `onOpen`: opens a session beside the list
 */
export function SessionTable({
  rows,
  sort,
  onSort,
  selectedKey,
  hold,
  onOpen,
}: {
  rows: readonly ShownRow[]
  sort: Sort
  onSort: (sort: Sort) => void
  selectedKey: string | null
  hold: HoldHandlers
  onOpen: (row: FleetRow) => void
}) {
  const [scroller, setScroller] = useState<HTMLDivElement | null>(null)
  const isNarrow = (useWidthPx(scroller) ?? Infinity) < CARD_BELOW_PX
  const lineHeightPx = useRowHeightPx()
  const rowHeightPx = isNarrow ? CARD_HEIGHT_PX : lineHeightPx
  const indexes = useRowWindow(scroller, rows.length, rowHeightPx)
  const focus = useRowFocus(scroller, rows, {
    rowPx: rowHeightPx,
    headPx: isNarrow ? 0 : HEAD_HEIGHT_PX,
    selectedKey,
  })
  // A head that doesn't fit is not drawn, and the name always fits.
  const headStop = sort.by === 'left' || sort.by === 'status' ? sort.by : 'id'
  const parts = useAfterList()
  const open = (event: MouseEvent) => {
    const index = isForRow(event) ? rowIndexOf(event.target) : null
    const shown = index === null ? undefined : rows[index]
    if (!shown || index === null) return
    // Closing the panel returns the focus to where it was.
    focus.focusRow(index)
    onOpen(shown.row)
  }

  return (
    <div ref={setScroller} {...hold} className="table-scroller min-h-0 flex-1 overflow-auto">
      <table
        role="table"
        aria-label={t('table.name')}
        aria-rowcount={rows.length + 1}
        className="block"
      >
        <thead
          role="rowgroup"
          className={
            isNarrow ? 'sr-only' : 'bg-canvas border-line sticky top-0 z-10 block border-b'
          }
        >
          <tr
            role="row"
            aria-rowindex={1}
            className="session-grid h-8 items-center"
            onKeyDown={moveByArrows}
          >
            <th role="columnheader" scope="col" className="col-select">
              {parts && <parts.SelectAll rows={rows} />}
            </th>
            {columns.map((column) => (
              <ColumnHeader
                key={column.key}
                column={column}
                sort={sort}
                onSort={onSort}
                isTabStop={column.key === headStop}
              />
            ))}
            <th role="columnheader" scope="col" className="col-actions text-xs font-normal">
              <span className="sr-only">{t('column.actions')}</span>
            </th>
          </tr>
        </thead>
        <tbody
          role="rowgroup"
          className="relative block"
          style={{ height: rows.length * rowHeightPx }}
          onClick={open}
          onKeyDown={focus.onKeyDown}
          onFocus={({ target }) => focus.onFocus(target)}
          onBlur={focus.onBlur}
        >
          {indexes.map((index) => {
            const shown = rows[index]
            const topPx = index * rowHeightPx
            if (!shown) return null
            const { row, standing } = shown
            return (
              <Boundary
                key={row.key}
                name={row.session.id}
                frame={(fallback) => (
                  <tr
                    role="row"
                    className="absolute inset-x-0 block overflow-hidden"
                    style={{ top: topPx, height: rowHeightPx }}
                  >
                    <td role="cell" className="block">
                      {fallback}
                    </td>
                  </tr>
                )}
              >
                <SessionRow
                  row={row}
                  index={index}
                  topPx={topPx}
                  heightPx={rowHeightPx}
                  isCard={isNarrow}
                  isSelected={row.key === selectedKey}
                  standing={standing}
                  isTabStop={index === focus.tabStop}
                />
              </Boundary>
            )
          })}
        </tbody>
      </table>
      {parts && scroller && (
        <parts.TableSelection scroller={scroller} rows={rows} focusRow={focus.focusRow} />
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

function ColumnHeader({
  column,
  sort,
  onSort,
  isTabStop,
}: {
  column: (typeof columns)[number]
  sort: Sort
  onSort: (sort: Sort) => void
  isTabStop: boolean
}) {
  const isSorted = sort.by === column.key
  return (
    <th
      role="columnheader"
      scope="col"
      aria-sort={isSorted ? (sort.descending ? 'descending' : 'ascending') : undefined}
      className={`flex min-w-0 font-normal ${column.className}`}
    >
      <button
        type="button"
        tabIndex={isTabStop ? 0 : -1}
        onClick={() => onSort({ by: column.key, descending: isSorted && !sort.descending })}
        className={`hover:text-text -mx-1.5 flex h-7 min-w-0 items-center gap-0.5 rounded px-1.5 text-xs ${
          isSorted ? 'text-text font-medium' : 'text-muted'
        }`}
      >
        <span className="truncate">{t(column.title)}</span>
        {isSorted && (
          <Icon name={sort.descending ? 'sortDown' : 'sortUp'} className="size-3.5" />
        )}
      </button>
    </th>
  )
}
