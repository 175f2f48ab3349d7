import { formatClock, formatDuration, formatEnd } from '../../i18n/format.ts'
import { t } from '../../i18n/t.ts'
import type { FleetRow } from '../../sessions/fleet-model.ts'
import { useLeaseView } from '../../sessions/time-left.ts'
import { useAfterList } from '../shell/list-first.tsx'
import { LeaseBar } from './lease-bar.tsx'
import { useNowMs } from '../../util/ticker.ts'

const textTone = {
  calm: '',
  soon: 'text-soon-text font-medium',
  urgent: 'text-error font-medium',
  over: 'text-error font-medium',
}

/**
 * The time left until the earliest possible end of a session, with a bar for the rest of its
 * lease. It starts with "~" until observations have narrowed it down.
 */
export function TimeLeft({ row }: { row: FleetRow }) {
  const nowMs = useNowMs()
  const view = useLeaseView(row, nowMs)
  switch (view.kind) {
    case 'counting': {
      const clock = `${view.isApproximate ? '~' : ''}${formatClock(view.leftMs)}`
      return (
        <span className="grid gap-1">
          <span className="flex items-baseline justify-between gap-2">
            <span
              className={`${textTone[view.urgency]} ${view.isStale ? 'line-through opacity-60' : ''}`}
              title={view.isStale ? t('left.stale') : undefined}
            >
              {clock}
            </span>
            <span className="text-muted text-xs">
              {view.isStale
                ? t('left.unconfirmed')
                : t('left.endsAt', { time: formatEnd(view.endsAtMs, nowMs) })}
            </span>
          </span>
          <LeaseBar leftShare={view.leftShare} urgency={view.urgency} />
        </span>
      )
    }
    case 'starting':
      return <StartingFor size={row.session.size} forMs={view.forMs} />
    case 'ended':
      return <span className="text-muted">{t('left.ended')}</span>
    case 'unknown':
      return <span className="text-muted">{t('left.unknown')}</span>
  }
}

/** How long a session has been starting, and how long starting usually takes. */
function StartingFor({ size, forMs }: { size: string; forMs: number | null }) {
  const parts = useAfterList()
  return (
    <span className="text-muted grid">
      <span>
        {forMs === null
          ? t('left.starting')
          : t('left.startingFor', { time: formatDuration(forMs) })}
      </span>
      {parts && <parts.UsualStart size={size} />}
    </span>
  )
}
