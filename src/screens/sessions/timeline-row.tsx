import type { ReactNode } from 'react'
import { useLocation } from 'react-router'
import { PageLink } from '../shell/page-link.tsx'
import { formatDayTime } from '../../i18n/format.ts'
import { t } from '../../i18n/t.ts'
import { visibleText } from '../../i18n/visible-text.ts'
import type { Urgency } from '../../lease/deadline.ts'
import { Icon } from '../../ui/icon.tsx'
import { StatusMark, statusText } from '../../ui/status-badge.tsx'
import { SessionActions } from './session-actions.tsx'
import type { TimelineItem } from './timeline-items.ts'
import {
  barOf,
  endLabelOf,
  type Life,
  lifeUrgency,
  type Span,
  startSideOf,
  type Stretch,
} from './timeline-model.ts'

/** Color only says something where it matters: what ends soon. */
const urgent: Partial<Record<Urgency, string>> = {
  soon: 'bg-soon border-soon',
  urgent: 'bg-error border-error',
  over: 'bg-error border-error',
}

const fills: Record<string, string> = {
  Ready: 'bg-ready border-ready',
  Stopping: 'bg-stopping border-stopping',
  Error: 'bg-error border-error',
}

/** A session's name, bar, and actions. A click on it opens the session. */
export function TimelineRow({
  item,
  index,
  span,
  nowMs,
  labelShare,
  isSelected,
  topPx,
  heightPx,
}: {
  item: TimelineItem
  /** Its place among the rows. */
  index: number
  span: Span
  nowMs: number
  /** The width of a time of day, as a share of the range. */
  labelShare: number
  isSelected: boolean
  topPx: number
  heightPx: number
}) {
  const { search } = useLocation()
  const { id, row, life, path, isGone, isOld } = item
  const text = lifeText(life, nowMs)
  return (
    <li
      data-index={index}
      className={`timeline-grid border-line absolute inset-x-0 border-b ${
        isSelected
          ? 'bg-selected/70 inset-shadow-[2px_0_var(--color-accent)]'
          : 'hover:bg-hover/60'
      }`}
      style={{ top: topPx, height: heightPx }}
      title={text}
    >
      <span className="timeline-head flex min-w-0 items-center gap-2">
        <StatusMark status={life.status} />
        <PageLink
          to={{ pathname: path, search }}
          // It fills the row. The row is dragged, and not the link.
          draggable={false}
          className={`truncate rounded font-mono text-sm after:absolute after:inset-0 ${row ? 'font-semibold' : ''} ${row && !isOld ? '' : 'text-muted'}`}
        >
          {visibleText(id)}
        </PageLink>
      </span>
      <span
        role="img"
        aria-label={text}
        className="timeline-bars pointer-events-none relative h-4"
      >
        <Bar life={life} span={span} nowMs={nowMs} isOld={isOld} />
        <EndLabel life={life} span={span} nowMs={nowMs} labelShare={labelShare} />
      </span>
      <span className="timeline-actions relative flex items-center justify-end gap-1">
        {row && <SessionActions row={row} isFirstOnly />}
        {isGone && <span className="text-muted text-xs">{t('row.gone')}</span>}
      </span>
    </li>
  )
}

/** What nothing can confirm now is as quiet as in the list; what ends soon keeps its color. */
function Bar({
  life,
  span,
  nowMs,
  isOld,
}: {
  life: Life
  span: Span
  nowMs: number
  isOld: boolean
}) {
  const bar = barOf(life, span, nowMs)
  const urgency = lifeUrgency(life, nowMs)
  const fill = (urgency && urgent[urgency]) ?? fills[life.status] ?? 'bg-ended border-ended'
  const isDim = isOld && (urgency === null || urgent[urgency] === undefined)
  return (
    <>
      <Piece
        at={bar.starting}
        className={`border-starting bg-starting rounded-l-sm ${isDim ? 'opacity-45' : ''}`}
      />
      <Piece at={bar.planned} className="border-starting rounded-r-sm border-dashed">
        {life.status === 'Starting' && (
          <span className="text-starting bg-canvas absolute inset-y-0 left-2 flex items-center px-1 text-xs font-medium">
            {statusText(life.status)}
          </span>
        )}
      </Piece>
      <Piece
        at={bar.past}
        className={`${fill} rounded-l-sm ${isDim ? 'opacity-25' : 'opacity-45'}`}
      />
      <Piece
        at={bar.left}
        className={`${fill} rounded-r-sm ${isDim ? 'opacity-45' : ''} forced-colors:bg-[CanvasText] forced-colors:forced-color-adjust-none`}
      />
      <Piece at={bar.unsure} className={`${fill} opacity-45`} isThin />
      {bar.ceiling !== null && (
        <span
          className="border-edge absolute -inset-y-1 border-l-2 border-dashed"
          style={{ left: `${bar.ceiling * 100}%` }}
        />
      )}
    </>
  )
}

/**
 * A part of the bar. Its border is what forced colors leave of it.
 * @param props `isThin`: it may be too short to be seen
 */
function Piece({
  at,
  className,
  isThin = false,
  children,
}: {
  at: Stretch | null
  className: string
  isThin?: boolean
  children?: ReactNode
}) {
  return (
    at && (
      <span
        className={`absolute inset-y-0 ${isThin ? '' : 'border'} ${className}`}
        style={{
          left: `${at.left * 100}%`,
          width: isThin ? `${at.width * 100}%` : `max(3px, ${at.width * 100}%)`,
        }}
      >
        {children}
      </span>
    )
  )
}

const labelClass =
  'absolute inset-y-0 my-auto flex h-4 items-center gap-0.5 text-xs whitespace-nowrap'

/** Says on which side of the range a session is starting; nothing while its bar is in view. */
function StartHint({ side }: { side: 'before' | 'beyond' | null }) {
  const base = `${labelClass} text-starting font-medium`
  if (side === null) return null
  return side === 'before' ? (
    <span className={`${base} left-0`}>
      <Icon name="previous" className="size-3" />
      {statusText('Starting')}
    </span>
  ) : (
    <span className={`${base} right-0.5`}>
      {statusText('Starting')}
      <Icon name="next" className="size-3" />
    </span>
  )
}

/** When the session ends, beside the end of its bar; the text of the bar says it too. */
function EndLabel({
  life,
  span,
  nowMs,
  labelShare,
}: {
  life: Life
  span: Span
  nowMs: number
  labelShare: number
}) {
  const { endsAtMs, status } = life
  if (status === 'Starting' && !life.isOver)
    return <StartHint side={startSideOf(life, span, nowMs)} />
  const label = endLabelOf(life, span, labelShare)
  if (label === null || endsAtMs === null) return null
  const time = formatDayTime(endsAtMs, nowMs)
  const base = labelClass
  switch (label.side) {
    case 'before':
      return (
        <span className={`${base} left-0 ${life.isOver ? 'text-muted' : 'font-medium'}`}>
          <Icon name="previous" className="size-3" />
          {t(life.isOver ? 'timeline.endedAt' : 'timeline.endsAt', { time })}
        </span>
      )
    case 'beyond':
      return (
        <span className={`${base} bg-canvas text-text right-0.5 rounded-xs pl-1 font-medium`}>
          {time}
          <Icon name="next" className="size-3" />
        </span>
      )
    case 'behind':
      return (
        <span
          className={`${base} bg-canvas rounded-xs px-1 ${life.isOver ? 'text-muted' : 'font-medium'}`}
          style={{ left: `calc(${label.at * 100}% + 3px)` }}
        >
          {time}
        </span>
      )
    case 'inside':
      return (
        <span
          className={`${base} bg-canvas rounded-xs px-1 font-medium`}
          style={{ right: `calc(${(1 - label.at) * 100}% + 3px)` }}
        >
          {time}
        </span>
      )
  }
}

/** The text alternative of the bar. */
function lifeText({ status, readyAtMs, endsAtMs, startedAtMs, isOver }: Life, nowMs: number) {
  const word = statusText(status)
  if (readyAtMs === null || endsAtMs === null)
    return startedAtMs === null
      ? word
      : t('timeline.since', { status: word, from: formatDayTime(startedAtMs, nowMs) })
  return t(isOver ? 'timeline.ran' : 'timeline.runs', {
    status: word,
    from: formatDayTime(readyAtMs, nowMs),
    to: formatDayTime(endsAtMs, nowMs),
  })
}
