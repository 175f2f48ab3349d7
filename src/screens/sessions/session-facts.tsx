import { formatDateTime, formatDuration } from '../../i18n/format.ts'
import { t } from '../../i18n/t.ts'
import { visibleText } from '../../i18n/visible-text.ts'
import type { FleetRow } from '../../sessions/fleet-model.ts'
import type { SessionFault } from '../../service/session.ts'
import { Banner } from '../../ui/banner.tsx'
import { PanelSection } from '../../ui/panel.tsx'
import { Properties, Property } from '../../ui/properties.tsx'

/** Every property of a session in either version of the API. */
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
      <PanelSection title={t('session.connection')}>
        <Connection row={row} />
      </PanelSection>
      <PanelSection title={t('session.properties')}>
        <Properties>
          <Property name={t('property.id')} value={session.id} copy={session.id} mono />
          <Property name={t('property.status')} value={session.status} />
          <Property name={t('property.size')} value={session.size} />
          <Property name={t('property.elapsed')} value={formatDuration(session.elapsedMs)} />
          <Property name={t('property.lease')} value={formatDuration(session.leaseMs)} />
          <Property
            name={t('property.created')}
            value={
              session.createdAt === null ? null : formatDateTime(Date.parse(session.createdAt))
            }
            copy={session.createdAt}
          />
          <Property name={t('property.teraflops')} value={session.teraflops} />
          <Property name={t('property.region')} value={region} />
          <Property name={t('property.account')} value={account.name} />
          <Property
            name={t('property.accountId')}
            value={account.accountId}
            copy={account.accountId}
            mono
          />
          <Property
            name={t('property.endpoint')}
            value={ref.endpoint}
            copy={ref.endpoint}
            mono
          />
          <Property name={t('property.apiVersion')} value={account.apiVersion} mono />
        </Properties>
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

function Connection({ row }: { row: FleetRow }) {
  const { session } = row
  if (session.status !== 'Ready') {
    return <p className="text-muted text-sm">{t('session.notConnectable')}</p>
  }
  return (
    <>
      <Properties>
        <Property
          name={t('property.hostname')}
          value={session.hostname}
          copy={session.hostname}
          mono
        />
        <Property
          name={t('property.inspectorPort')}
          value={session.arrInspectorPort}
          copy={session.arrInspectorPort === null ? null : String(session.arrInspectorPort)}
          mono
        />
        <Property
          name={t('property.handshakePort')}
          value={session.handshakePort}
          copy={session.handshakePort === null ? null : String(session.handshakePort)}
          mono
        />
      </Properties>
      <p className="text-muted mt-2 text-xs">{t('session.firewall')}</p>
    </>
  )
}
