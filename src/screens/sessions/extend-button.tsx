import { t } from '../../i18n/t.ts'
import type { FleetRow } from '../../sessions/fleet-model.ts'
import { Button } from '../../ui/button.tsx'
import { useExtending } from './use-extending.ts'

/**
 * The button that extends the lease by the first step. Quick clicks add up while the call waits in
 * the gate, and are sent as one.
 */
export function ExtendButton({ row, className = '' }: { row: FleetRow; className?: string }) {
  const [first] = useExtending(row).steps
  if (!first) return null
  const { minutes, ...control } = first
  return (
    <Button
      {...control}
      size="small"
      data-shortcut="extend"
      className={`row-action px-1.5! ${className}`}
      aria-label={t('extend.byMinutesOf', { minutes, id: row.session.id })}
      title={t('extend.byMinutes', { minutes })}
    >
      {t('extend.step', { minutes })}
    </Button>
  )
}
