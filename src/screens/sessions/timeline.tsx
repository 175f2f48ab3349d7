import { type FocusEvent, useLayoutEffect, useRef, useState } from 'react'
import { formatDayTime } from '../../i18n/format.ts'
import { t } from '../../i18n/t.ts'
import { Button } from '../../ui/button.tsx'
import { isFocusLost } from '../../ui/focus.ts'
import { Icon, type IconName } from '../../ui/icon.tsx'
import { useRowWindow } from '../../ui/row-window.ts'
import { useWidthPx } from '../../ui/use-width.ts'
import { useNowMs } from '../../util/ticker.ts'
import type { ShownRow } from './held-order.ts'
import { COMPACT_PX, useRowHeightPx } from './row-height.ts'
import { isNamed, useSessionAddress } from './session-address.ts'
import { useTimelineItems } from './timeline-items.ts'
import { timelineKeys } from './timeline-keys.ts'
import { type Span, spanOf } from './timeline-model.ts'
import { TimelineRow } from './timeline-row.tsx'
import { GridLines, NowLine, Scale } from './timeline-scale.tsx'
import type { HoldHandlers } from './use-held-order.ts'
import { type TimelineMoves, useTimelineView } from './use-timeline-view.ts'

/** Where it is narrow, the name stands above the bar (index.css). */
const NARROW_ROW_PX = 56
const NARROW_BELOW_PX = 640

/** The hours above the rows. */
const HEAD_PX = 32

/** What the text about an end takes beside its bar. */
const END_LABEL_PX = 68

/**
 * All sessions as bars from Ready to their end. The table has the same facts as text.
 * @param props `hold`: holds the order meanwhile
 */
export function Timeline({ rows, hold }: { rows: readonly ShownRow[]; hold: HoldHandlers }) {
  const nowMs = useNowMs()
  // Bars take minutes to move by a pixel, so redrawing every ten seconds is enough.
  const aboutNowMs = Math.floor(nowMs / 10_000) * 10_000
  const items = useTimelineItems(rows, aboutNowMs)
  const selected = useSessionAddress()
  const [scroller, setScroller] = useState<HTMLDivElement | null>(null)
  const [scale, setScale] = useState<HTMLElement | null>(null)
  const [view, moves] = useTimelineView(scroller, scale)
  const span = spanOf(view, aboutNowMs)
  const widthPx = useWidthPx(scale) ?? 0
  const isNarrow = (useWidthPx(scroller) ?? 0) < NARROW_BELOW_PX
  // The bars need the room of a compact row.
  const lineHeightPx = Math.max(COMPACT_PX, useRowHeightPx())
  const rowPx = isNarrow ? NARROW_ROW_PX : lineHeightPx
  const indexes = useRowWindow(scroller, items.length, rowPx)
  const focus = useKeptFocus(scroller)
  return (
    <section
      aria-label={t('timeline.name')}
      className="timeline flex min-h-0 flex-1 flex-col"
      onKeyDown={timelineKeys(scroller, moves, { count: items.length, rowPx, headPx: HEAD_PX })}
    >
      <Toolbar moves={moves} span={span} nowMs={nowMs} />
      <div
        ref={setScroller}
        {...hold}
        // It scrolls, zooms, and moves by keyboard, so it must take the focus.
        tabIndex={0}
        role="group"
        aria-label={t('timeline.bars')}
        className="min-h-0 flex-1 touch-pan-y overflow-y-auto -outline-offset-2 select-none"
      >
        <Scale span={span} nowMs={aboutNowMs} widthPx={widthPx} ref={setScale} />
        <div className="relative min-h-[calc(100%-2rem)]">
          <GridLines span={span} nowMs={aboutNowMs} widthPx={widthPx} />
          {/* Where names stand above the bars, the line would go through them. */}
          {isNarrow && <NowLine span={span} nowMs={aboutNowMs} />}
          <ul {...focus} className="relative" style={{ height: items.length * rowPx }}>
            {indexes.map((index) => {
              const item = items[index]
              return item ? (
                <TimelineRow
                  key={item.key}
                  item={item}
                  span={span}
                  nowMs={aboutNowMs}
                  labelShare={widthPx > 0 ? END_LABEL_PX / widthPx : 0}
                  index={index}
                  isSelected={
                    selected !== null && item.row !== null && isNamed(item.row, selected)
                  }
                  topPx={index * rowPx}
                  heightPx={rowPx}
                />
              ) : null
            })}
          </ul>
          {!isNarrow && <NowLine span={span} nowMs={aboutNowMs} />}
        </div>
      </div>
    </section>
  )
}

function Toolbar({ moves, span, nowMs }: { moves: TimelineMoves; span: Span; nowMs: number }) {
  return (
    <div className="border-line flex h-10 shrink-0 items-center gap-1 border-b px-3 text-sm sm:px-4 pointer-coarse:h-12">
      <IconButton
        icon="minus"
        name={t('timeline.zoomOut')}
        disabledReason={moves.isWidest ? t('timeline.widest') : null}
        onClick={moves.zoomOut}
      />
      <IconButton
        icon="plus"
        name={t('timeline.zoomIn')}
        disabledReason={moves.isClosest ? t('timeline.closest') : null}
        onClick={moves.zoomIn}
      />
      <IconButton icon="previous" name={t('timeline.earlier')} onClick={moves.earlier} />
      <IconButton icon="next" name={t('timeline.later')} onClick={moves.later} />
      <Button size="small" onClick={moves.reset}>
        {t('timeline.now')}
      </Button>
      <span className="ml-2 truncate">
        {t('timeline.span', {
          from: formatDayTime(span.fromMs, nowMs),
          to: formatDayTime(span.toMs, nowMs),
        })}
      </span>
      <span className="text-muted min-w-0 flex-1 truncate text-right text-xs max-lg:hidden">
        {t('timeline.keys')}
      </span>
    </div>
  )
}

function IconButton({
  icon,
  name,
  disabledReason = null,
  onClick,
}: {
  icon: IconName
  name: string
  disabledReason?: string | null
  onClick: () => void
}) {
  return (
    <Button
      size="small"
      variant="quiet"
      aria-label={name}
      title={name}
      disabledReason={disabledReason}
      onClick={onClick}
    >
      <Icon name={icon} />
    </Button>
  )
}

/** Keeps the focus in a row whose actions were taken off the page, because its session ended. */
function useKeptFocus(scroller: HTMLElement | null) {
  const focusedRow = useRef<Element | null>(null)
  useLayoutEffect(() => {
    const row = focusedRow.current
    if (!row || !isFocusLost()) return
    const link = row.isConnected ? row.querySelector('a') : null
    ;(link ?? scroller)?.focus({ preventScroll: true })
  })
  return {
    onFocus: ({ target }: FocusEvent) => {
      focusedRow.current = target.closest('li')
    },
    onBlur: () => {
      focusedRow.current = null
    },
  }
}
