import { useCallback, useId, useSyncExternalStore } from 'react'
import { Link, useLocation } from 'react-router'
import { formatDuration, formatTime } from '../i18n/format.ts'
import { t } from '../i18n/t.ts'
import type { Gate, GateView } from '../gate/types.ts'
import { paths } from '../paths.ts'
import { useFleet } from '../queries/fleet.tsx'
import { useLeadership } from '../queries/leadership.ts'
import { currentIntervalMs } from '../queries/polling.ts'
import { useRuntime } from '../queries/runtime-context.ts'
import { endpointLabel } from '../service/endpoints.ts'
import { Button, buttonClass } from '../ui/button.tsx'
import { Icon } from '../ui/icon.tsx'
import { useNowMs } from '../util/ticker.ts'
import { useIsHidden } from '../util/use-is-hidden.ts'
import { callNames } from './call-names.ts'

const secondsUntil = (atMs: number, nowMs: number) =>
  Math.max(0, Math.ceil((atMs - nowMs) / 1000))

const gateText = (view: GateView, nowMs: number): string => {
  const seconds = secondsUntil(view.nextCallAtMs, nowMs)
  // The view changes with events; that the gate has opened meanwhile only the clock tells.
  if (seconds === 0) return t('gate.open')
  switch (view.closedBy) {
    case 'throttled':
      return t('gate.throttled', { seconds })
    case 'server-trouble':
      return t('gate.serverTrouble', { seconds })
    case 'open':
    case 'spacing':
      return t('gate.next', { seconds })
  }
}

const GateDetails = ({
  gate,
  title,
  intervalMs,
  nowMs,
}: {
  gate: Gate
  title: string
  intervalMs: number
  nowMs: number
}) => {
  const view = gate.getView()
  return (
    <section className="border-line border-t px-4 py-3 first:border-t-0">
      <h3 className="flex items-baseline justify-between gap-4 text-sm font-medium">
        <span className="truncate">{title}</span>
        <span className="text-muted font-normal">{gateText(view, nowMs)}</span>
      </h3>
      <p className="text-muted text-xs">
        {t('gate.interval', { seconds: intervalMs / 1000 })}
        {` · ${t('gate.spacing', { seconds: view.spacingMs / 1000 })}`}
        {view.pollFactor > 1 && ` · ${t('gate.slowed', { factor: view.pollFactor })}`}
        {view.lastThrottle &&
          ` · ${t('gate.lastThrottle', {
            time: formatTime(view.lastThrottle.atMs),
            wait: formatDuration(view.lastThrottle.waitMs),
          })}`}
        {view.lastThrottle?.capped && ` · ${t('gate.capped')}`}
      </p>
      {view.waiting.length > 0 && (
        <ul className="mt-1.5 grid gap-1">
          {view.waiting.map((call) => (
            <li key={call.id} className="flex items-center justify-between gap-2 text-sm">
              <span className="min-w-0 truncate">
                {t(callNames[call.kind])}{' '}
                {call.subject !== null && <span className="font-mono">{call.subject}</span>}{' '}
                <span className="text-muted">
                  {t('gate.leavesIn', { seconds: secondsUntil(call.leavesAtMs, nowMs) })}
                </span>
              </span>
              <Button
                size="small"
                onClick={() => gate.cancel(call.id)}
                aria-label={t('gate.cancelOf', {
                  call: t(callNames[call.kind]),
                  subject: call.subject ?? '',
                })}
              >
                {t('action.cancel')}
              </Button>
            </li>
          ))}
        </ul>
      )}
    </section>
  )
}

/** The budget of calls: when the next one may leave, what waits, and why. */
export const CallsChip = () => {
  const runtime = useRuntime()
  const nowMs = useNowMs()
  const id = useId()
  const { search } = useLocation()
  const { endpoints } = useFleet()
  const isHidden = useIsHidden()
  const isAlone = useLeadership((state) => state.isAlone)
  // Views are read below; this subscription only brings the render after any change.
  const views = endpoints.map(({ ref }) => runtime.gates.of(ref).getView())
  useSyncExternalStore(
    useCallback((listener: () => void) => runtime.gates.subscribe(listener), [runtime]),
    runtime.gates.version,
  )
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
        {endpoints.map(({ ref }) => (
          <GateDetails
            key={`${ref.account.id} ${ref.endpoint}`}
            gate={runtime.gates.of(ref)}
            title={`${endpointLabel(ref.endpoint)} · ${ref.account.name}`}
            intervalMs={currentIntervalMs(runtime, ref, isHidden)}
            nowMs={nowMs}
          />
        ))}
        {isAlone && <p className="border-line border-t px-4 py-2 text-xs">{t('gate.alone')}</p>}
        <p className="text-muted border-line border-t px-4 py-2 text-xs">{t('gate.why')}</p>
        <p className="border-line border-t px-4 py-2 text-sm">
          <Link
            to={{ pathname: paths.calls, search }}
            className="text-accent rounded underline"
            onClick={() => document.getElementById(id)?.hidePopover()}
          >
            {t('calls.title')}
          </Link>
        </p>
      </div>
    </>
  )
}
