import { useId, useMemo } from 'react'
import { needsNetwork } from '../../accounts/accounts.ts'
import { t } from '../../i18n/t.ts'
import { useFleet } from '../../sessions/fleet.tsx'
import { useGateViews } from '../../calls/use-gate-view.ts'
import type { GateView } from '../../gate/types.ts'
import { buttonClass } from '../../ui/button.tsx'
import { useNowMs } from '../../util/ticker.ts'
import { useIsOffline } from '../../util/use-is-offline.ts'
import { Boundary } from '../shell/boundary.tsx'
import { GatePopover } from './gate-popover.tsx'
import { gateText } from './gate-text.ts'

/**
 * The state of the gates as a dot. On a phone it has no words beside it, so it is a ring while calls
 * wait, a diamond while they are slowed down, and an empty square while the browser is offline. Its
 * words show on hover and focus, and stay while calls wait or are slowed down or can't be sent. They
 * stand at the left of the dot, so that nothing moves when they come and go.
 */
export function CallsChip() {
  const nowMs = useNowMs()
  const id = useId()
  const { endpoints } = useFleet()
  const refs = useMemo(() => endpoints.map(({ ref }) => ref), [endpoints])
  const views = useGateViews(refs)
  const isOffline = useIsOffline() && refs.some(({ account }) => needsNetwork(account))
  const waiting = views.reduce((sum, view) => sum + view.waiting.length, 0)
  const worst =
    views.find(({ closedBy }) => closedBy === 'throttled') ??
    views.find(({ closedBy }) => closedBy === 'server-trouble') ??
    views.toSorted((a, b) => a.nextCallAtMs - b.nextCallAtMs)[0]
  if (!worst) return null
  const isSlowed = !isOffline && isSlowedDown(worst, nowMs)
  const words = [
    gateText(worst, nowMs, isOffline),
    ...(waiting > 0 ? [t('gate.waiting', { waiting })] : []),
  ].join(' · ')
  return (
    <>
      <button
        type="button"
        popoverTarget={id}
        className={`group ${buttonClass('quiet')} relative min-w-8 px-2! pointer-coarse:min-w-10 ${isSlowed ? 'text-soon-text' : 'text-muted'}`}
      >
        <span className="sr-only">{t('gate.popover')}.</span>
        <span
          className={
            isSlowed || isOffline || waiting > 0
              ? 'max-lg:sr-only'
              : 'bg-panel border-line text-text shadow-float absolute top-full right-0 z-30 mt-1 rounded border px-2 py-1 text-xs opacity-0 pointer-events-none group-hover:opacity-100 group-focus-visible:opacity-100'
          }
        >
          {words}
        </span>
        <span aria-hidden="true" className={`size-2 shrink-0 ${dotShape()}`} />
      </button>
      <div
        id={id}
        popover="auto"
        role="dialog"
        aria-label={t('gate.popover')}
        className="bg-panel text-text border-line shadow-float inset-auto top-12 right-2 m-0 max-h-[80vh] w-[min(26rem,calc(100vw-1rem))] overflow-y-auto rounded-lg border p-0"
      >
        <Boundary name={t('gate.popover')}>
          <GatePopover onLeave={() => document.getElementById(id)?.hidePopover()} />
        </Boundary>
      </div>
    </>
  )

  function dotShape() {
    if (isOffline) return 'border-ended border-2'
    if (isSlowed) return 'bg-soon rotate-45 forced-colors:bg-[CanvasText]'
    if (waiting > 0) return 'border-accent rounded-full border-2'
    return 'bg-ready rounded-full forced-colors:bg-[CanvasText]'
  }
}

function isSlowedDown({ nextCallAtMs, closedBy }: GateView, nowMs: number): boolean {
  return nextCallAtMs > nowMs && (closedBy === 'throttled' || closedBy === 'server-trouble')
}
