import { formatDuration } from '../../i18n/format.ts'
import { t } from '../../i18n/t.ts'
import type { FleetRow } from '../../sessions/fleet-model.ts'
import { useStopSession } from '../../sessions/use-session-actions.ts'
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx'
import { formatEndpointAccount } from './row-text.ts'

/** Asks for confirmation, then stops a session. */
export function StopDialog({
  row,
  onConfirmed,
  onClose,
}: {
  row: FleetRow
  onConfirmed?: (() => void) | undefined
  onClose: () => void
}) {
  const { mutate: stop } = useStopSession()
  return (
    <ConfirmDialog
      title={t('stop.confirmTitle', { id: row.session.id })}
      confirmLabel={t('stop.confirm')}
      onConfirm={() => {
        onConfirmed?.()
        stop(row)
      }}
      onClose={onClose}
    >
      <p>
        {t(row.session.status === 'Ready' ? 'stop.confirmWhere' : 'stop.confirmNotReady', {
          place: formatEndpointAccount(row),
          size: row.session.size,
          status: row.session.status,
          elapsed: formatDuration(row.session.elapsedMs),
        })}
      </p>
      <p>{t('stop.confirmEffect')}</p>
    </ConfirmDialog>
  )
}
