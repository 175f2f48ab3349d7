import type { ReactNode } from 'react'
import { useLocation } from 'react-router'
import { PageLink } from '../shell/page-link.tsx'
import { formatClock, formatTime } from '../../i18n/format.ts'
import { t } from '../../i18n/t.ts'
import { visibleText } from '../../i18n/visible-text.ts'
import { type Alert, canSnooze, SNOOZE_MS } from '../../monitor/alerts.ts'
import { changeAlerts } from '../../monitor/alerts-store.ts'
import { paths } from '../../paths.ts'
import { useRuntime } from '../../runtime/runtime-context.ts'
import { useRuntimeStore } from '../../runtime/use-runtime-store.ts'
import type { FleetRow } from '../../sessions/fleet-model.ts'
import { leaseView, useEndpointOf } from '../../sessions/time-left.ts'
import { wakeStore } from '../../tabs/page-lifecycle.ts'
import { Button } from '../../ui/button.tsx'
import { DismissButton } from '../../ui/dismiss-button.tsx'
import { useTicked } from '../../util/ticker.ts'
import { ExtendButton } from '../sessions/extend-button.tsx'
import { PendingStatus } from '../sessions/pending-status.tsx'
import { StopButton } from '../sessions/stop-button.tsx'
import { UndoSlot } from '../sessions/undo-slot.tsx'
import { alertText } from './alert-text.ts'
import { NoticeRow } from './notice-row.tsx'
import { endingText } from './notice-text.ts'
import { type NoticeEnding, toneOfEnd } from './notices.ts'

/** The end of a session, with its countdown and what can be done about it. */
export function EndingItem({
  alert,
  row,
  leftMs,
  onStop,
}: NoticeEnding & { onStop: (row: FleetRow) => void }) {
  return (
    <NoticeRow
      tone={leftMs !== null && toneOfEnd(leftMs) === 'urgent' ? 'failure' : 'warning'}
      actions={
        <>
          {row && (
            <>
              <ExtendButton row={row} />
              <UndoSlot row={row} isCompact className="order-first" />
              <StopButton row={row} onAsk={() => onStop(row)} />
            </>
          )}
          {canSnooze(leftMs) && <SnoozeButton alert={alert} />}
          <DismissAlert alert={alert} />
        </>
      }
    >
      <span className="flex items-baseline gap-2">
        <span>
          <SessionLink row={row}>{endingText({ alert, row, leftMs })}</SessionLink>
        </span>
        {row && <PendingStatus row={row} />}
      </span>
    </NoticeRow>
  )
}

/** An alert of another kind, with the time when it was raised. */
export function AlertItem({ alert, row }: { alert: Alert; row: FleetRow | null }) {
  return (
    <NoticeRow
      tone={alert.kind === 'error' ? 'failure' : 'warning'}
      actions={<DismissAlert alert={alert} />}
    >
      <SessionLink row={row}>{alertText(alert)}</SessionLink>{' '}
      <span className="text-muted text-xs">{formatTime(alert.raisedAtMs)}</span>
    </NoticeRow>
  )
}

/** The end of a session as a line of a group, live. */
export function EndingLine({ alert, row, leftMs }: NoticeEnding) {
  const endpointOf = useEndpointOf()
  const wake = useRuntimeStore(wakeStore, (state) => state)
  const leftNowMs = useTicked((nowMs) => {
    const view = row && leaseView(row, endpointOf(row), nowMs, wake)
    return view?.kind === 'counting' ? view.leftMs : leftMs
  })
  const id = alert.sessionId ?? ''
  return (
    <GroupLine
      actions={
        <>
          {row && (
            <>
              <ExtendButton row={row} />
              <UndoSlot row={row} isCompact className="order-first" />
            </>
          )}
          <DismissAlert alert={alert} />
        </>
      }
    >
      <span className="truncate" title={visibleText(id)}>
        <SessionLink row={row}>{visibleText(id)}</SessionLink>
      </span>
      <span className="text-muted flex gap-2 text-xs whitespace-nowrap">
        {leftNowMs === null ? t('left.unknown') : formatClock(leftNowMs)}
        {row && <PendingStatus row={row} />}
      </span>
    </GroupLine>
  )
}

/** An alert of another kind as a line of a group. */
export function AlertLine({ alert, row }: { alert: Alert; row: FleetRow | null }) {
  return (
    <GroupLine actions={<DismissAlert alert={alert} />}>
      <span className="truncate">
        <SessionLink row={row}>{alertText(alert)}</SessionLink>
      </span>
      <span className="text-muted text-xs">{formatTime(alert.raisedAtMs)}</span>
    </GroupLine>
  )
}

function GroupLine({ children, actions }: { children: ReactNode; actions: ReactNode }) {
  return (
    <div className="flex h-full items-center gap-3 pr-4 pl-11 text-sm">
      <span className="grid min-w-0 flex-1">{children}</span>
      <span className="flex shrink-0 items-center gap-1.5">{actions}</span>
    </div>
  )
}

function SessionLink({ row, children }: { row: FleetRow | null; children: string }) {
  const { search } = useLocation()
  if (!row) return children
  const { account } = row.ref
  return (
    <PageLink
      to={{ pathname: paths.session(account.id, row.ref.endpoint, row.session.id), search }}
      className="rounded hover:underline pointer-coarse:-my-2.5 pointer-coarse:inline-flex pointer-coarse:min-h-10 pointer-coarse:items-center"
    >
      {children}
    </PageLink>
  )
}

function SnoozeButton({ alert }: { alert: Alert }) {
  const runtime = useRuntime()
  return (
    <Button
      size="small"
      aria-label={t('alert.snoozeOf', { alert: alertText(alert) })}
      onClick={() =>
        changeAlerts(runtime, [alert], { snoozedUntilMs: runtime.ports.now() + SNOOZE_MS })
      }
    >
      {t('alert.snooze')}
    </Button>
  )
}

function DismissAlert({ alert }: { alert: Alert }) {
  const runtime = useRuntime()
  return (
    <DismissButton
      message={alertText(alert)}
      onClick={() => changeAlerts(runtime, [alert], { isDismissed: true })}
    />
  )
}
