import { useLocation } from 'react-router'
import { t } from '../../i18n/t.ts'
import { paths } from '../../paths.ts'
import type { EndpointState } from '../../sessions/fleet-model.ts'
import { buttonClass } from '../../ui/button.tsx'
import { Icon } from '../../ui/icon.tsx'
import { PageLink } from '../shell/page-link.tsx'

/**
 * Leads to where the key or token of a locked account is entered.
 * @param props `isPrimary`: it is the only thing to do
 */
export function UnlockLink({
  endpoint: {
    ref: { account },
  },
  isPrimary = false,
}: {
  endpoint: EndpointState
  isPrimary?: boolean
}) {
  const { search } = useLocation()
  return (
    <PageLink
      to={{ pathname: paths.account(account.id), search }}
      className={isPrimary ? buttonClass('primary') : buttonClass('secondary', 'small')}
    >
      {isPrimary && <Icon name="key" />}
      {t(account.credentialKind === 'key' ? 'banner.enterKey' : 'banner.enterToken')}
    </PageLink>
  )
}
