import { memo } from 'react'
import { visibleText } from '../../i18n/visible-text.ts'
import { TabStop } from '../../ui/tab-stop.ts'
import { useAfterList } from '../shell/list-first.tsx'
import type { Column } from './columns.tsx'
import type { ShownRow } from './held-order.ts'
import { formatEndpointAccount } from './row-text.ts'
import { ActionsCell, End, Name, Status } from './session-cells.tsx'

/** A row, and whether its session is in the list; one that isn't can't be acted on. */
type SessionRowProps = ShownRow & {
  index: number
  topPx: number
  heightPx: number
  /** The columns of a table; null for a card. */
  columns: readonly Column[] | null
  isSelected: boolean
  /** Whether the Tab key stops in this row, see session-table.tsx. */
  isTabStop: boolean
}

/** One session as a table row, or as a card where the table is narrow. */
export const SessionRow = memo(Row)

function Row({
  row,
  standing,
  index,
  topPx,
  heightPx,
  columns,
  isSelected,
  isTabStop,
}: SessionRowProps) {
  const parts = useAfterList()
  const layout = columns ? 'session-grid items-center text-sm' : 'session-card py-2'
  return (
    <tr
      role="row"
      aria-rowindex={index + 2}
      aria-label={visibleText(row.session.id)}
      style={{ top: topPx, height: heightPx }}
      data-standing={standing}
      data-selected={isSelected || undefined}
      className={`${rowClass(isSelected)} ${standing === 'live' ? '' : 'text-muted'} ${layout}`}
    >
      <TabStop value={isTabStop}>
        <td role="cell" className="col-select">
          {standing === 'live' && parts && <parts.SelectBox row={row} />}
        </td>
        {columns ? (
          columns.map(({ id, className, draw }) => (
            <td key={id} role="cell" className={`col-${id} min-w-0 ${className}`}>
              {draw({ row, standing })}
            </td>
          ))
        ) : (
          <CardCells row={row} standing={standing} />
        )}
        <ActionsCell row={row} standing={standing} />
      </TabStop>
    </tr>
  )
}

function CardCells({ row, standing }: ShownRow) {
  return (
    <>
      <td role="cell" className="col-status flex min-w-0 items-center text-sm">
        <Status row={row} standing={standing} />
      </td>
      <td role="cell" className="col-id flex min-w-0 items-center gap-1.5">
        <Name row={row} />
      </td>
      <td
        role="cell"
        className="col-place self-center text-xs"
        title={formatEndpointAccount(row)}
      >
        <span className="block truncate">{row.ref.account.name}</span>
        <span className="text-muted block truncate">
          {row.region} · {visibleText(row.session.size)}
        </span>
      </td>
      <td role="cell" className="col-left min-w-0 text-sm">
        <End row={row} standing={standing} />
      </td>
    </>
  )
}

function rowClass(isSelected: boolean) {
  return `session-row border-line absolute inset-x-0 border-b ${
    isSelected ? 'bg-selected shadow-[inset_3px_0_var(--color-accent)]' : 'hover:bg-hover'
  }`
}
