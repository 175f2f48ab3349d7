import type { MouseEvent } from 'react'
import { useLocation } from 'react-router'
import { formatEndDay } from '../../i18n/format.ts'
import { t } from '../../i18n/t.ts'
import { visibleText } from '../../i18n/visible-text.ts'
import { paths } from '../../paths.ts'
import type { FleetRow } from '../../sessions/fleet-model.ts'
import type { PendingAction as Action } from '../../sessions/pending-actions.ts'
import { useSessionAction } from '../../sessions/use-session-actions.ts'
import { CopyButton } from '../../ui/copy-button.tsx'
import { StatusBadge } from '../../ui/status-badge.tsx'
import { useTabIndex } from '../../ui/tab-stop.ts'
import { useNowMs } from '../../util/ticker.ts'
import { useAfterList } from '../shell/list-first.tsx'
import { PageLink } from '../shell/page-link.tsx'
import type { ShownRow } from './held-order.ts'
import { formatEndpointAccount } from './row-text.ts'
import { SessionActions } from './session-actions.tsx'
import { TimeLeft } from './time-left.tsx'

/** What stands in the cells of a session's row, or in its card. */

export function Status({ row, standing }: ShownRow) {
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

/** The ID as a link to the session, and whether the session is extended automatically. */
export function Name({ row }: { row: FleetRow }) {
  const parts = useAfterList()
  const { search } = useLocation()
  const { account, endpoint } = row.ref
  const id = visibleText(row.session.id)
  return (
    <>
      <PageLink
        tabIndex={useTabIndex()}
        to={{ pathname: paths.session(account.id, endpoint, row.session.id), search }}
        className="truncate rounded font-mono text-sm font-semibold hover:underline"
        title={id}
      >
        {id}
      </PageLink>
      {parts && <parts.AutoExtendMark sessionKey={row.key} />}
    </>
  )
}

/** The time left; of a session that is not in the list, what was known of its end. */
export function End({ row, standing }: ShownRow) {
  return standing === 'live' ? (
    <TimeLeft row={row} />
  ) : (
    <EndKnown row={row} standing={standing} />
  )
}

/** The end of a session that is not in the list. It is no countdown, because it may be wrong. */
function EndKnown({ row: { session }, standing }: ShownRow) {
  const nowMs = useNowMs()
  const endsAtMs = session.ready ? session.ready.earliestMs + session.leaseMs : null
  return standing === 'recalled' && endsAtMs !== null ? (
    <span className="truncate">
      {t('left.lastKnown', { time: formatEndDay(endsAtMs, nowMs) })}
    </span>
  ) : null
}

export function Location({ row }: { row: FleetRow }) {
  return (
    <span title={formatEndpointAccount(row)}>
      {row.region}
      <span className="place-account text-muted">
        {/* Hidden where the account stands beneath the region (index.css). */}
        <span className="place-separator"> · </span>
        {row.ref.account.name}
      </span>
    </span>
  )
}

export function Host({ row: { session }, standing }: ShownRow) {
  if (session.hostname === null || standing !== 'live') return null
  const name = visibleText(session.hostname)
  return (
    <>
      <span className="text-muted truncate font-mono text-xs" title={name}>
        {name}
      </span>
      <CopyButton text={session.hostname} name={t('row.hostOf', { id: session.id })} />
    </>
  )
}

/** The cell of the actions. A click between them, or where Undo was, must not open the session. */
export function ActionsCell({ row, standing }: ShownRow) {
  return (
    <td
      role="cell"
      className="col-actions flex items-center justify-end gap-1"
      onClick={keepFromRow}
    >
      {standing === 'live' && <SessionActions row={row} />}
    </td>
  )
}

function keepFromRow(event: MouseEvent) {
  event.stopPropagation()
}

/** The status to show. A stop that was sent shows before the service reports it. */
function shownStatus(row: FleetRow, action: Action | undefined): string {
  const phase = action?.kind === 'stop' ? action.departure?.phase : undefined
  return phase === 'sent' || phase === 'verifying' ? 'Stopping' : row.session.status
}
