import { formatDuration } from '../../i18n/format.ts'
import { t } from '../../i18n/t.ts'
import type { SessionAction } from '../../sessions/pending-actions.ts'

/**
 * What the user asked of a session and where it stands.
 * @param waitSeconds until it leaves; null: not known, because it is not ready to
 */
export const actionText = (action: SessionAction, waitSeconds: number | null): string => {
  const what =
    action.kind === 'stop'
      ? t('pending.stop')
      : action.addMs === null
        ? t('pending.extend')
        : t('pending.extendBy', { duration: formatDuration(action.addMs) })
  switch (action.phase) {
    case 'waiting':
      if (waitSeconds === null) return t('pending.notReady', { what })
      return waitSeconds > 0
        ? t('pending.waiting', { what, seconds: waitSeconds })
        : t('pending.leaving', { what })
    case 'sent':
      return t('pending.sent', { what })
    case 'verifying':
      return action.kind === 'stop' ? t('pending.verifying') : t('pending.checking', { what })
  }
}
