import type { GateView } from '../../gate/types.ts'
import { formatDuration, formatTime } from '../../i18n/format.ts'
import { t } from '../../i18n/t.ts'
import { visibleText } from '../../i18n/visible-text.ts'
import { Button } from '../../ui/button.tsx'
import { callNames } from './call-names.ts'
import { gateText, secondsUntil } from './gate-text.ts'

/** The gate of one endpoint: how often it is polled, what waits, and buttons to cancel it. */
export function GateDetails({
  view,
  title,
  intervalMs,
  nowMs,
  isOffline,
  onCancel,
}: {
  view: GateView
  title: string
  intervalMs: number
  nowMs: number
  isOffline: boolean
  onCancel: (callId: string) => void
}) {
  return (
    <section className="border-line border-t px-4 py-3 first:border-t-0">
      <h3 className="flex items-baseline justify-between gap-4 text-sm font-medium">
        <span className="truncate">{title}</span>
        <span className="text-muted font-normal">{gateText(view, nowMs, isOffline)}</span>
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
                {call.subject !== null && (
                  <span className="font-mono">{visibleText(call.subject)}</span>
                )}{' '}
                <span className="text-muted">
                  {call.leavesAtMs === null
                    ? t('gate.notReady')
                    : t('gate.leavesIn', { seconds: secondsUntil(call.leavesAtMs, nowMs) })}
                </span>
              </span>
              <Button
                size="small"
                onClick={() => onCancel(call.id)}
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
