import { type Urgency, urgencyOf } from '../../lease/deadline.ts'

/** Sessions as bars over time. Pure; all times are local clock, epoch ms. */

/** The moments that a bar shows. */
export type Life = {
  status: string
  /** When it was requested; null when unknown. */
  startedAtMs: number | null
  /** Earliest moment at which it was Ready; null before, and when unknown. */
  readyAtMs: number | null
  /**
   * The earliest possible end, or the end of a session that has ended. A starting session gets
   * its lease from now on. null when unknown.
   */
  endsAtMs: number | null
  /** The latest possible end; null when unknown or over. */
  latestEndMs: number | null
  /** The end of the longest lease that the service allows; null when unknown or over. */
  limitAtMs: number | null
  isOver: boolean
}

/** The time range on screen. */
export type Span = { fromMs: number; toMs: number }

/** The time range on screen, as it moves along with the time. */
export type TimelineView = {
  /** Its start, hours from now; negative is past. */
  fromHours: number
  hours: number
}

const HOUR_MS = 3_600_000
const DAY_MS = 24 * HOUR_MS

/** From an hour ago to eight hours ahead. */
export const DEFAULT_VIEW: TimelineView = { fromHours: -1, hours: 9 }

/** The past that the history of a day fills, and the longest lease ahead, with some room. */
const EARLIEST_HOURS = -24
const LATEST_HOURS = 25
const CLOSEST_HOURS = 1
const WIDEST_HOURS = LATEST_HOURS - EARLIEST_HOURS

/** Returns the view in another scale. @param factor of its hours; @param anchor share that stays */
export function zoomedView(view: TimelineView, factor: number, anchor: number): TimelineView {
  const hours = within(view.hours * factor, CLOSEST_HOURS, WIDEST_HOURS)
  return fitted({ hours, fromHours: view.fromHours + (view.hours - hours) * anchor })
}

/** Returns the view some hours later, or earlier when negative, as far as there is anything. */
export function movedView(view: TimelineView, byHours: number): TimelineView {
  return fitted({ ...view, fromHours: view.fromHours + byHours })
}

/** Whether a view can't be zoomed any closer, or wider. */
export function zoomLimits({ hours }: TimelineView): { isClosest: boolean; isWidest: boolean } {
  return { isClosest: hours <= CLOSEST_HOURS, isWidest: hours >= WIDEST_HOURS }
}

/** Returns where a zoom by keys keeps still: now when it is in view, else the middle. */
export function zoomAnchor({ fromHours, hours }: TimelineView): number {
  const now = -fromHours / hours
  return now >= 0 && now <= 1 ? now : 0.5
}

/** Returns the time range of a view. */
export function spanOf({ fromHours, hours }: TimelineView, nowMs: number): Span {
  const fromMs = nowMs + fromHours * HOUR_MS
  return { fromMs, toMs: fromMs + hours * HOUR_MS }
}

/** A part of the time range, as fractions of it from 0 to 1. */
export type Stretch = { left: number; width: number }

/** Returns the position of a moment in the range, 0 to 1; null when it is outside. */
export function position(atMs: number, span: Span): number | null {
  const share = (atMs - span.fromMs) / (span.toMs - span.fromMs)
  return share >= 0 && share <= 1 ? share : null
}

/** The parts of a bar. */
export type Bar = {
  /** From the request to Ready, which isn't billed. */
  starting: Stretch | null
  /** The part of the lease that has passed. */
  past: Stretch | null
  /** From now to the earliest possible end. */
  left: Stretch | null
  /** The lease of a session that is starting, if it were Ready now. */
  planned: Stretch | null
  /** Between the earliest and the latest possible end. */
  unsure: Stretch | null
  /** The end of the longest lease that the service allows. */
  ceiling: number | null
}

const NO_BAR: Bar = {
  starting: null,
  past: null,
  left: null,
  planned: null,
  unsure: null,
  ceiling: null,
}

/** Returns the bar of a session. */
export function barOf(life: Life, span: Span, nowMs: number): Bar {
  const { startedAtMs, readyAtMs, endsAtMs, latestEndMs, limitAtMs, isOver } = life
  const untilMs = readyAtMs ?? (isOver ? (endsAtMs ?? nowMs) : nowMs)
  const starting = startedAtMs === null ? null : stretch(startedAtMs, untilMs, span)
  if (readyAtMs === null) {
    const planned = isOver || endsAtMs === null ? null : stretch(nowMs, endsAtMs, span)
    return { ...NO_BAR, starting, planned }
  }
  const endMs = endsAtMs ?? nowMs
  return {
    ...NO_BAR,
    starting,
    past: stretch(readyAtMs, Math.min(endMs, nowMs), span),
    left: isOver ? null : stretch(Math.max(readyAtMs, nowMs), endMs, span),
    unsure: latestEndMs === null ? null : stretch(endMs, latestEndMs, span),
    ceiling: limitAtMs === null ? null : position(limitAtMs, span),
  }
}

/** Where the text about the end of a bar stands. */
export type EndLabel =
  /**
   * At a share of the range: it begins behind the bar, or ends with it where there is no room, and
   * where the mark of the longest lease is so near that the text would seem to be about the mark.
   */
  | { at: number; side: 'behind' | 'inside' }
  /** The bar lies before the range, or reaches beyond it. */
  | { side: 'before' | 'beyond' }

/**
 * Returns the place of the text about a bar's end; null when the bar has none in view.
 * @param labelShare the width of the text, as a share of the range
 */
export function endLabelOf(
  { endsAtMs, readyAtMs, startedAtMs, limitAtMs }: Life,
  span: Span,
  labelShare: number,
): EndLabel | null {
  if (endsAtMs === null) return null
  if (endsAtMs < span.fromMs) return { side: 'before' }
  const beganMs = readyAtMs ?? startedAtMs
  if (beganMs !== null && beganMs > span.toMs) return null
  const at = position(endsAtMs, span)
  if (at === null) return { side: 'beyond' }
  const limitAt = limitAtMs === null ? null : position(limitAtMs, span)
  const isLimitNear = limitAt !== null && limitAt < at + labelShare
  return { at, side: isLimitNear || at + labelShare > 1 ? 'inside' : 'behind' }
}

/**
 * Returns where a session that is starting is, when nothing of its bar is in view.
 * @param nowMs local clock, epoch ms
 */
export function startSideOf(life: Life, span: Span, nowMs: number): 'before' | 'beyond' | null {
  const { starting, planned } = barOf(life, span, nowMs)
  if (starting !== null || planned !== null) return null
  return nowMs < span.fromMs ? 'before' : 'beyond'
}

/** How near the end of a running session is; null for one without a running lease. */
export function lifeUrgency(
  { readyAtMs, endsAtMs, isOver }: Life,
  nowMs: number,
): Urgency | null {
  return isOver || readyAtMs === null || endsAtMs === null ? null : urgencyOf(endsAtMs - nowMs)
}

/** A line of the scale. */
export type Tick = { atMs: number; isMidnight: boolean }

/**
 * Returns the ticks of the scale: whole hours or parts of them.
 * @param offsetMs the time zone, local minus UTC, in which the hours are whole
 * @param maxCount as many as there is room for
 */
export function scaleTicks(span: Span, offsetMs: number, maxCount = 10): readonly Tick[] {
  const hours = (span.toMs - span.fromMs) / HOUR_MS
  const step = [0.25, 0.5, 1, 2, 3, 6, 12, 24].find((each) => hours / each <= maxCount) ?? 48
  const stepMs = step * HOUR_MS
  const firstMs = Math.ceil((span.fromMs + offsetMs) / stepMs) * stepMs - offsetMs
  const count = Math.max(0, Math.floor((span.toMs - firstMs) / stepMs) + 1)
  return Array.from({ length: count }, (_, index) => {
    const atMs = firstMs + index * stepMs
    return { atMs, isMidnight: (atMs + offsetMs) % DAY_MS === 0 }
  })
}

function fitted({ fromHours, hours }: TimelineView): TimelineView {
  return { fromHours: within(fromHours, EARLIEST_HOURS, LATEST_HOURS - hours), hours }
}

function within(value: number, min: number, max: number) {
  return Math.min(max, Math.max(min, value))
}

function stretch(fromMs: number, toMs: number, span: Span): Stretch | null {
  const lengthMs = span.toMs - span.fromMs
  const left = Math.max(0, (fromMs - span.fromMs) / lengthMs)
  const right = Math.min(1, (toMs - span.fromMs) / lengthMs)
  return right > left ? { left, width: right - left } : null
}
