import { type MessageId, t } from '../../i18n/t.ts'
import type { Alert, AlertKind } from '../../monitor/alerts.ts'

const texts: Record<AlertKind, MessageId> = {
  ending: 'alert.ending',
  ready: 'alert.ready',
  error: 'alert.error',
  expired: 'alert.expired',
  budget: 'alert.budget',
  'renewal-failed': 'alert.renewalFailed',
}

/** An alert in words. */
export const alertText = (alert: Alert): string =>
  t(texts[alert.kind], { id: alert.sessionId ?? '', minutes: alert.minutes ?? 0 })
