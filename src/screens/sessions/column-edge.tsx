import { type KeyboardEvent, type PointerEvent, useRef } from 'react'
import { t } from '../../i18n/t.ts'
import { preferencesStore, setPreferences } from '../../runtime/preferences.ts'
import { useRuntime } from '../../runtime/runtime-context.ts'
import { useRuntimeStore } from '../../runtime/use-runtime-store.ts'
import { type ColumnPlace, resized, widthRange } from './column-resize.ts'
import type { Column } from './columns.tsx'

/** What a key adds to the width of a column, px. */
const STEPS_PX: Record<string, number> = { ArrowLeft: -8, ArrowRight: 8 }

/**
 * The edge of a column's head, which changes the width of the column: by dragging, by arrow keys,
 * Home, and End; a double click brings back the width by default.
 */
export function ColumnEdge({
  columns,
  at,
  tablePx,
  isTabStop,
}: ColumnPlace & { columns: readonly Column[]; isTabStop: boolean }) {
  const runtime = useRuntime()
  const sized = useRuntimeStore(preferencesStore, (state) => state.columnWidthsPx)
  /** Where a drag began, and the width then, px; null while there is none. */
  const start = useRef<{ xPx: number; widthPx: number } | null>(null)
  const place = { columns, at, tablePx }
  const { min, now, max } = widthRange(place, sized)
  const column = columns[at]
  const set = (px: number | null) =>
    setPreferences(runtime, { columnWidthsPx: resized(place, sized, px) })

  const onPointerMove = ({ clientX }: PointerEvent) => {
    if (!start.current) return
    const px = start.current.widthPx + clientX - start.current.xPx
    // Stored at the end of the drag.
    preferencesStore(runtime).setState({ columnWidthsPx: resized(place, sized, px) })
  }
  const onDragEnd = () => {
    if (!start.current) return
    start.current = null
    setPreferences(runtime, {})
  }
  const onKeyDown = (event: KeyboardEvent) => {
    const px = { Home: min, End: max }[event.key] ?? now + (STEPS_PX[event.key] ?? NaN)
    const hasModifier = event.altKey || event.ctrlKey || event.metaKey
    if (Number.isNaN(px) || hasModifier) return
    event.preventDefault()
    // The heads around it use these keys too.
    event.stopPropagation()
    set(px)
  }
  return (
    <div
      role="separator"
      aria-orientation="vertical"
      aria-label={column && t('column.resize', { column: t(column.title) })}
      aria-valuemin={min}
      aria-valuenow={now}
      aria-valuemax={max}
      tabIndex={isTabStop ? 0 : -1}
      className="column-edge"
      onPointerDown={(event) => {
        if (event.button !== 0) return
        event.currentTarget.setPointerCapture(event.pointerId)
        start.current = { xPx: event.clientX, widthPx: now }
      }}
      onPointerMove={onPointerMove}
      onLostPointerCapture={onDragEnd}
      onDoubleClick={() => set(null)}
      onKeyDown={onKeyDown}
    />
  )
}
