import { useState } from 'react'
import { t } from '../../i18n/t.ts'
import { Icon } from '../../ui/icon.tsx'
import { moveByArrows } from '../../ui/tab-stop.ts'
import { useAfterList } from '../shell/list-first.tsx'
import type { Column } from './columns.tsx'
import type { ShownRow } from './held-order.ts'
import type { Sort } from './table-model.ts'

/**
 * The heads of the columns. Each sorts by its column, and its edge changes the width. The Tab key
 * stops at the head that had the focus last and at its edge, and arrow keys move to the others.
 */
export function TableHead({
  columns,
  rows,
  sort,
  onSort,
  tablePx,
}: {
  columns: readonly Column[]
  rows: readonly ShownRow[]
  sort: Sort
  onSort: (sort: Sort) => void
  tablePx: number
}) {
  const parts = useAfterList()
  const [focused, setFocused] = useState<string | null>(null)
  // A head that doesn't fit is not drawn, and the name always fits.
  const tabStop =
    [focused, sort.by].find((id) => columns.some((column) => column.id === id)) ?? 'id'
  return (
    <tr
      role="row"
      aria-rowindex={1}
      className="session-grid h-8 items-center"
      onKeyDown={moveByArrows}
    >
      <th role="columnheader" scope="col" className="col-select">
        {parts && <parts.SelectAll rows={rows} />}
      </th>
      {columns.map((column, at) => (
        <th
          key={column.id}
          role="columnheader"
          scope="col"
          aria-sort={
            sort.by === column.id ? (sort.descending ? 'descending' : 'ascending') : undefined
          }
          className={`relative flex min-w-0 font-normal ${column.className === 'text-right' ? 'justify-end' : ''}`}
          onFocus={() => setFocused(column.id)}
        >
          <SortButton
            column={column}
            sort={sort}
            onSort={onSort}
            isTabStop={column.id === tabStop}
          />
          {parts && (
            <parts.ColumnEdge
              columns={columns}
              at={at}
              tablePx={tablePx}
              isTabStop={column.id === tabStop}
            />
          )}
        </th>
      ))}
      <th role="columnheader" scope="col" className="col-actions text-xs font-normal">
        <span className="sr-only">{t('column.actions')}</span>
      </th>
    </tr>
  )
}

function SortButton({
  column,
  sort,
  onSort,
  isTabStop,
}: {
  column: Column
  sort: Sort
  onSort: (sort: Sort) => void
  isTabStop: boolean
}) {
  const isSorted = sort.by === column.id
  return (
    <button
      type="button"
      tabIndex={isTabStop ? 0 : -1}
      onClick={() => onSort({ by: column.id, descending: isSorted && !sort.descending })}
      className={`hover:text-text -mx-1.5 flex h-7 min-w-0 items-center gap-0.5 rounded px-1.5 text-xs ${
        isSorted ? 'text-text font-medium' : 'text-muted'
      }`}
    >
      <span className="truncate">{t(column.title)}</span>
      {isSorted && <Icon name={sort.descending ? 'sortDown' : 'sortUp'} className="size-3.5" />}
    </button>
  )
}
