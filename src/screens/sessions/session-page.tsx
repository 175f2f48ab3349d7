import { useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { Link, useLocation, useNavigate, useParams } from 'react-router'
import { ErrorDetails } from '../shell/error-details.tsx'
import { ExtendButtons } from './extend-buttons.tsx'
import { PendingAction } from './pending-action.tsx'
import { RawRecord, type RawSource } from './raw-record.tsx'
import { AutoExtend } from './auto-extend.tsx'
import { SessionCost } from './session-cost.tsx'
import { SessionFacts } from './session-facts.tsx'
import { StopButton } from './stop-button.tsx'
import { TimeLeft } from './time-left.tsx'
import { t } from '../../i18n/t.ts'
import { canExtend, isTerminal } from '../../lease/session-rules.ts'
import { endpointSlug, idInAddress, paths } from '../../paths.ts'
import { type FleetRow, toRow } from '../../sessions/fleet-model.ts'
import { useFleet } from '../../sessions/fleet.tsx'
import { useRuntime } from '../../runtime/runtime-context.ts'
import { useSessionAction } from '../../sessions/use-session-actions.ts'
import { sessionDetailQuery } from '../../sessions/session-detail.ts'
import { listKey } from '../../sessions/session-list.ts'
import { serviceErrorOf } from '../../runtime/failure.ts'
import { type EndpointRef, accountsStore } from '../../accounts/accounts.ts'
import { credentialsStore } from '../../accounts/credentials.ts'
import { Banner } from '../../ui/banner.tsx'
import { buttonClass } from '../../ui/button.tsx'
import { Panel } from '../../ui/panel.tsx'
import { StatusBadge } from '../../ui/status-badge.tsx'
import { useRuntimeStore } from '../../runtime/use-runtime-store.ts'

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

function useSessionRef(): EndpointRef | null {
  const { accountId, endpoint } = useParams()
  const account = useRuntimeStore(accountsStore, (state) =>
    state.accounts.find(({ id }) => id === accountId),
  )
  const origin = account?.endpoints.find((known) => endpointSlug(known) === endpoint)
  return account && origin !== undefined ? { account, endpoint: origin } : null
}

/** The panel around a session, whatever is known of it. */
function SessionFrame({ id, children }: { id: string; children: ReactNode }) {
  const navigate = useNavigate()
  const { search } = useLocation()
  return (
    <Panel title={id} onClose={() => void navigate({ pathname: paths.home, search })}>
      {children}
    </Panel>
  )
}

function SessionContent({ sessionRef, id }: { sessionRef: EndpointRef; id: string }) {
  const runtime = useRuntime()
  const { rows, endpoints } = useFleet()
  const isUnlocked = useRuntimeStore(
    credentialsStore,
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

function KnownSession({
  row,
  raw,
  note,
}: {
  row: FleetRow
  raw: RawSource
  note: string | null
}) {
  return (
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
      {canExtend(row.session.status) && <AutoExtend row={row} />}
      <SessionCost row={row} />
      <SessionFacts row={row} />
      <RawRecord source={raw} />
    </>
  )
}

function Actions({ row }: { row: FleetRow }) {
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
