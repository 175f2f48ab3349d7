import { use, useMemo } from 'react'
import { nextId } from './create-fields.ts'
import { CreateForm } from './create-form.tsx'
import { locationKeyOf } from '../../accounts/endpoint-lookup.ts'
import { t } from '../../i18n/t.ts'
import { paths } from '../../paths.ts'
import { useFleet } from '../../sessions/fleet.tsx'
import { createIntentsStore } from '../../starts/create-intents-table.ts'
import { openConsoleTables } from '../../monitor/console-tables.ts'
import { historyStore } from '../../monitor/history-store.ts'
import { Banner } from '../../ui/banner.tsx'
import { Panel } from '../../ui/panel.tsx'
import { useSessionRow } from '../sessions/use-session-row.ts'
import { useReplaceBy } from '../shell/use-go-to.ts'
import { useRuntime } from '../../runtime/runtime-context.ts'
import { useRuntimeStore } from '../../runtime/use-runtime-store.ts'

/** The page that replaces a session: same settings, new ID, and the old session stopped last. */
export default function ReplacePage() {
  // The form takes over the stored models and avoids the stored IDs when it is first drawn.
  use(openConsoleTables(useRuntime()))
  const replaceBy = useReplaceBy()
  const { sessionId, row, isLoading, close } = useSessionRow()
  const models = useModelsOf(sessionId)
  const usedIds = useUsedIds()
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
              location: locationKeyOf(row.ref),
              sessionId: nextId(sessionId, usedIds),
              size: row.session.size,
              leaseMs: row.session.leaseMs,
              models: models ?? [],
            }}
            replaces={{ ref: row.ref, sessionId }}
            onClose={close}
            onCreated={({ account, endpoint }, id) =>
              replaceBy(paths.session(account.id, endpoint, id))
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

/** Returns the models a session was started with; null when this browser did not start it. */
function useModelsOf(sessionId: string): string[] | null {
  const intents = useRuntimeStore(createIntentsStore, (state) => state.rows)
  const intent = [...intents.values()].find(({ sessionIds }) => sessionIds.includes(sessionId))
  return intent?.wanted.models ?? null
}

/** Returns the IDs known to be in use or used up, which a new session may not get. */
function useUsedIds(): ReadonlySet<string> {
  const { rows } = useFleet()
  const entries = useRuntimeStore(historyStore, (state) => state.rows)
  const intents = useRuntimeStore(createIntentsStore, (state) => state.rows)
  return useMemo(
    () =>
      new Set([
        ...rows.map(({ session }) => session.id),
        ...[...entries.values()].map(({ sessionId }) => sessionId),
        ...[...intents.values()].map(({ wanted }) => wanted.id),
      ]),
    [rows, entries, intents],
  )
}
