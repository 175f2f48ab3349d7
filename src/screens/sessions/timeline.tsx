import { useMemo, useState } from 'react'
import { formatEnd, formatTime } from '../../i18n/format.ts'
import { t } from '../../i18n/t.ts'
import type { FleetRow } from '../../sessions/fleet-model.ts'
import { historyStore } from '../../monitor/history-store.ts'
import { Button } from '../../ui/button.tsx'
import { useRowWindow } from '../../ui/row-window.ts'
import { useNowMs } from '../../util/ticker.ts'
import {
  position,
  scaleTicks,
  type Span,
  timelineSpan,
  ZOOM_HOURS,
  type ZoomHours,
} from './timeline-model.ts'
import { type TimelineItem, TimelineRow } from './timeline-row.tsx'
import { useRuntimeStore } from '../../runtime/use-runtime-store.ts'

const ROW_PX = 44

/** All sessions as bars from Ready to their end. The table has the same facts as text. */
export function Timeline({ rows }: { rows: readonly FleetRow[] }) {
  const nowMs = useNowMs()
  const items = useItems(rows, nowMs)
  // Bars take minutes to move by a pixel, so redrawing every ten seconds is enough.
  const aboutNowMs = Math.floor(nowMs / 10_000) * 10_000
  const { span, zoom } = useZoom(items, aboutNowMs)
  const [scroller, setScroller] = useState<HTMLDivElement | null>(null)
  const indexes = useRowWindow(scroller, items.length, ROW_PX)
  const nowAt = position(nowMs, span)
  return (
    <section
      aria-label={t('timeline.name')}
      className="flex min-h-0 flex-1 flex-col"
      onKeyDown={(event) => {
        const act = zoom.keys[event.key]
        if (!act || event.target !== scroller) return
        event.preventDefault()
        act()
      }}
    >
      <Toolbar zoom={zoom} span={span} nowMs={nowMs} />
      <div
        ref={setScroller}
        // It scrolls, zooms, and moves by keyboard, so it must take the focus.
        tabIndex={0}
        role="group"
        aria-label={t('timeline.bars')}
        className="min-h-0 flex-1 overflow-y-auto"
      >
        <Scale span={span} nowMs={nowMs} />
        <ul className="relative" style={{ height: items.length * ROW_PX }}>
          {indexes.map((index) => {
            const item = items[index]
            return item ? (
              <TimelineRow
                key={item.key}
                item={item}
                span={span}
                nowMs={aboutNowMs}
                nowAt={nowAt}
                topPx={index * ROW_PX}
              />
            ) : null
          })}
        </ul>
      </div>
    </section>
  )
}

/** How the user zooms and moves the time range. */
type Zoom = {
  isWidest: boolean
  isClosest: boolean
  /** Positive is closer. */
  zoomBy: (steps: number) => void
  /** Positive is later. */
  moveBy: (steps: number) => void
  /** What each key does. */
  keys: Readonly<Record<string, () => void>>
}

function useZoom(items: readonly TimelineItem[], nowMs: number): { span: Span; zoom: Zoom } {
  const [zoomHours, setZoomHours] = useState<ZoomHours>(null)
  const [shiftHours, setShiftHours] = useState(0)
  const span = useMemo(() => {
    const lives = items.map(({ life }) => life)
    return timelineSpan(lives, nowMs, zoomHours, shiftHours)
  }, [items, nowMs, zoomHours, shiftHours])
  const index = ZOOM_HOURS.indexOf(zoomHours)
  const last = ZOOM_HOURS.length - 1
  const zoomBy = (steps: number) =>
    setZoomHours(ZOOM_HOURS[Math.min(last, Math.max(0, index + steps))] ?? null)
  const moveBy = (steps: number) => setShiftHours(shiftHours + steps * ((zoomHours ?? 24) / 6))
  const reset = () => {
    setZoomHours(null)
    setShiftHours(0)
  }
  const keys = {
    '+': () => zoomBy(1),
    '-': () => zoomBy(-1),
    ArrowLeft: () => moveBy(-1),
    ArrowRight: () => moveBy(1),
    '0': reset,
  }
  return {
    span,
    zoom: { isWidest: index === 0, isClosest: index === last, zoomBy, moveBy, keys },
  }
}

function Toolbar({
  zoom: { isWidest, isClosest, zoomBy, moveBy },
  span,
  nowMs,
}: {
  zoom: Zoom
  span: Span
  nowMs: number
}) {
  return (
    <div className="border-line flex flex-wrap items-center gap-1.5 border-b px-4 py-1.5 text-sm">
      <Button
        size="small"
        disabledReason={isClosest ? t('timeline.closest') : null}
        onClick={() => zoomBy(1)}
      >
        {t('timeline.zoomIn')}
      </Button>
      <Button
        size="small"
        disabledReason={isWidest ? t('timeline.widest') : null}
        onClick={() => zoomBy(-1)}
      >
        {t('timeline.zoomOut')}
      </Button>
      <Button size="small" onClick={() => moveBy(-1)}>
        {t('timeline.earlier')}
      </Button>
      <Button size="small" onClick={() => moveBy(1)}>
        {t('timeline.later')}
      </Button>
      <span className="text-muted text-xs">
        {t('timeline.span', {
          from: formatEnd(span.fromMs, nowMs),
          to: formatEnd(span.toMs, nowMs),
        })}
      </span>
      <span className="text-muted flex-1 text-right text-xs max-lg:hidden">
        {t('timeline.keys')}
      </span>
    </div>
  )
}

/** The hours above the bars. */
function Scale({ span, nowMs }: { span: Span; nowMs: number }) {
  const ticks = scaleTicks(span, -new Date(nowMs).getTimezoneOffset() * 60_000)
  return (
    <div className="bg-canvas border-line sticky top-0 z-10 h-6 border-b" aria-hidden="true">
      <div className="absolute inset-y-0 right-4 left-4 lg:right-48 lg:left-56">
        {ticks.map((atMs) => (
          <span
            key={atMs}
            className="border-line text-muted absolute inset-y-0 overflow-visible border-l pl-1 text-xs whitespace-nowrap"
            style={{ left: `${(position(atMs, span) ?? 0) * 100}%` }}
          >
            {formatTime(atMs)}
          </span>
        ))}
      </div>
    </div>
  )
}

/** Running sessions in the order of the table, then those that ended within the past day. */
function useItems(rows: readonly FleetRow[], nowMs: number): readonly TimelineItem[] {
  const entries = useRuntimeStore(historyStore, (state) => state.rows)
  const hour = Math.floor(nowMs / 3_600_000)
  return useMemo(() => {
    const ended = [...entries.values()]
      .filter(({ endedAtMs }) => endedAtMs !== null && endedAtMs > (hour - 24) * 3_600_000)
      .toSorted((a, b) => (b.endedAtMs ?? 0) - (a.endedAtMs ?? 0))
      .map((entry) => ({
        key: entry.key,
        id: entry.sessionId,
        status: entry.status,
        row: null,
        life: entry,
      }))
    return [...rows.map(itemOf), ...ended]
  }, [rows, entries, hour])
}

function itemOf(row: FleetRow): TimelineItem {
  return {
    key: row.key,
    id: row.session.id,
    status: row.session.status,
    row,
    life: {
      startedAtMs: row.session.createdAt === null ? null : Date.parse(row.session.createdAt),
      ready: row.session.ready,
      leaseMs: row.session.leaseMs,
      endedAtMs: null,
    },
  }
}
