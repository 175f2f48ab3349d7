import type { MouseEvent, ReactNode } from 'react'
import type { FleetRow } from '../../sessions/fleet-model.ts'
import { Boundary } from '../shell/boundary.tsx'
import { useAfterList } from '../shell/list-first.tsx'
import type { Column } from './columns.tsx'
import { SessionRow } from './session-row.tsx'
import { isGroup, keyOfItem, type TableItem } from './table-items.ts'
import type { Lines } from './use-lines.ts'
import { isForControl, type RowFocus, rowIndexOf } from './use-row-focus.ts'

/** Cells that each row has besides its columns: the box to select it, and its actions. */
const FIXED_CELLS = 2

/** Cells of a card besides these. */
const CARD_CELLS = 4

/** The lines of the table that are in view: sessions, and the heads of groups. */
export function TableBody({
  items,
  lines,
  columns,
  selectedKey,
  focus,
  onOpen,
}: {
  items: readonly TableItem[]
  lines: Lines
  /** null: the sessions are cards. */
  columns: readonly Column[] | null
  selectedKey: string | null
  focus: RowFocus
  onOpen: (row: FleetRow) => void
}) {
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
    <tbody
      role="rowgroup"
      className="relative block"
      style={{ height: lines.totalPx }}
      onClick={open}
      onKeyDown={focus.onKeyDown}
      onFocus={({ target }) => focus.onFocus(target)}
      onBlur={focus.onBlur}
    >
      {lines.indexes.map((index) => {
        const item = items[index]
        if (!item) return null
        const place = {
          index,
          topPx: lines.topPxOf(index),
          heightPx: lines.heightPxOf(item),
          isTabStop: index === focus.tabStop,
        }
        const key = keyOfItem(item)
        if (isGroup(item)) {
          const columnCount = (columns?.length ?? CARD_CELLS) + FIXED_CELLS
          return (
            parts && (
              <parts.GroupRow key={key} head={item} columnCount={columnCount} {...place} />
            )
          )
        }
        const { row, standing } = item
        return (
          <RowBoundary key={key} name={row.session.id} {...place}>
            <SessionRow
              row={row}
              standing={standing}
              columns={columns}
              isSelected={key === selectedKey}
              {...place}
            />
          </RowBoundary>
        )
      })}
    </tbody>
  )
}

/** Keeps a row that fails from taking the others along. */
function RowBoundary({
  name,
  topPx,
  heightPx,
  children,
}: {
  name: string
  topPx: number
  heightPx: number
  children: ReactNode
}) {
  return (
    <Boundary
      name={name}
      frame={(fallback) => (
        <tr
          role="row"
          className="absolute inset-x-0 block overflow-hidden"
          style={{ top: topPx, height: heightPx }}
        >
          <td role="cell" className="block">
            {fallback}
          </td>
        </tr>
      )}
    >
      {children}
    </Boundary>
  )
}

/** Whether a click is meant for the row: not for a control in it, and not to select text. */
function isForRow({ target, defaultPrevented, button, ...keys }: MouseEvent): boolean {
  const hasModifier = keys.ctrlKey || keys.metaKey || keys.shiftKey || keys.altKey
  if (defaultPrevented || button !== 0 || hasModifier || isForControl(target)) return false
  return getSelection()?.isCollapsed ?? true
}
