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

/** Returns one text for several alerts. */
export function alertsText(alerts: readonly Alert[]): string {
  const [only] = alerts
  if (only && alerts.length === 1) return alertText(only)
  const count = alerts.length
  if (alerts.some(({ kind }) => kind !== 'ending')) return t('alert.many', { count })
  return t('alert.endingMany', {
    count,
    minutes: Math.max(...alerts.map(({ minutes }) => minutes ?? 0)),
  })
}

/** Returns the text of an alert. */
export function alertText(alert: Alert): string {
  return t(texts[alert.kind], { id: alert.sessionId ?? '', minutes: alert.minutes ?? 0 })
}
