import { t } from '../../i18n/t.ts'
import { PagePanel } from './page-panel.tsx'

/** The page of an unknown address; the list stays in view. */
export default function NotFoundPage() {
  return (
    <PagePanel title={t('notFound.title')}>
      <p className="text-muted p-5">{t('notFound.text')}</p>
    </PagePanel>
  )
}
