import { t } from '../../i18n/t.ts'
import { useExtendSession } from '../../sessions/use-session-actions.ts'
import { extendBlocked } from '../../sessions/action-rules.ts'
import type { FleetRow } from '../../sessions/fleet-model.ts'
import { useRuntime } from '../../runtime/runtime-context.ts'
import { preferencesStore } from '../../runtime/preferences.ts'
import { useIsOffline } from '../../util/use-is-offline.ts'
import { Button } from '../../ui/button.tsx'
import { blockedText } from './blocked-text.ts'
import { useRuntimeStore } from '../../runtime/use-runtime-store.ts'

/**
 * One click each to lengthen the lease. Quick clicks add up while the call waits at the gate
 * and leave as one.
 */
export function ExtendButtons({
  row,
  isFirstOnly = false,
}: {
  row: FleetRow
  /** Shows the first step instead of all. */
  isFirstOnly?: boolean
}) {
  const runtime = useRuntime()
  const { mutate: extend } = useExtendSession()
  // Read again when the network comes or goes.
  useIsOffline()
  const steps = useRuntimeStore(preferencesStore, (state) => state.extendStepsMin)
  return (isFirstOnly ? steps.slice(0, 1) : steps).map((minutes) => {
    const addMs = minutes * 60_000
    const blocked = extendBlocked(runtime, row, { addMs })
    return (
      <Button
        key={minutes}
        size="small"
        className="px-1.5!"
        aria-label={t('extend.byMinutesOf', { minutes, id: row.session.id })}
        title={t('extend.byMinutes', { minutes })}
        disabledReason={blocked === null ? null : blockedText(blocked)}
        onClick={() => extend({ row, change: { addMs } })}
      >
        {t('extend.step', { minutes })}
      </Button>
    )
  })
}
