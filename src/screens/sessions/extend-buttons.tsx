import { t } from '../../i18n/t.ts'
import { preferencesStore } from '../../runtime/preferences.ts'
import { useRuntimeStore } from '../../runtime/use-runtime-store.ts'
import { extendBlocked } from '../../sessions/action-rules.ts'
import type { FleetRow } from '../../sessions/fleet-model.ts'
import { useActionConditions, useExtendSession } from '../../sessions/use-session-actions.ts'
import { Button } from '../../ui/button.tsx'
import { blockedText } from './blocked-text.ts'

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
  const { mutate: extend } = useExtendSession()
  const conditions = useActionConditions(row)
  const steps = useRuntimeStore(preferencesStore, (state) => state.extendStepsMin)
  return (isFirstOnly ? steps.slice(0, 1) : steps).map((minutes) => {
    const change = { addMs: minutes * 60_000 }
    const blocked = extendBlocked(row, change, conditions)
    return (
      <Button
        key={minutes}
        size="small"
        className={`row-action px-1.5! ${className}`}
        aria-label={t('extend.byMinutesOf', { minutes, id: row.session.id })}
        title={t('extend.byMinutes', { minutes })}
        disabledReason={blocked === null ? null : blockedText(blocked)}
        onClick={() => extend({ row, change })}
      >
        {t('extend.step', { minutes })}
      </Button>
    )
  })
}
