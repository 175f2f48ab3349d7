import { memo } from 'react'
import { Link, useLocation } from 'react-router'
import { formatDuration } from '../../i18n/format.ts'
import { t } from '../../i18n/t.ts'
import { visibleText } from '../../i18n/visible-text.ts'
import { paths } from '../../paths.ts'
import type { FleetRow } from '../../sessions/fleet-model.ts'
import type { PendingAction as Action } from '../../sessions/pending-actions.ts'
import { useSessionAction } from '../../sessions/use-session-actions.ts'
import { CopyButton } from '../../ui/copy-button.tsx'
import { StatusBadge } from '../../ui/status-badge.tsx'
import { SessionActions } from './session-actions.tsx'
import { TimeLeft } from './time-left.tsx'

type SessionRowProps = {
  row: FleetRow
  index: number
  topPx: number
  heightPx: number
  isCard: boolean
  isSelected: boolean
}

/** One session as a table row, or as a card where the table is narrow. */
export const SessionRow = memo(
  ({ row, index, topPx, heightPx, isCard, isSelected }: SessionRowProps) => {
    const action = useSessionAction(row.key)
    const { session, region, ref } = row
    const place = (
      <>
        {region}
        <span className="text-muted"> · {ref.account.name}</span>
      </>
    )
    const position = { top: topPx, height: heightPx }
    const common = {
      role: 'row',
      'aria-rowindex': index + 2,
      'aria-label': visibleText(session.id),
      style: position,
    }
    if (isCard) {
      return (
        <tr {...common} className={`${rowClass(isSelected)} session-card py-2`}>
          <td role="cell" className="col-status flex min-w-0 items-center text-sm">
            <StatusBadge status={shownStatus(row, action)} />
          </td>
          <td role="cell" className="col-id flex min-w-0 items-center">
            <SessionLink row={row} />
          </td>
          <td role="cell" className="col-place truncate text-xs">
            {visibleText(session.size)} · {place}
          </td>
          <td role="cell" className="col-left min-w-0 text-sm">
            <TimeLeft row={row} />
          </td>
          <td role="cell" className="col-actions flex items-center gap-1">
            <SessionActions row={row} />
          </td>
        </tr>
      )
    }
    return (
      <tr {...common} className={`${rowClass(isSelected)} session-grid items-center text-sm`}>
        <td role="cell" className="col-status flex min-w-0">
          <StatusBadge status={shownStatus(row, action)} />
        </td>
        <td role="cell" className="col-id flex min-w-0">
          <SessionLink row={row} />
        </td>
        <td role="cell" className="col-size truncate">
          {visibleText(session.size)}
        </td>
        <td
          role="cell"
          className="col-place truncate"
          title={`${region} · ${ref.account.name}`}
        >
          {place}
        </td>
        <td role="cell" className="col-elapsed text-right">
          {session.status === 'Starting' ? '' : formatDuration(session.elapsedMs)}
        </td>
        <td role="cell" className="col-lease text-right">
          {formatDuration(session.leaseMs)}
        </td>
        <td role="cell" className="col-left min-w-0">
          <TimeLeft row={row} />
        </td>
        <td role="cell" className="col-host flex min-w-0 items-center gap-0.5">
          {session.hostname !== null && (
            <>
              <span
                className="text-muted truncate font-mono text-xs"
                title={visibleText(session.hostname)}
              >
                {visibleText(session.hostname)}
              </span>
              <CopyButton text={session.hostname} name={t('row.hostOf', { id: session.id })} />
            </>
          )}
        </td>
        <td role="cell" className="col-actions flex items-center justify-end gap-1">
          <SessionActions row={row} />
        </td>
      </tr>
    )
  },
)

SessionRow.displayName = 'SessionRow'

function rowClass(isSelected: boolean) {
  return `border-line absolute inset-x-0 border-b px-4 ${
    isSelected ? 'bg-selected' : 'hover:bg-hover'
  }`
}

/** The status to show. A stop that was sent shows before the service reports it. */
function shownStatus(row: FleetRow, action: Action | undefined): string {
  const phase = action?.kind === 'stop' ? action.departure?.phase : undefined
  return phase === 'sent' || phase === 'verifying' ? 'Stopping' : row.session.status
}

function SessionLink({ row }: { row: FleetRow }) {
  const { search } = useLocation()
  const { account, endpoint } = row.ref
  return (
    <Link
      to={{ pathname: paths.session(account.id, endpoint, row.session.id), search }}
      className="truncate rounded font-mono text-sm hover:underline"
      title={visibleText(row.session.id)}
    >
      {visibleText(row.session.id)}
    </Link>
  )
}
