import { useLocation, useNavigate, useParams } from 'react-router'
import { ExtendForm } from '../forms/extend-form.tsx'
import { t } from '../i18n/t.ts'
import { endpointSlug, paths } from '../paths.ts'
import { useFleet } from '../queries/fleet.tsx'
import { Banner } from '../ui/banner.tsx'
import { Panel } from '../ui/panel.tsx'

/** Lengthening the lease of one session. */
export default function ExtendPage() {
  const navigate = useNavigate()
  const { search } = useLocation()
  const { accountId, endpoint, sessionId = '' } = useParams()
  const { rows, endpoints } = useFleet()
  const row = rows.find(
    ({ ref, session }) =>
      ref.account.id === accountId &&
      endpointSlug(ref.endpoint) === endpoint &&
      session.id === sessionId,
  )
  const close = () =>
    void navigate({
      pathname: row
        ? paths.session(row.ref.account.id, row.ref.endpoint, sessionId)
        : paths.home,
      search,
    })
  const isLoading = endpoints.some(({ status }) => status === 'loading')
  return (
    <Panel title={t('extend.title', { id: sessionId })} onClose={close}>
      {row ? (
        <ExtendForm key={row.key} row={row} onDone={close} />
      ) : isLoading ? (
        <p role="status" className="text-muted p-5">
          {t('session.loading')}
        </p>
      ) : (
        <Banner tone="warning">{t('extend.notActive')}</Banner>
      )}
    </Panel>
  )
}
