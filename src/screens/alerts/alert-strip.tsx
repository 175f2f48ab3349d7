import { memo, useState } from 'react'
import { Link, useLocation } from 'react-router'
import { formatTime } from '../../i18n/format.ts'
import { t } from '../../i18n/t.ts'
import { paths } from '../../paths.ts'
import type { FleetRow } from '../../sessions/fleet-model.ts'
import { Button } from '../../ui/button.tsx'
import { DismissButton } from '../../ui/dismiss-button.tsx'
import { Icon } from '../../ui/icon.tsx'
import { type Alert, SNOOZE_MS } from '../../monitor/alerts.ts'
import { alertText } from './alert-text.ts'
import { ExtendButtons } from '../sessions/extend-buttons.tsx'
import { StopButton } from '../sessions/stop-button.tsx'
import { StopDialog } from '../sessions/stop-dialog.tsx'
import { useRuntime } from '../../runtime/runtime-context.ts'
import { changeAlert } from '../../monitor/alerts-store.ts'

/** Alerts drawn at first, and added by each "more". Thousands would block the page. */
const MAX_DRAWN = 20

/**
 * The alerts in one list above the table, which it pushes down and does not cover.
 * @param props `alerts`: newest first; `rows`: the listed sessions by key
 */
export function AlertStrip({
  alerts,
  rows,
}: {
  alerts: readonly Alert[]
  rows: ReadonlyMap<string, FleetRow>
}) {
  const [maxDrawn, setMaxDrawn] = useState(MAX_DRAWN)
  // Not in the alert, because a dialog that vanished with its alert would let the next click reach
  // whatever is beneath it.
  const [askedToStop, setAskedToStop] = useState<FleetRow | null>(null)
  const moreCount = alerts.length - maxDrawn
  return (
    <section aria-label={t('alert.region')} aria-live="assertive">
      {alerts.length > 0 && (
        <ul className="bg-soon-wash border-line max-h-[30vh] overflow-y-auto border-b">
          {alerts.slice(0, maxDrawn).map((alert) => (
            <MemoizedAlertItem
              key={alert.id}
              alert={alert}
              row={rows.get(alert.sessionKey ?? '')}
              onStop={setAskedToStop}
            />
          ))}
          {moreCount > 0 && (
            <li className="px-4 py-1.5">
              <Button size="small" onClick={() => setMaxDrawn(maxDrawn + MAX_DRAWN)}>
                {t('alert.more', { count: moreCount })}
              </Button>
            </li>
          )}
        </ul>
      )}
      {askedToStop && <StopDialog row={askedToStop} onClose={() => setAskedToStop(null)} />}
    </section>
  )
}

/** The strip follows the clock, and its alerts do not. */
const MemoizedAlertItem = memo(AlertItem)

function AlertItem({
  alert,
  row,
  onStop,
}: {
  alert: Alert
  row: FleetRow | undefined
  onStop: (row: FleetRow) => void
}) {
  const runtime = useRuntime()
  const { search } = useLocation()
  return (
    <li className="border-line flex flex-wrap items-center gap-x-3 gap-y-1 border-b px-4 py-1.5 text-sm last:border-b-0">
      <Icon
        name={isGood(alert) ? 'check' : 'warning'}
        className={isGood(alert) ? 'text-ready' : 'text-soon-text'}
      />
      <span className="min-w-0 flex-1 basis-52 wrap-anywhere">
        {row ? (
          <Link
            to={{
              pathname: paths.session(row.ref.account.id, row.ref.endpoint, row.session.id),
              search,
            }}
            className="rounded hover:underline"
          >
            {alertText(alert)}
          </Link>
        ) : (
          alertText(alert)
        )}{' '}
        <span className="text-muted text-xs">{formatTime(alert.raisedAtMs)}</span>
      </span>
      {row && alert.kind !== 'ready' && (
        <>
          <ExtendButtons row={row} isFirstOnly />
          <StopButton row={row} onAsk={() => onStop(row)} />
          <Button
            size="small"
            aria-label={t('alert.snoozeOf', { alert: alertText(alert) })}
            onClick={() =>
              changeAlert(runtime, alert.id, { snoozedUntilMs: Date.now() + SNOOZE_MS })
            }
          >
            {t('alert.snooze')}
          </Button>
        </>
      )}
      <DismissButton
        message={alertText(alert)}
        onClick={() => changeAlert(runtime, alert.id, { isDismissed: true })}
      />
    </li>
  )
}

function isGood({ kind }: Alert) {
  return kind === 'ready'
}
