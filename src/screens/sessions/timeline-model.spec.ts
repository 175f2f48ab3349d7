import { describe, expect, test } from 'vitest'
import {
  barOf,
  DEFAULT_VIEW,
  endLabelOf,
  type Life,
  lifeUrgency,
  movedView,
  scaleTicks,
  spanOf,
  startSideOf,
  zoomAnchor,
  zoomedView,
  zoomLimits,
} from './timeline-model.ts'

const MINUTE = 60_000
const HOUR = 60 * MINUTE
const NOW = Date.parse('2026-01-01T12:00:00Z')

const ready: Life = {
  status: 'Ready',
  startedAtMs: NOW - 62 * MINUTE,
  readyAtMs: NOW - HOUR,
  endsAtMs: NOW + HOUR,
  latestEndMs: NOW + HOUR + 30_000,
  limitAtMs: NOW + 23 * HOUR,
  isOver: false,
}
const starting: Life = {
  status: 'Starting',
  startedAtMs: NOW - MINUTE,
  readyAtMs: null,
  endsAtMs: NOW + 2 * HOUR,
  latestEndMs: null,
  limitAtMs: null,
  isOver: false,
}
const span = { fromMs: NOW - 2 * HOUR, toMs: NOW + 2 * HOUR }

describe('the time range', () => {
  test('begins an hour ago and shows the next eight hours', () => {
    expect(spanOf(DEFAULT_VIEW, NOW)).toEqual({ fromMs: NOW - HOUR, toMs: NOW + 8 * HOUR })
  })

  test('keeps the moment under the pointer, and now when zoomed by keys', () => {
    const closer = zoomedView(DEFAULT_VIEW, 1 / 3, zoomAnchor(DEFAULT_VIEW))
    expect(closer.hours).toBe(3)
    expect(closer.fromHours).toBeCloseTo(-1 / 3)
    expect(zoomedView(DEFAULT_VIEW, 1 / 3, 1)).toEqual({ fromHours: 5, hours: 3 })
    expect(zoomAnchor({ fromHours: 2, hours: 4 })).toBe(0.5)
  })

  test('stays within a day back and the longest lease ahead', () => {
    expect(movedView(DEFAULT_VIEW, -100).fromHours).toBe(-24)
    expect(movedView(DEFAULT_VIEW, 100)).toEqual({ fromHours: 16, hours: 9 })
    const widest = zoomedView(DEFAULT_VIEW, 100, 0.5)
    expect(widest).toEqual({ fromHours: -24, hours: 49 })
    expect(zoomLimits(widest)).toEqual({ isWidest: true, isClosest: false })
    expect(zoomLimits(zoomedView(DEFAULT_VIEW, 0.01, 0.5)).isClosest).toBe(true)
  })
})

describe('the bar', () => {
  test('parts what has passed from what is left and what is unsure', () => {
    const bar = barOf(ready, span, NOW)
    expect(bar.past).toEqual({ left: 0.25, width: 0.25 })
    expect(bar.left).toEqual({ left: 0.5, width: 0.25 })
    expect(bar.unsure?.left).toBe(0.75)
    expect(bar.unsure?.width).toBeCloseTo(30_000 / (4 * HOUR))
    expect(bar.starting?.width).toBeCloseTo((2 * MINUTE) / (4 * HOUR))
    expect(bar.planned).toBeNull()
    expect(bar.ceiling).toBeNull()
    expect(barOf(ready, { ...span, toMs: NOW + 24 * HOUR }, NOW).ceiling).not.toBeNull()
  })

  test('of a starting session shows the lease to come', () => {
    const bar = barOf(starting, span, NOW)
    expect(bar.starting?.width).toBeCloseTo(MINUTE / (4 * HOUR))
    expect(bar.planned).toEqual({ left: 0.5, width: 0.5 })
    expect(bar.past).toBeNull()
  })

  test('of an ended session has nothing left', () => {
    const bar = barOf({ ...ready, isOver: true, endsAtMs: NOW - 30 * MINUTE }, span, NOW)
    expect(bar.past).toEqual({ left: 0.25, width: 0.125 })
    expect(bar.left).toBeNull()
  })

  test('is urgent only while its lease runs', () => {
    expect(lifeUrgency(ready, NOW)).toBe('calm')
    expect(lifeUrgency(ready, NOW + 52 * MINUTE)).toBe('soon')
    expect(lifeUrgency(ready, NOW + 59 * MINUTE)).toBe('urgent')
    expect(lifeUrgency({ ...ready, isOver: true }, NOW)).toBeNull()
    expect(lifeUrgency(starting, NOW)).toBeNull()
  })
})

describe('the text about an end', () => {
  test('stands behind the bar, or within it where there is no room or the maximum is near', () => {
    expect(endLabelOf(ready, span, 0.1)).toEqual({ at: 0.75, side: 'behind' })
    expect(endLabelOf(ready, span, 0.3)).toEqual({ at: 0.75, side: 'inside' })
    const atLimit = { ...ready, limitAtMs: NOW + 72 * MINUTE }
    expect(endLabelOf(atLimit, span, 0.1)).toEqual({ at: 0.75, side: 'inside' })
  })

  test('says which way a bar goes on, and nothing about a bar that begins later', () => {
    expect(endLabelOf(ready, { fromMs: NOW, toMs: NOW + MINUTE }, 0.1)).toEqual({
      side: 'beyond',
    })
    const later = { fromMs: NOW + 2 * HOUR, toMs: NOW + 3 * HOUR }
    expect(endLabelOf(ready, later, 0.1)).toEqual({ side: 'before' })
    const earlier = { fromMs: NOW - 4 * HOUR, toMs: NOW - 3 * HOUR }
    expect(endLabelOf(ready, earlier, 0.1)).toBeNull()
    expect(endLabelOf({ ...ready, endsAtMs: null }, span, 0.1)).toBeNull()
  })
})

test('a session that is starting has a side when it is out of view', () => {
  expect(startSideOf(starting, span, NOW)).toBeNull()
  const later = { fromMs: NOW + 3 * HOUR, toMs: NOW + 5 * HOUR }
  expect(startSideOf(starting, later, NOW)).toBe('before')
  const earlier = { fromMs: NOW - 5 * HOUR, toMs: NOW - 3 * HOUR }
  expect(startSideOf(starting, earlier, NOW)).toBe('beyond')
})

describe('the scale', () => {
  test('has whole hours of the zone', () => {
    const ticks = scaleTicks({ fromMs: NOW + 1, toMs: NOW + 6 * HOUR }, 30 * MINUTE)
    expect(ticks[0]?.atMs).toBe(NOW + 30 * MINUTE)
    expect(ticks).toHaveLength(6)
  })

  test('has no more ticks than there is room for, and marks midnight in the zone', () => {
    const day = { fromMs: NOW, toMs: NOW + 24 * HOUR }
    const ticks = scaleTicks(day, HOUR, 4)
    expect(ticks.length).toBeLessThanOrEqual(5)
    expect(ticks.filter(({ isMidnight }) => isMidnight).map(({ atMs }) => atMs)).toEqual([
      NOW + 11 * HOUR,
    ])
  })
})
