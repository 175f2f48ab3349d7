import { useEffect, useState } from 'react'
import {
  DEFAULT_VIEW,
  movedView,
  type TimelineView,
  zoomAnchor,
  zoomedView,
  zoomLimits,
} from './timeline-model.ts'

/** What one press of a key or button zooms by, and moves by. */
const ZOOM_STEP = 1.5
const MOVE_SHARE = 1 / 6

/** A pointer that moved less has clicked. */
const DRAG_FROM_PX = 4

/** How the user zooms and moves the time range. */
export type TimelineMoves = {
  isClosest: boolean
  isWidest: boolean
  /** Whether it is the range of the beginning. */
  isDefault: boolean
  zoomIn: () => void
  zoomOut: () => void
  earlier: () => void
  later: () => void
  reset: () => void
}

/**
 * The time range on screen, and how it is changed.
 * @param area what is dragged and wheeled; null until it is mounted
 * @param scale what is as wide as the bars in it; null until it is mounted
 */
export function useTimelineView(
  area: HTMLElement | null,
  scale: HTMLElement | null,
): [TimelineView, TimelineMoves] {
  const [view, setView] = useState(DEFAULT_VIEW)
  useEffect(() => {
    if (!area || !scale) return
    const bars = () => scale.getBoundingClientRect()
    const stops = [followWheel(area, bars, setView), followDrag(area, bars, setView)]
    return () => {
      for (const stop of stops) stop()
    }
  }, [area, scale])
  const zoomBy = (factor: number) =>
    setView((known) => zoomedView(known, factor, zoomAnchor(known)))
  const moveBy = (share: number) => setView((known) => movedView(known, known.hours * share))
  return [
    view,
    {
      ...zoomLimits(view),
      isDefault: view === DEFAULT_VIEW,
      zoomIn: () => zoomBy(1 / ZOOM_STEP),
      zoomOut: () => zoomBy(ZOOM_STEP),
      earlier: () => moveBy(-MOVE_SHARE),
      later: () => moveBy(MOVE_SHARE),
      reset: () => setView(DEFAULT_VIEW),
    },
  ]
}

type SetView = (change: (known: TimelineView) => TimelineView) => void
type Extent = () => { left: number; width: number }

/** Zooms with Ctrl and the wheel, which is also a pinch; moves sideways. */
function followWheel(area: HTMLElement, bars: Extent, setView: SetView): () => void {
  const onWheel = (event: WheelEvent) => {
    const { left, width } = bars()
    const isZoom = event.ctrlKey || event.metaKey
    const sideways = event.shiftKey ? event.deltaX + event.deltaY : event.deltaX
    if (!isZoom && Math.abs(sideways) < Math.abs(event.deltaY) && !event.shiftKey) return
    event.preventDefault()
    const anchor = (event.clientX - left) / width
    setView((known) =>
      isZoom
        ? zoomedView(known, 1.002 ** event.deltaY, Math.min(1, Math.max(0, anchor)))
        : movedView(known, (sideways / width) * known.hours),
    )
  }
  // Not passive, or the browser would zoom the page and go back in its history.
  area.addEventListener('wheel', onWheel, { passive: false })
  return () => area.removeEventListener('wheel', onWheel)
}

/** Moves the range with the pointer. A finger still scrolls up and down. */
function followDrag(area: HTMLElement, bars: Extent, setView: SetView): () => void {
  let lastX: number | null = null
  let isDragging = false
  const onDown = (event: PointerEvent) => {
    const isControl =
      event.target instanceof Element &&
      event.target.closest('button, input, dialog, [popover]')
    if (event.button === 0 && !isControl) lastX = event.clientX
  }
  const onEnd = () => {
    lastX = null
    isDragging = false
  }
  const onMove = (event: PointerEvent) => {
    // The pointer may have been released outside.
    if (event.buttons === 0) onEnd()
    if (lastX === null) return
    const byPx = event.clientX - lastX
    if (!isDragging && Math.abs(byPx) < DRAG_FROM_PX) return
    if (!isDragging) {
      isDragging = true
      // The click then goes to the area, and opens no session.
      area.setPointerCapture(event.pointerId)
    }
    lastX = event.clientX
    const share = byPx / bars().width
    setView((known) => movedView(known, -share * known.hours))
  }
  area.addEventListener('pointerdown', onDown)
  area.addEventListener('pointermove', onMove)
  area.addEventListener('pointerup', onEnd)
  area.addEventListener('pointercancel', onEnd)
  return () => {
    area.removeEventListener('pointerdown', onDown)
    area.removeEventListener('pointermove', onMove)
    area.removeEventListener('pointerup', onEnd)
    area.removeEventListener('pointercancel', onEnd)
  }
}
