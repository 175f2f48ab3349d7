import { Suspense, useState } from 'react'
import { t } from '../../i18n/t.ts'
import { useActionConditions } from '../../sessions/use-session-actions.ts'
import { stopBlocked } from '../../sessions/action-rules.ts'
import type { FleetRow } from '../../sessions/fleet-model.ts'
import { Button } from '../../ui/button.tsx'
import { Icon } from '../../ui/icon.tsx'
import { lazyPart } from '../../ui/lazy-part.ts'
import { blockedText } from './blocked-text.ts'

// Behind a click, so it comes after the list.
const StopDialog = lazyPart<{ row: FleetRow; onClose: () => void }>(async () => ({
  default: (await import('../after-list.ts')).StopDialog,
}))

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
        data-shortcut="stop"
        variant={size === 'small' ? 'stop' : 'danger'}
        className={size === 'small' ? 'row-action' : ''}
        aria-label={t('stop.of', { id })}
        disabledReason={blocked === null ? null : blockedText(blocked)}
        onClick={onAsk ?? (() => setIsAsking(true))}
      >
        <Icon name="stop" className="size-3.5" />
        {t('stop.action')}
      </Button>
      <Suspense>
        {isAsking && <StopDialog row={row} onClose={() => setIsAsking(false)} />}
      </Suspense>
    </>
  )
}
