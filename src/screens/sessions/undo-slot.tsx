import { useLayoutEffect, useRef } from 'react'
import { gatesOf } from '../../calls/gates.ts'
import { t } from '../../i18n/t.ts'
import { useRuntime } from '../../runtime/runtime-context.ts'
import type { FleetRow } from '../../sessions/fleet-model.ts'
import { useSessionProgress } from '../../sessions/use-session-actions.ts'
import { buttonClass } from '../../ui/button.tsx'
import { passFocusOn } from '../../ui/focus.ts'
import { Icon } from '../../ui/icon.tsx'
import { useTabIndex } from '../../ui/tab-stop.ts'
import { rowLinkAround } from './use-row-focus.ts'

/**
 * The place of Undo, of the same width with and without it. The button stays until the outcome is
 * known, so that a click that comes too late does nothing else.
 * @param props `isCompact`: only its icon on a phone
 */
export function UndoSlot({
  row,
  isCompact = false,
  className = '',
}: {
  row: FleetRow
  isCompact?: boolean
  className?: string
}) {
  const pending = useSessionProgress(row)
  return (
    <span
      className={`undo-slot flex min-h-7 w-17 shrink-0 justify-end pointer-coarse:min-h-10 ${isCompact ? 'max-sm:w-10' : ''} ${className}`}
    >
      {pending && <UndoButton row={row} callIds={pending.undoIds} isCompact={isCompact} />}
    </span>
  )
}

function UndoButton({
  row,
  callIds,
  isCompact,
}: {
  row: FleetRow
  callIds: readonly string[]
  isCompact: boolean
}) {
  const runtime = useRuntime()
  const button = useRef<HTMLButtonElement>(null)
  // It goes away with its action, and must not take the focus along.
  useLayoutEffect(() => {
    const element = button.current
    return () => {
      if (element) passFocusOn(element, rowLinkAround(element))
    }
  }, [])
  const isSent = callIds.length === 0
  return (
    <button
      ref={button}
      type="button"
      tabIndex={useTabIndex()}
      aria-label={t('pending.undoOf', { id: row.session.id })}
      aria-disabled={isSent}
      title={isSent ? t('pending.tooLate') : undefined}
      className={`${buttonClass('secondary', 'small')} px-1.5! ${isCompact ? 'max-sm:w-10' : ''}`}
      onClick={() => {
        const gate = gatesOf(runtime).of(row.ref)
        for (const id of callIds) gate.cancel(id)
      }}
    >
      <Icon name="undo" className="size-3.5" />
      <span className={isCompact ? 'max-sm:sr-only' : ''}>{t('pending.undo')}</span>
    </button>
  )
}
