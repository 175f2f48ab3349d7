import { formatDay } from '../../i18n/format-date.ts'
import { formatTime } from '../../i18n/format.ts'
import { t } from '../../i18n/t.ts'
import { position, scaleTicks, type Span, type Tick } from './timeline-model.ts'

/** The hours above the bars, and their lines behind them. Screen readers get texts instead. */

/** What the label of a tick takes, and what the one of "Now" does. */
const LABEL_PX = 44
const NOW_LABEL_PX = 44

/** How far two labels of the scale are apart. */
const TICK_PX = 84

type ScaleProps = {
  span: Span
  /** Local clock, epoch ms. */
  nowMs: number
  /** Width of the bars. */
  widthPx: number
}

/** The hours, the days, and "Now". @param props `ref`: gets what is as wide as the bars */
export function Scale({
  span,
  nowMs,
  widthPx,
  ref,
}: ScaleProps & { ref: (element: HTMLElement | null) => void }) {
  const nowAt = position(nowMs, span)
  return (
    <div
      className="timeline-grid bg-canvas border-line sticky top-0 z-20 h-8 border-b"
      aria-hidden="true"
    >
      <span className="timeline-head text-muted text-xs" />
      <span ref={ref} className="timeline-bars relative h-full">
        {ticksOf({ span, nowMs, widthPx }).map((tick) => (
          <TickLabel
            key={tick.atMs}
            tick={tick}
            at={position(tick.atMs, span) ?? 0}
            room={{ nowAt, widthPx }}
          />
        ))}
        {nowAt !== null && (
          <span
            className="bg-accent text-on-accent absolute bottom-1 -translate-x-1/2 rounded-sm border border-transparent px-1.5 text-xs font-medium"
            style={{ left: `clamp(20px, ${nowAt * 100}%, 100% - 20px)` }}
          >
            {t('timeline.now')}
          </span>
        )}
      </span>
    </div>
  )
}

/** The lines of the hours, behind the bars. */
export function GridLines({ span, nowMs, widthPx }: ScaleProps) {
  return (
    <div className="timeline-grid pointer-events-none absolute inset-0" aria-hidden="true">
      <span className="timeline-bars relative col-start-2 h-full">
        {ticksOf({ span, nowMs, widthPx }).map(({ atMs, isMidnight }) => (
          <span
            key={atMs}
            className={`absolute inset-y-0 border-l ${isMidnight ? 'border-edge' : 'border-line'}`}
            style={{ left: `${(position(atMs, span) ?? 0) * 100}%` }}
          />
        ))}
      </span>
    </div>
  )
}

/** The line of this moment, before the bars. */
export function NowLine({ span, nowMs }: Omit<ScaleProps, 'widthPx'>) {
  const nowAt = position(nowMs, span)
  return (
    nowAt !== null && (
      <div className="timeline-grid pointer-events-none absolute inset-0" aria-hidden="true">
        <span className="timeline-bars relative col-start-2 h-full">
          <span
            className="border-accent absolute inset-y-0 border-l"
            style={{ left: `${nowAt * 100}%` }}
          />
        </span>
      </div>
    )
  )
}

function TickLabel({
  tick: { atMs, isMidnight },
  at,
  room: { nowAt, widthPx },
}: {
  tick: Tick
  at: number
  room: { nowAt: number | null; widthPx: number }
}) {
  const leftPx = at * widthPx
  const widthOf = isMidnight ? 2 * LABEL_PX : LABEL_PX
  const nowPx = nowAt === null ? -Infinity : nowAt * widthPx
  const isUnderNow =
    leftPx < nowPx + NOW_LABEL_PX / 2 && leftPx + widthOf > nowPx - NOW_LABEL_PX / 2
  // A label that is cut off says another time. A day stands before its line instead.
  const isCut = leftPx + widthOf > widthPx + 16
  const isShown = !isUnderNow && (!isCut || isMidnight)
  return (
    <span
      className={`absolute inset-y-0 flex items-end border-l pb-1.5 pl-1.5 text-xs whitespace-nowrap ${
        isMidnight ? 'border-edge text-text font-medium' : 'border-line text-muted'
      }`}
      style={{ left: `${at * 100}%` }}
    >
      {isShown && (
        <span className={isCut ? '-ml-3 -translate-x-full' : ''}>
          {isMidnight ? formatDay(atMs) : formatTime(atMs)}
        </span>
      )}
    </span>
  )
}

function ticksOf({ span, nowMs, widthPx }: ScaleProps): readonly Tick[] {
  const offsetMs = -new Date(nowMs).getTimezoneOffset() * 60_000
  return scaleTicks(span, offsetMs, Math.max(2, Math.floor(widthPx / TICK_PX)))
}
