import { useLocation } from 'react-router'
import { t } from '../../i18n/t.ts'
import { paths } from '../../paths.ts'
import type { CreateIntent } from '../../starts/create-intent.ts'
import { buttonClass } from '../../ui/button.tsx'
import { PageLink } from '../shell/page-link.tsx'

/** Opens the session that a create started. */
export function OpenStartedLink({
  intent,
  sessionId,
}: {
  intent: CreateIntent
  sessionId: string
}) {
  const { search } = useLocation()
  return (
    <PageLink
      to={{ pathname: paths.session(intent.accountId, intent.endpoint, sessionId), search }}
      aria-label={t('progress.openOf', { id: sessionId })}
      className={buttonClass('secondary', 'small')}
    >
      {t('progress.open')}
    </PageLink>
  )
}
