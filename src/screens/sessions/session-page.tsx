import { useQuery } from '@tanstack/react-query'
import { useLocation, useParams } from 'react-router'
import { PageLink } from '../shell/page-link.tsx'
import type { EndpointRef } from '../../accounts/accounts.ts'
import { credentialsStore } from '../../accounts/credentials.ts'
import { t } from '../../i18n/t.ts'
import { canExtend, isTerminal } from '../../lease/session-rules.ts'
import { paths } from '../../paths.ts'
import { serviceErrorOf } from '../../runtime/failure.ts'
import { useRuntime } from '../../runtime/runtime-context.ts'
import { useRuntimeStore } from '../../runtime/use-runtime-store.ts'
import { type EndpointState, type FleetRow, toRow } from '../../sessions/fleet-model.ts'
import { useFleet } from '../../sessions/fleet.tsx'
import { sessionDetailQuery } from '../../sessions/session-detail.ts'
import { listKey } from '../../sessions/session-list.ts'
import { Banner } from '../../ui/banner.tsx'
import { buttonClass } from '../../ui/button.tsx'
import { CopyButton } from '../../ui/copy-button.tsx'
import { CredentialEntry } from '../accounts/credential-entry.tsx'
import { ErrorDetails } from '../shell/error-details.tsx'
import { PagePanel } from '../shell/page-panel.tsx'
import { AutoExtend } from './auto-extend.tsx'
import { RawRecord, type RawSource } from './raw-record.tsx'
import { SessionActions } from './session-actions.tsx'
import { isNamed, useAddressedEndpoint, useSessionAddress } from './session-address.ts'
import { SessionFacts } from './session-facts.tsx'
import { SessionSummary } from './session-summary.tsx'
import { StopButton } from './stop-button.tsx'

/** The page of one session: its properties and its actions. */
export default function SessionPage() {
  const { sessionId = '' } = useParams()
  const endpointRef = useAddressedEndpoint()
  return (
    <PagePanel
      title={sessionId}
      action={<CopyButton text={sessionId} name={t('property.id')} />}
    >
      {endpointRef ? <SessionContent endpointRef={endpointRef} /> : <UnknownAccount />}
    </PagePanel>
  )
}

/** What can be done about a link to a session of an account that this browser doesn't know. */
function UnknownAccount() {
  return (
    <>
      <Banner tone="warning">{t('session.unknownAccount')}</Banner>
      <div className="p-5">
        <PageLink to={paths.newAccount} className={buttonClass('primary')}>
          {t('account.add')}
        </PageLink>
      </div>
    </>
  )
}

function SessionContent({ endpointRef }: { endpointRef: EndpointRef }) {
  const address = useSessionAddress()
  const { rows, endpoints } = useFleet()
  const listed = address && rows.find((row) => isNamed(row, address))
  const state = endpoints.find(
    ({ ref }) => ref.account === endpointRef.account && ref.endpoint === endpointRef.endpoint,
  )
  if (!listed) return <UnlistedSession endpointRef={endpointRef} state={state} />
  const raw = {
    listKey: listKey(endpointRef),
    receivedAtMs: state?.receivedAtMs ?? 0,
    id: listed.session.id,
  }
  return <KnownSession row={listed} raw={raw} note={null} />
}

/** A session that isn't in the list. It is loaded by ID, to show how it ended. */
function UnlistedSession({
  endpointRef,
  state,
}: {
  endpointRef: EndpointRef
  /** Undefined until the fleet includes the endpoint. */
  state: EndpointState | undefined
}) {
  const runtime = useRuntime()
  const { sessionId: id = '' } = useParams()
  const { account } = endpointRef
  const isUnlocked = useRuntimeStore(
    credentialsStore,
    ({ byAccount }) => byAccount[account.id] !== undefined,
  )
  const { data, error } = useQuery({
    ...sessionDetailQuery(runtime, endpointRef, id),
    enabled: isUnlocked && state !== undefined && state.status !== 'loading',
  })
  if (!isUnlocked)
    return (
      <>
        <Banner tone="warning" icon="key">
          {t('session.locked', { name: account.name })}
        </Banner>
        <div className="p-5">
          <CredentialEntry account={account} />
        </div>
      </>
    )
  if (data) {
    const { session, text, receivedAtMs } = data
    const note = t(isTerminal(session.status) ? 'session.endedNote' : 'session.notListed')
    return (
      <KnownSession
        row={toRow(endpointRef, session)}
        raw={{ text, receivedAtMs, id }}
        note={note}
      />
    )
  }
  const failure = serviceErrorOf(error)
  return failure ? (
    <Banner tone="failure">
      <ErrorDetails error={failure} context="detail" />
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
  const { status } = row.session
  return (
    <>
      {note !== null && (
        <Banner tone="info" icon="clock">
          {note}
        </Banner>
      )}
      {!isTerminal(status) && <PageActions row={row} />}
      <SessionSummary row={row} />
      {canExtend(status) && <AutoExtend row={row} />}
      <SessionFacts row={row} />
      <RawRecord source={raw} />
    </>
  )
}

function PageActions({ row }: { row: FleetRow }) {
  const { search } = useLocation()
  const { account, endpoint } = row.ref
  const { id } = row.session
  return (
    // Undo has its place between the two groups, on a phone after them.
    <div className="border-line flex flex-wrap items-center gap-1 border-b px-5 py-3 sm:gap-1.5 [&>.undo-slot]:order-3 sm:[&>.undo-slot]:order-1">
      <SessionActions row={row}>
        <PageLink
          to={{ pathname: paths.extendSession(account.id, endpoint, id), search }}
          className={buttonClass('secondary', 'small')}
        >
          {t('extend.more')}
        </PageLink>
        <span className="order-2 flex gap-1 sm:ml-auto sm:gap-1.5">
          <PageLink
            to={{ pathname: paths.replaceSession(account.id, endpoint, id), search }}
            className={buttonClass('secondary', 'small')}
          >
            {t('replace.action')}
          </PageLink>
          <StopButton row={row} />
        </span>
      </SessionActions>
    </div>
  )
}
