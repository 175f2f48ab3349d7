import { useState } from 'react'
import { formatClock, formatDuration, formatEnd } from '../../i18n/format.ts'
import { t } from '../../i18n/t.ts'
import type { FleetRow } from '../../sessions/fleet-model.ts'
import { useActionConditions, useSessionProgress } from '../../sessions/use-session-actions.ts'
import { type LeaseView, useLeaseView } from '../../sessions/time-left.ts'
import { useAfterList } from '../shell/list-first.tsx'
import { LeaseBar } from './lease-bar.tsx'
import { useNowMs } from '../../util/ticker.ts'

const textTone = {
  calm: '',
  soon: 'text-soon-text',
  urgent: 'text-error',
  over: 'text-error',
}

/**
 * The time left until the earliest possible end of a session, with a bar for the next hour, and
 * beside it what is pending, or when it ends. It starts with "≈" until observations have narrowed
 * it down. When the lease was changed it flashes once. While nothing newer can be known, because the
 * list is old or the browser is offline, its whole row is dimmed (index.css).
 */
export function TimeLeft({ row }: { row: FleetRow }) {
  const { leaseMs } = row.session
  const [firstLeaseMs] = useState(leaseMs)
  const nowMs = useNowMs()
  const view = useLeaseView(row, nowMs)
  const { isOffline } = useActionConditions(row)
  return (
    <span
      key={leaseMs}
      data-old={isOffline || view.isStale}
      className={leaseMs === firstLeaseMs ? 'block' : 'flash-once block'}
    >
      <TimeView row={row} view={view} nowMs={nowMs} />
    </span>
  )
}

function TimeView({ row, view, nowMs }: { row: FleetRow; view: LeaseView; nowMs: number }) {
  const parts = useAfterList()
  const pending = useSessionProgress(row)
  const beside = pending && parts && <parts.PendingStatus row={row} />
  switch (view.kind) {
    case 'counting':
      return (
        <span className="grid grid-cols-1 gap-0.5">
          <span className="flex items-baseline justify-between gap-2">
            <span
              className={`text-hero font-semibold whitespace-nowrap ${textTone[view.urgency]} ${view.isStale ? 'line-through opacity-60' : ''}`}
              title={clockTitle(view)}
            >
              {view.isApproximate && <span className="text-muted font-normal">≈</span>}
              {formatClock(view.leftMs)}
            </span>
            {beside ?? (
              <span className="text-muted truncate text-xs">
                {view.isStale
                  ? t('left.unconfirmed')
                  : t('left.endsAt', { time: formatEnd(view.endsAtMs, nowMs) })}
              </span>
            )}
          </span>
          <LeaseBar leftShare={view.leftShare} urgency={view.urgency} />
        </span>
      )
    case 'starting':
      return beside ?? <StartingFor size={row.session.size} {...view} />
    case 'ended':
      return <span className="text-muted">{t('left.ended')}</span>
    case 'unknown':
      return beside ?? <span className="text-muted">{t('left.unknown')}</span>
  }
}

function clockTitle({ isStale, isApproximate }: { isStale: boolean; isApproximate: boolean }) {
  if (isStale) return t('left.stale')
  return isApproximate ? t('left.approximate') : undefined
}

/** How long a session has been starting, and how long starting usually takes. */
function StartingFor({
  size,
  forMs,
  isStale,
}: {
  size: string
  forMs: number | null
  isStale: boolean
}) {
  const parts = useAfterList()
  return (
    <span className="text-muted grid">
      <span>
        {forMs === null
          ? t('left.starting')
          : t('left.startingFor', { time: formatDuration(forMs) })}
      </span>
      {parts && <parts.UsualStart size={size} isStale={isStale} />}
    </span>
  )
}
