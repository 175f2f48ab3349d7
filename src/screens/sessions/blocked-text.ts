import { t } from '../../i18n/t.ts'
import type { BlockedReason } from '../../sessions/action-rules.ts'

/** Returns why an action is blocked, in words. */
export function blockedText(reason: BlockedReason): string {
  switch (reason) {
    case 'wrong-status':
      return t('blocked.wrongStatus')
    case 'over-cap':
      return t('blocked.overCap')
    case 'at-cap':
      return t('blocked.atCap')
    case 'not-larger':
      return t('blocked.notLarger')
    case 'offline':
      return t('blocked.offline')
    case 'stopping':
      return t('blocked.stopping')
    case 'locked':
      return t('blocked.locked')
  }
}
