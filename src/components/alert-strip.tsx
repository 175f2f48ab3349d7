import { Link, useLocation } from 'react-router'
import { formatTime } from '../i18n/format.ts'
import { t } from '../i18n/t.ts'
import { paths } from '../paths.ts'
import type { FleetRow } from '../queries/fleet-model.ts'
import { useFleet } from '../queries/fleet.tsx'
import { changeAlert, useWatch } from '../stores/watch.ts'
import { Button } from '../ui/button.tsx'
import { Icon } from '../ui/icon.tsx'
import { useNowMs } from '../util/ticker.ts'
import { type Alert, isShown, SNOOZE_MS } from '../watch/alerts.ts'
import { alertText } from './alert-text.ts'
import { ExtendButtons } from './extend-buttons.tsx'
import { StopButton } from './stop-button.tsx'

const isGood = ({ kind }: Alert) => kind === 'ready'

/** The newest alert of each session is the one that counts; older ones of its end are history. */
export const currentAlerts = (
  alerts: ReadonlyMap<string, Alert>,
  nowMs: number,
): readonly Alert[] => {
  const shown = [...alerts.values()]
    .filter((alert) => isShown(alert, nowMs))
    .toSorted((a, b) => b.raisedAtMs - a.raisedAtMs)
  return shown.filter(
    (alert, index) =>
      alert.kind !== 'ending' ||
      shown.findIndex(
        ({ kind, sessionKey }) => kind === 'ending' && sessionKey === alert.sessionKey,
      ) === index,
  )
}

/** Alerts of a session's end that no longer hold: it ended, or its lease became longer. */
const isMoot = (alert: Alert, row: FleetRow | undefined) =>
  alert.kind === 'ending' && row?.session.leaseMs !== alert.leaseMs

const AlertItem = ({ alert, row }: { alert: Alert; row: FleetRow | undefined }) => {
  const { search } = useLocation()
  const dismiss = () => changeAlert(alert.id, { isDismissed: true })
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
          <StopButton row={row} />
          <Button
            size="small"
            aria-label={t('alert.snoozeOf', { alert: alertText(alert) })}
            onClick={() => changeAlert(alert.id, { snoozedUntilMs: Date.now() + SNOOZE_MS })}
          >
            {t('alert.snooze')}
          </Button>
        </>
      )}
      <Button
        size="small"
        variant="quiet"
        aria-label={t('alert.dismissOf', { alert: alertText(alert) })}
        onClick={dismiss}
      >
        {t('alert.dismiss')}
      </Button>
    </li>
  )
}

/** What wants attention, in one list above the table: it pushes things down and covers nothing. */
export const AlertStrip = () => {
  const alerts = useWatch((state) => state.alerts)
  const { rows } = useFleet()
  const nowMs = useNowMs()
  const rowOf = (alert: Alert) => rows.find(({ key }) => key === alert.sessionKey)
  const shown = currentAlerts(alerts, nowMs).filter((alert) => !isMoot(alert, rowOf(alert)))
  return (
    <section aria-label={t('alert.region')} aria-live="assertive">
      {shown.length > 0 && (
        <ul className="bg-soon-wash border-line max-h-[30vh] overflow-y-auto border-b">
          {shown.map((alert) => (
            <AlertItem key={alert.id} alert={alert} row={rowOf(alert)} />
          ))}
        </ul>
      )}
    </section>
  )
}
