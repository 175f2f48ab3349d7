import { formatDateTime } from '../../i18n/format-date.ts'
import { formatDuration } from '../../i18n/format.ts'
import { t } from '../../i18n/t.ts'
import { visibleText } from '../../i18n/visible-text.ts'
import type { FleetRow } from '../../sessions/fleet-model.ts'
import type { SessionFault } from '../../service/session.ts'
import { Banner } from '../../ui/banner.tsx'
import { PanelSection } from '../../ui/panel.tsx'
import { PropertyCell, PropertyGrid } from '../../ui/properties.tsx'

/** The properties of a session that its summary doesn't show, in either version of the API. */
export function SessionFacts({ row }: { row: FleetRow }) {
  const { session, ref, region } = row
  const { account } = ref
  return (
    <>
      {session.error && (
        <Banner tone="failure">
          <FaultTree fault={session.error} />
        </Banner>
      )}
      {session.message !== null && (
        <Banner tone={session.status === 'Error' ? 'failure' : 'info'}>
          <p className="wrap-anywhere">{visibleText(session.message)}</p>
        </Banner>
      )}
      <PanelSection title={t('session.properties')}>
        <PropertyGrid>
          <PropertyCell name={t('property.size')} value={session.size} />
          <PropertyCell name={t('property.region')} value={region} />
          <PropertyCell name={t('property.lease')} value={formatDuration(session.leaseMs)} />
          <PropertyCell
            name={t('property.elapsed')}
            value={
              session.status === 'Starting'
                ? t('property.notReady')
                : formatDuration(session.elapsedMs)
            }
          />
          <PropertyCell
            name={t('property.created')}
            value={
              session.createdAt === null ? null : formatDateTime(Date.parse(session.createdAt))
            }
            copy={session.createdAt}
          />
          <PropertyCell name={t('property.teraflops')} value={session.teraflops} />
          {session.status === 'Ready' && <Ports session={session} />}
          <PropertyCell name={t('property.account')} value={account.name} />
          <PropertyCell name={t('property.apiVersion')} value={account.apiVersion} mono />
          <PropertyCell
            isWide
            name={t('property.accountId')}
            value={account.accountId}
            copy={account.accountId}
            mono
          />
          <PropertyCell
            isWide
            name={t('property.endpoint')}
            value={ref.endpoint}
            copy={ref.endpoint}
            mono
          />
        </PropertyGrid>
        {session.status === 'Ready' && (
          <p className="text-muted mt-3 text-xs">{t('session.firewall')}</p>
        )}
      </PanelSection>
    </>
  )
}

function FaultTree({ fault }: { fault: SessionFault }) {
  return (
    <div className="grid gap-1">
      <p className="wrap-anywhere">{visibleText(fault.message)}</p>
      <p className="text-muted font-mono text-xs wrap-anywhere">
        {visibleText(fault.code)}
        {fault.target !== null && ` · ${visibleText(fault.target)}`}
      </p>
      {(fault.details.length > 0 || fault.innerError) && (
        <ul className="border-line ml-1 grid gap-1 border-l pl-3">
          {[...fault.details, ...(fault.innerError ? [fault.innerError] : [])].map(
            (inner, index) => (
              <li key={index}>
                <FaultTree fault={inner} />
              </li>
            ),
          )}
        </ul>
      )}
    </div>
  )
}

/** The ports of a session that clients can connect to. */
function Ports({ session }: { session: FleetRow['session'] }) {
  const ports = [
    { name: t('property.inspectorPort'), port: session.arrInspectorPort },
    { name: t('property.handshakePort'), port: session.handshakePort },
  ]
  return ports.map(({ name, port }) => (
    <PropertyCell
      key={name}
      name={name}
      value={port}
      copy={port === null ? null : String(port)}
      mono
    />
  ))
}
