import { useEffect } from 'react'
import { t } from '../../i18n/t.ts'

/**
 * Sets the title and icon of the tab: the number of alerts, and the time to the nearest end.
 * @param props `nearestMs`: ms; null when no lease is running
 */
export function TabBadge({ count, nearestMs }: { count: number; nearestMs: number | null }) {
  const title =
    count === 0
      ? t('app.name')
      : nearestMs === null
        ? t('alert.titlePlain', { count })
        : nearestMs < 60_000
          ? t('alert.titleUnderMinute', { count })
          : t('alert.title', { count, minutes: Math.floor(nearestMs / 60_000) })
  useEffect(() => {
    document.title = title
  }, [title])
  useEffect(() => {
    const icon = document.querySelector<HTMLLinkElement>('link[rel=icon]')
    if (icon) icon.href = count > 0 ? '/favicon-alert.svg' : '/favicon.svg'
  }, [count])
  return null
}
