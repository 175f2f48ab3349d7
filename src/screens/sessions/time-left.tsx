import { type ReactNode, useRef, useState } from 'react'
import { formatClock, formatDuration, formatEnd } from '../../i18n/format.ts'
import { t } from '../../i18n/t.ts'
import type { FleetRow } from '../../sessions/fleet-model.ts'
import { useActionConditions, useSessionProgress } from '../../sessions/use-session-actions.ts'
import { type LeaseView, useLeaseViewAt } from '../../sessions/time-left.ts'
import { useAfterList } from '../shell/list-first.tsx'
import { barWidth, LeaseBar } from './lease-bar.tsx'
import { useTick, useTicked } from '../../util/ticker.ts'

const textTone = {
  calm: '',
  soon: 'text-soon-text',
  urgent: 'text-error',
  over: 'text-error',
}

/** What to show at a time of the local clock, epoch ms. */
type ViewAt = (atMs: number) => LeaseView

/**
 * The time left until the earliest possible end of a session, with a bar for the next hour, and
 * beside it what is pending, or when it ends. It starts with "≈" until observations have narrowed
 * it down. When the lease was changed it flashes once. While nothing newer can be known, because the
 * list is old or the browser is offline, its whole row is dimmed (index.css).
 */
export function TimeLeft({ row }: { row: FleetRow }) {
  const { leaseMs } = row.session
  const [firstLeaseMs] = useState(leaseMs)
  const viewAt = useLeaseViewAt(row)
  const isStale = useTicked((atMs) => isStaleView(viewAt(atMs)))
  const { isOffline } = useActionConditions(row)
  return (
    <span
      key={leaseMs}
      data-old={isOffline || isStale}
      className={leaseMs === firstLeaseMs ? 'block' : 'flash-once block'}
    >
      <TimeView row={row} viewAt={viewAt} isStale={isStale} />
    </span>
  )
}

function TimeView({
  row,
  viewAt,
  isStale,
}: {
  row: FleetRow
  viewAt: ViewAt
  isStale: boolean
}) {
  const kind = useTicked((atMs) => viewAt(atMs).kind)
  const parts = useAfterList()
  const pending = useSessionProgress(row)
  const beside = pending && parts && <parts.PendingStatus row={row} />
  switch (kind) {
    case 'counting':
      return <Countdown viewAt={viewAt} isStale={isStale} beside={beside} />
    case 'starting':
      return beside ?? <StartingFor size={row.session.size} viewAt={viewAt} isStale={isStale} />
    case 'ended':
      return <span className="text-muted">{t('left.ended')}</span>
    case 'unknown':
      return beside ?? <span className="text-muted">{t('left.unknown')}</span>
  }
}

/** The time and its bar. They change each second, which renders nothing. */
function Countdown({
  viewAt,
  isStale,
  beside,
}: {
  viewAt: ViewAt
  isStale: boolean
  beside: ReactNode
}) {
  const clock = useRef<HTMLSpanElement>(null)
  const bar = useRef<HTMLSpanElement>(null)
  const isApproximate = useTicked((atMs) => countingAt(atMs)?.isApproximate === true)
  const urgency = useTicked((atMs) => countingAt(atMs)?.urgency ?? 'over')
  const end = useTicked((atMs) => formatEnd(countingAt(atMs)?.endsAtMs ?? atMs, atMs))
  useTick((atMs) => {
    const view = countingAt(atMs)
    if (!view || !clock.current || !bar.current) return
    const text = formatClock(view.leftMs)
    const width = barWidth(view.leftShare)
    // A render between two ticks writes the same, which would be laid out again.
    if (clock.current.textContent !== text) clock.current.textContent = text
    if (bar.current.style.width !== width) bar.current.style.width = width
  })
  return (
    <span className="grid grid-cols-1 gap-0.5">
      <span className="flex items-baseline justify-between gap-1.5">
        <span
          className={`text-hero font-semibold whitespace-nowrap ${textTone[urgency]} ${isStale ? 'line-through opacity-60' : ''}`}
          title={clockTitle(isStale, isApproximate)}
        >
          {isApproximate && <span className="text-muted font-normal">≈</span>}
          <span className="clock">
            <span ref={clock} />
          </span>
        </span>
        {beside ?? (
          <span className="text-muted truncate text-xs">
            {isStale ? t('left.unconfirmed') : t('left.endsAt', { time: end })}
          </span>
        )}
      </span>
      <LeaseBar ref={bar} urgency={urgency} />
    </span>
  )

  function countingAt(atMs: number) {
    const view = viewAt(atMs)
    return view.kind === 'counting' ? view : null
  }
}

function clockTitle(isStale: boolean, isApproximate: boolean) {
  if (isStale) return t('left.stale')
  return isApproximate ? t('left.approximate') : undefined
}

/** How long a session has been starting, and how long starting usually takes. */
function StartingFor({
  size,
  viewAt,
  isStale,
}: {
  size: string
  viewAt: ViewAt
  isStale: boolean
}) {
  const parts = useAfterList()
  const time = useTicked((atMs) => {
    const view = viewAt(atMs)
    return view.kind === 'starting' && view.forMs !== null ? formatDuration(view.forMs) : null
  })
  return (
    <span className="text-muted flex items-baseline justify-between gap-1.5">
      <span className="whitespace-nowrap">
        {time === null ? t('left.starting') : t('left.startingFor', { time })}
      </span>
      {parts && <parts.UsualStart size={size} isStale={isStale} />}
    </span>
  )
}

function isStaleView(view: LeaseView): boolean {
  return 'isStale' in view && view.isStale
}
