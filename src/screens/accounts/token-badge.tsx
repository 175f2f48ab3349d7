import { formatDuration } from '../../i18n/format.ts'
import { t } from '../../i18n/t.ts'
import { type TokenView, useTokenView } from '../../calls/use-token.ts'
import type { Account } from '../../accounts/accounts.ts'
import { Icon, type IconName } from '../../ui/icon.tsx'
import { useNowMs } from '../../util/ticker.ts'

const looks: Record<TokenView['status'], { icon: IconName; className: string }> = {
  locked: { icon: 'key', className: 'text-soon-text' },
  none: { icon: 'clock', className: 'text-muted' },
  fetching: { icon: 'refresh', className: 'text-muted' },
  failed: { icon: 'warning', className: 'text-error' },
  valid: { icon: 'check', className: 'text-ready' },
  expired: { icon: 'warning', className: 'text-error' },
}

/** Returns the state of a token in a few words. */
function tokenText(view: TokenView): string {
  switch (view.status) {
    case 'locked':
      return t('token.locked')
    case 'none':
      return t('token.none')
    case 'fetching':
      return t('token.fetching')
    case 'failed':
      return t('token.failed')
    case 'expired':
      return t('token.expired')
    case 'valid':
      return view.leftMs === null
        ? t('token.valid')
        : t('token.validFor', { left: formatDuration(view.leftMs) })
  }
}

/** The state of an account's token as icon, color and words. */
export function TokenBadge({ account }: { account: Account }) {
  const view = useTokenView(account, useNowMs())
  const look = looks[view.status]
  return (
    <span className={`flex items-center gap-1 text-sm whitespace-nowrap ${look.className}`}>
      <Icon name={look.icon} />
      {tokenText(view)}
    </span>
  )
}
