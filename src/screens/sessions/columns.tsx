import type { ReactNode } from 'react'
import { formatDuration } from '../../i18n/format.ts'
import type { MessageId } from '../../i18n/t.ts'
import { visibleText } from '../../i18n/visible-text.ts'
import type { ColumnShape } from './column-layout.ts'
import type { ShownRow } from './held-order.ts'
import { End, Host, Location, Name, Status } from './session-cells.tsx'
import type { SortKey } from './table-model.ts'

/** A column of the table. Its ID is also the key to sort by. */
export type Column = ColumnShape<SortKey> & {
  title: MessageId
  /** Classes of its cells. */
  className: string
  /** Draws a cell. It is no component, so it uses no hooks. */
  draw: (shown: ShownRow) => ReactNode
}

/**
 * The columns in their order by default, each of them sortable. The box to select a row stands
 * before them and the actions after them, always. What is cut first is what is needed least: the
 * host name, then the elapsed time; never the ID, the time left, or the account.
 */
export const COLUMNS: readonly Column[] = [
  {
    id: 'status',
    title: 'column.status',
    widthsPx: [80, 96, 112],
    cutBelowPx: null,
    canHide: false,
    className: 'flex',
    draw: (shown) => <Status {...shown} />,
  },
  {
    id: 'id',
    title: 'column.id',
    widthsPx: [84, 188, 320],
    cutBelowPx: null,
    canHide: false,
    className: 'flex items-center gap-1.5',
    draw: ({ row }) => <Name row={row} />,
  },
  {
    id: 'left',
    title: 'column.left',
    // The box of the clock and "+45 min, sends in 5 s" beside it are whole in every table.
    widthsPx: [204, 204, 288],
    cutBelowPx: null,
    canHide: false,
    className: '',
    draw: (shown) => <End {...shown} />,
  },
  {
    id: 'size',
    title: 'column.size',
    widthsPx: [72, 72, 96],
    cutBelowPx: 990,
    canHide: true,
    className: 'truncate',
    draw: ({ row }) => visibleText(row.session.size),
  },
  {
    id: 'place',
    title: 'column.place',
    widthsPx: [80, 168, 256],
    cutBelowPx: null,
    canHide: true,
    className: 'truncate',
    draw: ({ row }) => <Location row={row} />,
  },
  {
    id: 'elapsed',
    title: 'column.elapsed',
    widthsPx: [80, 80, 96],
    cutBelowPx: 1270,
    canHide: true,
    className: 'text-right',
    draw: ({ row: { session } }) =>
      session.status === 'Starting' ? '' : formatDuration(session.elapsedMs),
  },
  {
    id: 'lease',
    title: 'column.lease',
    widthsPx: [80, 80, 96],
    cutBelowPx: 1270,
    canHide: true,
    className: 'text-right',
    draw: ({ row }) => formatDuration(row.session.leaseMs),
  },
  {
    id: 'host',
    title: 'column.host',
    widthsPx: [96, 112, 480],
    cutBelowPx: 1400,
    canHide: true,
    className: 'flex items-center gap-0.5',
    draw: (shown) => <Host {...shown} />,
  },
]
