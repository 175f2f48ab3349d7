import { useLocation } from 'react-router'
import { ExtendForm } from './extend-form.tsx'
import { asksForEnd } from './extend-until.ts'
import { t } from '../../i18n/t.ts'
import { Banner } from '../../ui/banner.tsx'
import { Panel } from '../../ui/panel.tsx'
import { useSessionRow } from './use-session-row.ts'

/** The page that extends the lease of one session. */
export default function ExtendPage() {
  const { sessionId, row, isLoading, close } = useSessionRow()
  const isUntil = asksForEnd(useLocation().state)
  return (
    <Panel title={t('extend.title', { id: sessionId })} onClose={close}>
      {row ? (
        <ExtendForm key={row.key} row={row} isUntil={isUntil} onDone={close} />
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
