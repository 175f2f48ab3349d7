import { t } from '../../i18n/t.ts'
import type { FleetRow } from '../../sessions/fleet-model.ts'
import { Button } from '../../ui/button.tsx'
import { useExtending } from './use-extending.ts'

/**
 * Buttons that extend the lease by one step each. Quick clicks add up while the call waits in the
 * gate, and are sent as one.
 */
export function ExtendButtons({
  row,
  isFirstOnly = false,
  className = '',
}: {
  row: FleetRow
  /** Shows the first step instead of all. */
  isFirstOnly?: boolean
  className?: string
}) {
  const { steps } = useExtending(row)
  return (isFirstOnly ? steps.slice(0, 1) : steps).map(({ minutes, ...control }) => (
    <Button
      key={minutes}
      {...control}
      size="small"
      className={`row-action px-1.5! ${className}`}
      aria-label={t('extend.byMinutesOf', { minutes, id: row.session.id })}
      title={t('extend.byMinutes', { minutes })}
    >
      {t('extend.step', { minutes })}
    </Button>
  ))
}
