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

/** Returns the text of an alert. */
export function alertText(alert: Alert): string {
  return t(texts[alert.kind], { id: alert.sessionId ?? '', minutes: alert.minutes ?? 0 })
}
