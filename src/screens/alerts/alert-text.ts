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

const manyTexts: Record<AlertKind, MessageId> = {
  ending: 'alert.endingMany',
  ready: 'alert.readyMany',
  error: 'alert.errorMany',
  expired: 'alert.expiredMany',
  budget: 'alert.many',
  'renewal-failed': 'alert.renewalFailedMany',
}

/** Returns one text for several alerts. */
export function alertsText(alerts: readonly Alert[]): string {
  const [only] = alerts
  if (only && alerts.length === 1) return alertText(only)
  const minutes = alerts.reduce((most, alert) => Math.max(most, alert.minutes ?? 0), 0)
  const isAlike = alerts.every(({ kind }) => kind === only?.kind)
  return t(isAlike && only ? manyTexts[only.kind] : 'alert.many', {
    count: alerts.length,
    minutes,
  })
}

/** Returns the text of an alert. */
export function alertText(alert: Alert): string {
  return t(texts[alert.kind], { id: alert.sessionId ?? '', minutes: alert.minutes ?? 0 })
}
