import { useState } from 'react'
import { formatDuration } from '../../i18n/format.ts'
import { t } from '../../i18n/t.ts'
import { useActionConditions, useStopSession } from '../../sessions/use-session-actions.ts'
import { stopBlocked } from '../../sessions/action-rules.ts'
import type { FleetRow } from '../../sessions/fleet-model.ts'
import { Button } from '../../ui/button.tsx'
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx'
import { Icon } from '../../ui/icon.tsx'
import { blockedText } from './blocked-text.ts'
import { formatEndpointAccount } from './row-text.ts'

/** Asks for confirmation, then stops a session. */
export function StopDialog({ row, onClose }: { row: FleetRow; onClose: () => void }) {
  const { mutate: stop } = useStopSession()
  return (
    <ConfirmDialog
      title={t('stop.confirmTitle', { id: row.session.id })}
      confirmLabel={t('stop.confirm')}
      onConfirm={() => stop(row)}
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

/**
 * Stops a session after a confirmation that names it.
 * @param props `onAsk`: opens the confirmation elsewhere, for a button that can unmount while the
 *   confirmation is open
 */
export function StopButton({
  row,
  size = 'small',
  onAsk,
}: {
  row: FleetRow
  size?: 'small' | 'normal'
  onAsk?: () => void
}) {
  const [isAsking, setIsAsking] = useState(false)
  const blocked = stopBlocked(row, useActionConditions(row))
  const { id } = row.session
  return (
    <>
      <Button
        size={size}
        variant={size === 'small' ? 'secondary' : 'danger'}
        aria-label={t('stop.of', { id })}
        disabledReason={blocked === null ? null : blockedText(blocked)}
        onClick={onAsk ?? (() => setIsAsking(true))}
      >
        <Icon name="stop" className="size-3.5" />
        {t('stop.action')}
      </Button>
      {isAsking && <StopDialog row={row} onClose={() => setIsAsking(false)} />}
    </>
  )
}
