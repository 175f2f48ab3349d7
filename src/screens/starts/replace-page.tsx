import { useLocation, useNavigate } from 'react-router'
import { nextId, placeKey } from './create-fields.ts'
import { CreateForm } from './create-form.tsx'
import { t } from '../../i18n/t.ts'
import { paths } from '../../paths.ts'
import type { FleetRow } from '../../sessions/fleet-model.ts'
import { useFleet } from '../../sessions/fleet.tsx'
import { useCreateIntents } from '../../starts/create-intents-table.ts'
import { useHistoryStore } from '../../monitor/history-store.ts'
import { Banner } from '../../ui/banner.tsx'
import { Panel } from '../../ui/panel.tsx'
import { useSessionRow } from '../sessions/use-session-row.ts'

/** Replacing one session: the same settings under a new id, the old one stopped at the end. */
export default function ReplacePage() {
  const navigate = useNavigate()
  const { search } = useLocation()
  const { sessionId, row, isLoading, close } = useSessionRow()
  const { rows } = useFleet()
  const models = modelsOf(sessionId)
  return (
    <Panel title={t('replace.title', { id: sessionId })} onClose={close}>
      {row ? (
        <>
          <Banner tone="info" icon="clock">
            {t('replace.how', { id: sessionId })}
          </Banner>
          {models === null && row.ref.account.apiVersion === 'v1' && (
            <Banner tone="warning">{t('replace.modelsUnknown')}</Banner>
          )}
          <CreateForm
            key={row.key}
            template={{
              place: placeKey(row.ref),
              sessionId: nextId(sessionId, takenIds(rows)),
              size: row.session.size,
              leaseMs: row.session.leaseMs,
              models: models ?? [],
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

/** Models the session was started with; null: this browser did not start it. */
function modelsOf(sessionId: string): string[] | null {
  return (
    [...useCreateIntents.getState().rows.values()].find(({ sessionIds }) =>
      sessionIds.includes(sessionId),
    )?.wanted.models ?? null
  )
}

/** Ids that were given, as far as this browser knows: they can't be given again. */
function takenIds(rows: readonly FleetRow[]): ReadonlySet<string> {
  return new Set([
    ...rows.map(({ session }) => session.id),
    ...[...useHistoryStore.getState().entries.values()].map(({ sessionId }) => sessionId),
    ...[...useCreateIntents.getState().rows.values()].map(({ wanted }) => wanted.id),
  ])
}
