import { MAX_EXTENDED_LEASE_MS } from '../../lease/limits.ts'
import type { ReadyInterval } from '../../lease/ready-interval.ts'

/** Sessions as bars over time. All times are server time, epoch ms. */

/** The times that a bar shows. */
export type Life = {
  /** When it was requested; null when unknown. */
  startedAtMs: number | null
  ready: ReadyInterval | null
  leaseMs: number
  /** Null while the session runs. */
  endedAtMs: number | null
}

/** The time range on screen. */
export type Span = { fromMs: number; toMs: number }

const HOUR_MS = 3_600_000

const DAY_MS = 24 * HOUR_MS

/** The zoom steps in hours; null: from a day ago to the end of all leases. */
export const ZOOM_HOURS = [null, 24, 12, 6, 2] as const

export type ZoomHours = (typeof ZOOM_HOURS)[number]

/**
 * Returns the time range on screen.
 * @param shiftHours how far the range was moved; positive is later
 */
export function timelineSpan(
  lives: readonly Life[],
  nowMs: number,
  zoomHours: ZoomHours,
  shiftHours: number,
): Span {
  const shiftMs = shiftHours * HOUR_MS
  if (zoomHours !== null) {
    // One third is past, two thirds are future.
    const fromMs = nowMs - (zoomHours * HOUR_MS) / 3 + shiftMs
    return { fromMs, toMs: fromMs + zoomHours * HOUR_MS }
  }
  const endMs = lives.reduce((latest, life) => Math.max(latest, latestEndMs(life)), 0)
  return {
    fromMs: nowMs - DAY_MS + shiftMs,
    toMs: Math.max(nowMs + HOUR_MS, endMs + HOUR_MS / 2) + shiftMs,
  }
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
  /** Until the earliest possible end. */
  sure: Stretch | null
  /** Between the earliest and the latest possible end. */
  unsure: Stretch | null
  /** The end of the longest lease that the service allows. */
  ceiling: number | null
}

/** Returns the bar of a session. */
export function barOf(
  { startedAtMs, ready, leaseMs, endedAtMs }: Life,
  span: Span,
  nowMs: number,
): Bar {
  const beganMs = startedAtMs ?? ready?.earliestMs ?? null
  if (!ready) {
    return {
      starting: beganMs === null ? null : stretch(beganMs, endedAtMs ?? nowMs, span),
      sure: null,
      unsure: null,
      ceiling: null,
    }
  }
  const earliestEndMs = endedAtMs ?? ready.earliestMs + leaseMs
  return {
    starting: beganMs === null ? null : stretch(beganMs, ready.earliestMs, span),
    sure: stretch(ready.earliestMs, earliestEndMs, span),
    unsure: endedAtMs === null ? stretch(earliestEndMs, ready.latestMs + leaseMs, span) : null,
    ceiling:
      endedAtMs === null ? position(ready.earliestMs + MAX_EXTENDED_LEASE_MS, span) : null,
  }
}

/**
 * Returns the ticks of the scale: whole hours, at most twelve.
 * @param offsetMs the time zone, local minus UTC, in which the hours are whole
 */
export function scaleTicks(span: Span, offsetMs: number): readonly number[] {
  const hours = (span.toMs - span.fromMs) / HOUR_MS
  const step = [0.25, 0.5, 1, 2, 3, 6, 12, 24].find((each) => hours / each <= 10) ?? 48
  const stepMs = step * HOUR_MS
  const firstMs = Math.ceil((span.fromMs + offsetMs) / stepMs) * stepMs - offsetMs
  const count = Math.max(0, Math.floor((span.toMs - firstMs) / stepMs) + 1)
  return Array.from({ length: count }, (_, index) => firstMs + index * stepMs)
}

function stretch(fromMs: number, toMs: number, span: Span): Stretch | null {
  const lengthMs = span.toMs - span.fromMs
  const left = Math.max(0, (fromMs - span.fromMs) / lengthMs)
  const right = Math.min(1, (toMs - span.fromMs) / lengthMs)
  return right > left ? { left, width: right - left } : null
}

function latestEndMs({ ready, leaseMs, endedAtMs }: Life): number {
  return endedAtMs ?? (ready ? ready.latestMs + leaseMs : 0)
}
