import { useNavigate } from 'react-router'
import { t } from '../../i18n/t.ts'
import { paths } from '../../paths.ts'
import { Panel } from '../../ui/panel.tsx'

/** The page of an unknown address; the list stays in view. */
export default function NotFoundPage() {
  const navigate = useNavigate()
  return (
    <Panel title={t('notFound.title')} onClose={() => void navigate(paths.home)}>
      <p className="text-muted p-5">{t('notFound.text')}</p>
    </Panel>
  )
}
