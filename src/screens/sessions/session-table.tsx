import { useEffect, useRef, useState } from 'react'
import { type MessageId, t } from '../../i18n/t.ts'
import type { FleetRow } from '../../sessions/fleet-model.ts'
import { Icon } from '../../ui/icon.tsx'
import { useRowWindow } from '../../ui/row-window.ts'
import { Boundary } from '../shell/boundary.tsx'
import { SessionRow } from './session-row.tsx'
import type { Sort, SortKey } from './table-model.ts'

const ROW_HEIGHT_PX = 40

const CARD_HEIGHT_PX = 128

/** Rows of a narrower table become cards. */
const CARD_BELOW_PX = 640

const columns: { key: SortKey; title: MessageId; className: string }[] = [
  { key: 'status', title: 'column.status', className: 'col-status' },
  { key: 'id', title: 'column.id', className: 'col-id' },
  { key: 'size', title: 'column.size', className: 'col-size' },
  { key: 'place', title: 'column.place', className: 'col-place' },
  { key: 'elapsed', title: 'column.elapsed', className: 'col-elapsed justify-end' },
  { key: 'lease', title: 'column.lease', className: 'col-lease justify-end' },
  { key: 'left', title: 'column.left', className: 'col-left' },
  { key: 'host', title: 'column.host', className: 'col-host' },
]

/**
 * The sessions, one row each. Only the rows in view are in the document. Roles are explicit
 * because the grid layout removes the implicit roles of table elements.
 */
export function SessionTable({
  rows,
  sort,
  onSort,
  selectedKey,
}: {
  rows: readonly FleetRow[]
  sort: Sort
  onSort: (sort: Sort) => void
  selectedKey: string | null
}) {
  const [scroller, setScroller] = useState<HTMLDivElement | null>(null)
  const isNarrow = useIsNarrow(scroller)
  const rowHeightPx = isNarrow ? CARD_HEIGHT_PX : ROW_HEIGHT_PX
  const header = useRef<HTMLTableSectionElement>(null)
  const indexes = useRowWindow(scroller, rows.length, rowHeightPx)

  return (
    <div ref={setScroller} className="table-scroller min-h-0 flex-1 overflow-auto">
      <table
        role="table"
        aria-label={t('table.name')}
        aria-rowcount={rows.length + 1}
        className="block"
      >
        <thead
          role="rowgroup"
          ref={header}
          className={
            isNarrow ? 'sr-only' : 'bg-canvas border-line sticky top-0 z-10 block border-b'
          }
        >
          <tr role="row" aria-rowindex={1} className="session-grid h-8 items-center px-4">
            {columns.map((column) => (
              <ColumnHeader key={column.key} column={column} sort={sort} onSort={onSort} />
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
        >
          {indexes.map((index) => {
            const row = rows[index]
            const topPx = index * rowHeightPx
            return row ? (
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
                />
              </Boundary>
            ) : null
          })}
        </tbody>
      </table>
    </div>
  )
}

/** Whether the element is too narrow for columns, live. */
function useIsNarrow(element: HTMLElement | null): boolean {
  const [isNarrow, setIsNarrow] = useState(false)
  useEffect(() => {
    if (!element) return
    const observer = new ResizeObserver(([entry]) =>
      setIsNarrow((entry?.contentRect.width ?? Infinity) < CARD_BELOW_PX),
    )
    observer.observe(element)
    return () => observer.disconnect()
  }, [element])
  return isNarrow
}

function ColumnHeader({
  column,
  sort,
  onSort,
}: {
  column: (typeof columns)[number]
  sort: Sort
  onSort: (sort: Sort) => void
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
