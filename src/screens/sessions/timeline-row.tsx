import { Link, useLocation } from 'react-router'
import { formatEnd } from '../../i18n/format.ts'
import { type MessageId, t } from '../../i18n/t.ts'
import { visibleText } from '../../i18n/visible-text.ts'
import { paths } from '../../paths.ts'
import type { FleetRow } from '../../sessions/fleet-model.ts'
import { barOf, type Life, type Span, type Stretch } from './timeline-model.ts'
import { SessionActions } from './session-actions.tsx'

/** One session on the timeline. It has a row only while it runs. */
export type TimelineItem = {
  key: string
  id: string
  status: string
  life: Life
  row: FleetRow | null
}

const statusIds: Record<string, MessageId> = {
  Ready: 'status.Ready',
  Starting: 'status.Starting',
  Stopping: 'status.Stopping',
  Stopped: 'status.Stopped',
  Expired: 'status.Expired',
  Error: 'status.Error',
}

/** A session's name, bar, and actions. */
export function TimelineRow({
  item,
  span,
  nowMs,
  nowAt,
  topPx,
}: {
  item: TimelineItem
  span: Span
  nowMs: number
  nowAt: number | null
  topPx: number
}) {
  const { search } = useLocation()
  const { id, row, life } = item
  const bar = barOf(life, span, nowMs)
  const isOver = life.endedAtMs !== null
  return (
    <li
      className="border-line absolute inset-x-0 grid h-11 items-center gap-x-4 border-b px-4 lg:grid-cols-[12rem_1fr_10rem]"
      style={{ top: topPx }}
    >
      <span className="truncate max-lg:text-xs">
        {row ? (
          <Link
            to={{ pathname: paths.session(row.ref.account.id, row.ref.endpoint, id), search }}
            className="rounded font-mono text-sm hover:underline"
            title={visibleText(id)}
          >
            {visibleText(id)}
          </Link>
        ) : (
          <span className="text-muted font-mono text-sm" title={visibleText(id)}>
            {visibleText(id)}
          </span>
        )}
      </span>
      <span
        role="img"
        aria-label={lifeText(item, nowMs)}
        title={lifeText(item, nowMs)}
        className="relative block h-3.5"
      >
        <Piece at={bar.starting} className="border-starting border-y border-l" />
        <Piece at={bar.sure} className={isOver ? 'bg-track' : 'bg-lease'} />
        <Piece at={bar.unsure} className="bg-lease opacity-40" />
        {bar.ceiling !== null && (
          <span
            className="border-error absolute -inset-y-1 border-l border-dashed"
            style={{ left: `${bar.ceiling * 100}%` }}
          />
        )}
        {nowAt !== null && (
          <span
            className="border-accent absolute -inset-y-4 border-l"
            style={{ left: `${nowAt * 100}%` }}
          />
        )}
      </span>
      <span className="flex items-center justify-end gap-1 max-lg:hidden">
        {row && <SessionActions row={row} isFirstOnly />}
      </span>
    </li>
  )
}

/** The text alternative of the bar. */
function lifeText({ status, life }: TimelineItem, nowMs: number): string {
  if (!life.ready) return statusText(status)
  const endMs = life.endedAtMs ?? life.ready.earliestMs + life.leaseMs
  return t(life.endedAtMs === null ? 'timeline.runs' : 'timeline.ran', {
    status: statusText(status),
    from: formatEnd(life.ready.earliestMs, nowMs),
    to: formatEnd(endMs, nowMs),
  })
}

function statusText(status: string): string {
  const id = statusIds[status]
  return id ? t(id) : status
}

function Piece({ at, className }: { at: Stretch | null; className: string }) {
  return (
    at && (
      <span
        className={`absolute inset-y-0 ${className}`}
        style={{ left: `${at.left * 100}%`, width: `max(2px, ${at.width * 100}%)` }}
      />
    )
  )
}
