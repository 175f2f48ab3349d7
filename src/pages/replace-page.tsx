import { useLocation, useNavigate } from 'react-router'
import { nextId, placeKey } from '../forms/create-fields.ts'
import { CreateForm } from '../forms/create-form.tsx'
import { t } from '../i18n/t.ts'
import { paths } from '../paths.ts'
import { useFleet } from '../queries/fleet.tsx'
import { useIntents } from '../stores/intents.ts'
import { Banner } from '../ui/banner.tsx'
import { Panel } from '../ui/panel.tsx'
import { useSessionRow } from './use-session-row.ts'

/** Models the session was started with, as far as this browser knows: the service never tells. */
const modelsOf = (sessionId: string): string[] =>
  [...useIntents.getState().rows.values()].find(({ sessionIds }) =>
    sessionIds.includes(sessionId),
  )?.wanted.models ?? []

/** Replacing one session: the same settings under a new id, the old one stopped at the end. */
export default function ReplacePage() {
  const navigate = useNavigate()
  const { search } = useLocation()
  const { sessionId, row, isLoading, close } = useSessionRow()
  const { rows } = useFleet()
  return (
    <Panel title={t('replace.title', { id: sessionId })} onClose={close}>
      {row ? (
        <>
          <Banner tone="info" icon="clock">
            {t('replace.how', { id: sessionId })}
          </Banner>
          <CreateForm
            key={row.key}
            template={{
              place: placeKey(row.ref),
              sessionId: nextId(sessionId, new Set(rows.map(({ session }) => session.id))),
              size: row.session.size,
              leaseMs: row.session.leaseMs,
              models: modelsOf(sessionId),
            }}
            replaces={{ ref: row.ref, sessionId }}
            onCreated={({ account, endpoint }, id) =>
              void navigate({ pathname: paths.session(account.id, endpoint, id), search })
            }
          />
        </>
      ) : isLoading ? (
        <p role="status" className="text-muted p-5">
          {t('session.loading')}
        </p>
      ) : (
        <Banner tone="warning">{t('replace.notActive')}</Banner>
      )}
    </Panel>
  )
}
