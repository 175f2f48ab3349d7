import { useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { Link, useLocation, useNavigate, useParams } from 'react-router'
import { ErrorDetails } from '../components/error-details.tsx'
import { ExtendButtons } from '../components/extend-buttons.tsx'
import { PendingAction } from '../components/pending-action.tsx'
import { RawRecord, type RawSource } from '../components/raw-record.tsx'
import { Renewal } from '../components/renewal.tsx'
import { SessionCost } from '../components/session-cost.tsx'
import { SessionFacts } from '../components/session-facts.tsx'
import { StopButton } from '../components/stop-button.tsx'
import { TimeLeft } from '../components/time-left.tsx'
import { t } from '../i18n/t.ts'
import { canExtend, isTerminal } from '../lease/session-rules.ts'
import { endpointSlug, idInAddress, paths } from '../paths.ts'
import { type FleetRow, toRow } from '../queries/fleet-model.ts'
import { useFleet } from '../queries/fleet.tsx'
import { useRuntime } from '../queries/runtime-context.ts'
import { useSessionAction } from '../queries/session-actions.ts'
import { sessionDetailQuery } from '../queries/session-detail.ts'
import { listKey } from '../queries/session-list.ts'
import { serviceErrorOf } from '../queries/failure.ts'
import { type EndpointRef, useAccounts } from '../stores/accounts.ts'
import { useCredentials } from '../stores/credentials.ts'
import { Banner } from '../ui/banner.tsx'
import { buttonClass } from '../ui/button.tsx'
import { Panel } from '../ui/panel.tsx'
import { StatusBadge } from '../ui/status-badge.tsx'

const useSessionRef = (): EndpointRef | null => {
  const { accountId, endpoint } = useParams()
  const account = useAccounts((state) => state.accounts.find(({ id }) => id === accountId))
  const origin = account?.endpoints.find((known) => endpointSlug(known) === endpoint)
  return account && origin !== undefined ? { account, endpoint: origin } : null
}

/** The panel around a session, whatever is known of it. */
const SessionFrame = ({ id, children }: { id: string; children: ReactNode }) => {
  const navigate = useNavigate()
  const { search } = useLocation()
  return (
    <Panel title={id} onClose={() => void navigate({ pathname: paths.home, search })}>
      {children}
    </Panel>
  )
}

const Actions = ({ row }: { row: FleetRow }) => {
  const { search } = useLocation()
  const action = useSessionAction(row.key)
  const { account, endpoint } = row.ref
  if (isTerminal(row.session.status)) return null
  return (
    <div className="border-line flex flex-wrap items-center gap-1.5 border-b px-5 py-3">
      {action ? (
        <PendingAction row={row} action={action} />
      ) : (
        <>
          <ExtendButtons row={row} />
          <Link
            to={{ pathname: paths.extendSession(account.id, endpoint, row.session.id), search }}
            className={buttonClass('secondary', 'small')}
          >
            {t('extend.more')}
          </Link>
          <span className="ml-auto flex gap-1.5">
            <Link
              to={{
                pathname: paths.replaceSession(account.id, endpoint, row.session.id),
                search,
              }}
              className={buttonClass('secondary', 'small')}
            >
              {t('replace.action')}
            </Link>
            <StopButton row={row} />
          </span>
        </>
      )}
    </div>
  )
}

const KnownSession = ({
  row,
  raw,
  note,
}: {
  row: FleetRow
  raw: RawSource
  note: string | null
}) => (
  <>
    <div className="border-line grid grid-cols-[auto_1fr] items-center gap-x-6 border-b px-5 py-4">
      <StatusBadge status={row.session.status} />
      <TimeLeft row={row} />
    </div>
    {note !== null && (
      <Banner tone="info" icon="clock">
        {note}
      </Banner>
    )}
    <Actions row={row} />
    {canExtend(row.session.status) && <Renewal row={row} />}
    <SessionCost row={row} />
    <SessionFacts row={row} />
    <RawRecord source={raw} />
  </>
)

const SessionContent = ({ sessionRef, id }: { sessionRef: EndpointRef; id: string }) => {
  const runtime = useRuntime()
  const { rows, endpoints } = useFleet()
  const isUnlocked = useCredentials(
    ({ byAccount }) => byAccount[sessionRef.account.id] !== undefined,
  )
  const listed = rows.find(
    ({ ref, session }) =>
      ref.account.id === sessionRef.account.id &&
      ref.endpoint === sessionRef.endpoint &&
      idInAddress(session.id) === id,
  )
  const endpoint = endpoints.find(
    ({ ref }) => ref.account === sessionRef.account && ref.endpoint === sessionRef.endpoint,
  )
  // Asked for by id only while the list does not hold it: to learn how it ended.
  const detail = useQuery({
    ...sessionDetailQuery(runtime, sessionRef, id),
    enabled: isUnlocked && !listed && endpoint !== undefined && endpoint.status !== 'loading',
  })
  if (listed) {
    const raw = {
      listKey: listKey(sessionRef),
      receivedAtMs: endpoint?.receivedAtMs ?? 0,
      id: listed.session.id,
    }
    return <KnownSession row={listed} raw={raw} note={null} />
  }
  if (!isUnlocked) {
    return (
      <Banner tone="warning" icon="key">
        {t('session.locked', { name: sessionRef.account.name })}
      </Banner>
    )
  }
  if (detail.data) {
    const { session, text } = detail.data
    return (
      <KnownSession
        row={toRow(sessionRef, session)}
        raw={{ text, id }}
        note={isTerminal(session.status) ? t('session.endedNote') : t('session.notListed')}
      />
    )
  }
  const error = serviceErrorOf(detail.error)
  return error ? (
    <Banner tone="failure">
      <ErrorDetails error={error} context="detail" />
    </Banner>
  ) : (
    <p role="status" className="text-muted p-5">
      {t('session.loading')}
    </p>
  )
}

/** One session: everything the service tells of it, and what can be done with it. */
export default function SessionPage() {
  const { sessionId = '' } = useParams()
  const sessionRef = useSessionRef()
  return (
    <SessionFrame id={sessionId}>
      {sessionRef ? (
        <SessionContent sessionRef={sessionRef} id={sessionId} />
      ) : (
        <Banner tone="warning">{t('session.unknownAccount')}</Banner>
      )}
    </SessionFrame>
  )
}
