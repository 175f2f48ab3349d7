import { useState } from 'react'
import { formatDuration } from '../../i18n/format.ts'
import { t } from '../../i18n/t.ts'
import type { FleetRow } from '../../sessions/fleet-model.ts'
import { useSessionProgress, useStopSession } from '../../sessions/use-session-actions.ts'
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
  const extension = useExtensionText(row)
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
      {extension !== null && <p className="max-sm:min-h-10">{extension}</p>}
    </ConfirmDialog>
  )
}

/**
 * Returns what a stop means for the extension that waited when the dialog was opened; null when none
 * did. Once it has been sent the text says so, because a line that went would move the buttons.
 */
function useExtensionText(row: FleetRow): string | null {
  const pending = useSessionProgress(row)
  const [first] = useState(pending)
  if (first?.kind !== 'extend' || first.progress.phase !== 'waiting') return null
  const shown = pending?.kind === 'extend' ? pending.progress : null
  if (shown?.phase !== 'waiting') return t('stop.confirmExtended')
  return shown.addMs === null
    ? t('stop.confirmDrops')
    : t('stop.confirmDropsBy', { added: formatDuration(shown.addMs) })
}
