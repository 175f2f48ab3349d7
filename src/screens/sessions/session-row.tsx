import { memo, type MouseEvent } from 'react'
import { useLocation } from 'react-router'
import { PageLink } from '../shell/page-link.tsx'
import { formatDuration, formatEndDay } from '../../i18n/format.ts'
import { t } from '../../i18n/t.ts'
import { visibleText } from '../../i18n/visible-text.ts'
import { paths } from '../../paths.ts'
import type { FleetRow } from '../../sessions/fleet-model.ts'
import type { PendingAction as Action } from '../../sessions/pending-actions.ts'
import { useSessionAction } from '../../sessions/use-session-actions.ts'
import { CopyButton } from '../../ui/copy-button.tsx'
import { StatusBadge } from '../../ui/status-badge.tsx'
import { TabStop, useTabIndex } from '../../ui/tab-stop.ts'
import { useNowMs } from '../../util/ticker.ts'
import { useAfterList } from '../shell/list-first.tsx'
import type { RowStanding } from './held-order.ts'
import { formatEndpointAccount } from './row-text.ts'
import { SessionActions } from './session-actions.tsx'
import { TimeLeft } from './time-left.tsx'

type SessionRowProps = {
  row: FleetRow
  index: number
  topPx: number
  heightPx: number
  isCard: boolean
  isSelected: boolean
  /** Whether the session is in the list; a row that isn't can't be acted on. */
  standing: RowStanding
  /** Whether the Tab key stops in this row, see session-table.tsx. */
  isTabStop: boolean
}

type CellsProps = Pick<SessionRowProps, 'row' | 'standing'>

/** One session as a table row, or as a card where the table is narrow. */
export const SessionRow = memo(Row)

function Row({
  row,
  index,
  topPx,
  heightPx,
  isCard,
  isSelected,
  standing,
  isTabStop,
}: SessionRowProps) {
  const parts = useAfterList()
  const layout = isCard ? 'session-card py-2' : 'session-grid items-center text-sm'
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
        {isCard ? (
          <CardCells row={row} standing={standing} />
        ) : (
          <LineCells row={row} standing={standing} />
        )}
      </TabStop>
    </tr>
  )
}

function CardCells({ row, standing }: CellsProps) {
  return (
    <>
      <td role="cell" className="col-status flex min-w-0 items-center text-sm">
        <Status row={row} standing={standing} />
      </td>
      <td role="cell" className="col-id flex min-w-0 items-center gap-1.5">
        <SessionLink row={row} />
        <AutoExtends row={row} />
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
        {standing === 'live' ? (
          <TimeLeft row={row} />
        ) : (
          <EndKnown row={row} standing={standing} />
        )}
      </td>
      <td
        role="cell"
        className="col-actions flex items-center justify-end gap-1"
        onClick={keepFromRow}
      >
        {standing === 'live' && <SessionActions row={row} />}
      </td>
    </>
  )
}

function LineCells({ row, standing }: CellsProps) {
  const { session } = row
  return (
    <>
      <td role="cell" className="col-status flex min-w-0">
        <Status row={row} standing={standing} />
      </td>
      <td role="cell" className="col-id flex min-w-0 items-center gap-1.5">
        <SessionLink row={row} />
        <AutoExtends row={row} />
      </td>
      <td role="cell" className="col-left min-w-0">
        {standing === 'live' ? (
          <TimeLeft row={row} />
        ) : (
          <EndKnown row={row} standing={standing} />
        )}
      </td>
      <td role="cell" className="col-size truncate">
        {visibleText(session.size)}
      </td>
      <td role="cell" className="col-place truncate" title={formatEndpointAccount(row)}>
        <Location row={row} />
      </td>
      <td role="cell" className="col-elapsed text-right">
        {session.status === 'Starting' ? '' : formatDuration(session.elapsedMs)}
      </td>
      <td role="cell" className="col-lease text-right">
        {formatDuration(session.leaseMs)}
      </td>
      <td role="cell" className="col-host flex min-w-0 items-center gap-0.5">
        {session.hostname !== null && standing === 'live' && (
          <Host id={session.id} hostname={session.hostname} />
        )}
      </td>
      <td
        role="cell"
        className="col-actions flex items-center justify-end gap-1"
        onClick={keepFromRow}
      >
        {standing === 'live' && <SessionActions row={row} />}
      </td>
    </>
  )
}

/** A click between the actions, or where Undo was, must not open the session. */
function keepFromRow(event: MouseEvent) {
  event.stopPropagation()
}

/** Marks a session that is extended automatically. */
function AutoExtends({ row }: { row: FleetRow }) {
  const parts = useAfterList()
  return parts && <parts.AutoExtendMark sessionKey={row.key} />
}

function Location({ row: { region, ref } }: { row: FleetRow }) {
  return (
    <>
      {region}
      <span className="place-account text-muted">
        {/* Hidden where the account stands beneath the region (index.css). */}
        <span className="place-separator"> · </span>
        {ref.account.name}
      </span>
    </>
  )
}

function Host({ id, hostname }: { id: string; hostname: string }) {
  return (
    <>
      <span className="text-muted truncate font-mono text-xs" title={visibleText(hostname)}>
        {visibleText(hostname)}
      </span>
      <CopyButton text={hostname} name={t('row.hostOf', { id })} />
    </>
  )
}

function Status({ row, standing }: CellsProps) {
  const action = useSessionAction(row.key)
  switch (standing) {
    case 'live':
      return <StatusBadge status={shownStatus(row, action)} />
    case 'gone':
      return <span className="truncate">{t('row.gone')}</span>
    case 'recalled':
      return (
        <span className="truncate">
          {t('row.was', { status: visibleText(row.session.status) })}
        </span>
      )
  }
}

/** The end of a session that is not in the list. It is no countdown, because it may be wrong. */
function EndKnown({ row: { session }, standing }: CellsProps) {
  const nowMs = useNowMs()
  const endsAtMs = session.ready ? session.ready.earliestMs + session.leaseMs : null
  return standing === 'recalled' && endsAtMs !== null ? (
    <span className="truncate">
      {t('left.lastKnown', { time: formatEndDay(endsAtMs, nowMs) })}
    </span>
  ) : null
}

function rowClass(isSelected: boolean) {
  return `session-row border-line absolute inset-x-0 border-b ${
    isSelected ? 'bg-selected shadow-[inset_3px_0_var(--color-accent)]' : 'hover:bg-hover'
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
    <PageLink
      tabIndex={useTabIndex()}
      to={{ pathname: paths.session(account.id, endpoint, row.session.id), search }}
      className="truncate rounded font-mono text-sm font-semibold hover:underline"
      title={visibleText(row.session.id)}
    >
      {visibleText(row.session.id)}
    </PageLink>
  )
}
