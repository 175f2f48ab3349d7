import { useId, useMemo } from 'react'
import { t } from '../../i18n/t.ts'
import { useFleet } from '../../sessions/fleet.tsx'
import { useGateViews } from '../../calls/use-gate-view.ts'
import { buttonClass } from '../../ui/button.tsx'
import { Icon } from '../../ui/icon.tsx'
import { useNowMs } from '../../util/ticker.ts'
import { Boundary } from '../shell/boundary.tsx'
import { useAfterList } from '../shell/list-first.tsx'
import { gateText } from './gate-text.ts'

/** The state of the gates: when the next call may be sent, and how many wait. */
export function CallsChip() {
  const nowMs = useNowMs()
  const id = useId()
  const { endpoints } = useFleet()
  const parts = useAfterList()
  const refs = useMemo(() => endpoints.map(({ ref }) => ref), [endpoints])
  const views = useGateViews(refs)
  const waiting = views.reduce((sum, view) => sum + view.waiting.length, 0)
  const worst =
    views.find(({ closedBy }) => closedBy === 'throttled') ??
    views.find(({ closedBy }) => closedBy === 'server-trouble') ??
    views.toSorted((a, b) => a.nextCallAtMs - b.nextCallAtMs)[0]
  if (!worst) return null
  const isSlowed =
    worst.nextCallAtMs > nowMs &&
    (worst.closedBy === 'throttled' || worst.closedBy === 'server-trouble')
  return (
    <>
      <button
        type="button"
        popoverTarget={id}
        className={`${buttonClass('quiet')} px-2! ${isSlowed ? 'text-soon-text' : 'text-muted'}`}
      >
        <Icon name={isSlowed ? 'warning' : 'clock'} />
        <span className="sr-only">{t('gate.popover')}.</span>
        <span className="max-sm:sr-only">{gateText(worst, nowMs)}</span>
        {waiting > 0 && (
          <>
            <span className="max-sm:sr-only">{t('gate.waiting', { waiting })}</span>
            <span className="sm:hidden" aria-hidden="true">
              {waiting}
            </span>
          </>
        )}
      </button>
      <div
        id={id}
        popover="auto"
        role="dialog"
        aria-label={t('gate.popover')}
        className="bg-panel text-text border-line shadow-float inset-auto top-12 right-2 m-0 max-h-[80vh] w-[min(26rem,calc(100vw-1rem))] overflow-y-auto rounded-lg border p-0"
      >
        <Boundary name={t('gate.popover')}>
          {parts && (
            <parts.GatePopover onLeave={() => document.getElementById(id)?.hidePopover()} />
          )}
        </Boundary>
      </div>
    </>
  )
}
