import { t } from '../../i18n/t.ts'
import type { EndpointState } from '../../sessions/fleet-model.ts'
import { Icon } from '../../ui/icon.tsx'

/**
 * What the bar says until its own code is there, which comes after the list: that nothing is known
 * yet, and nothing once a region has answered.
 */
export function LoadingNotice({ endpoints }: { endpoints: readonly EndpointState[] }) {
  const count = endpoints.length
  if (count === 0 || endpoints.some(({ status }) => status !== 'loading')) return null
  return (
    <p className="text-muted absolute inset-0 flex items-center gap-2 pl-3 text-sm sm:pl-4">
      <Icon name="clock" />
      {t('notice.loading', { count })}
    </p>
  )
}
