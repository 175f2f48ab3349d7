import { describe, expect, test } from 'vitest'
import {
  closeEntry,
  entryKey,
  type HistoryEntry,
  type LocalAction,
  applySighting,
  type Sighting,
  usualStartMs,
} from './history.ts'
import { entryLocation, firstEntry, localAction, sightingAt } from '../test-support/history.ts'

const MINUTE = 60_000
const HOUR = 60 * MINUTE
const NOW = Date.parse('2026-01-01T12:00:00Z')
const ready = { earliestMs: NOW - MINUTE, latestMs: NOW }
const seen = sightingAt(NOW, ready)
const firstSeen = (change: Partial<Sighting> = {}, by?: LocalAction) =>
  applySighting(undefined, entryLocation, { ...seen, ...change }, NOW, by)
const first = (change: Partial<Sighting> = {}, by?: LocalAction) =>
  firstEntry({ ...seen, ...change }, NOW, by)

test('an entry is identified by session and start, so that an ID may be used again', () => {
  expect(entryKey('a one', NOW)).toBe(`a one ${NOW}`)
  expect(entryKey('a one', 0)).toBe('a one 0')
  expect(entryKey('a one', null)).toBe('a one unknown')
})

describe('the first sighting', () => {
  test('records what the list shows', () => {
    expect(firstSeen()).toEqual({
      entry: {
        ...entryLocation,
        key: `a endpoint one ${NOW - 3 * MINUTE}`,
        sessionId: 'one',
        size: 'Standard',
        status: 'Ready',
        startedAtMs: NOW - 3 * MINUTE,
        startedBy: 'elsewhere',
        ready,
        leaseMs: HOUR,
        leases: [{ atMs: NOW, leaseMs: HOUR, by: 'elsewhere' }],
        lastSeenMs: NOW,
        endedAtMs: null,
        reason: null,
        message: null,
      },
      events: [],
    })
  })

  test('a session that was only stopped or extended here was started elsewhere', () => {
    expect(first({}, localAction({ leaseMs: HOUR })).startedBy).toBe('elsewhere')
    expect(first({}, localAction({ startedAtMs: 0 })).startedBy).toBe('here')
  })
})

describe('a later sighting', () => {
  const later = (known: HistoryEntry, change: Partial<Sighting>, by?: LocalAction) =>
    applySighting(known, entryLocation, { ...seen, ...change }, NOW + MINUTE, by)

  test.each([
    ['half as wide', { ...ready, earliestMs: ready.earliestMs + MINUTE / 2 }],
    ['half as wide at its other end', { ...ready, latestMs: ready.latestMs - MINUTE / 2 }],
    ['another one', { earliestMs: ready.earliestMs - 1, latestMs: ready.latestMs - 1 }],
    ['wider', { ...ready, latestMs: ready.latestMs + 1 }],
  ])('takes over a ready interval that is %s', (_, changed) => {
    const known = first()
    const { entry, events } = later(known, { ready: changed })
    expect(entry.ready).toEqual(changed)
    expect(entry.lastSeenMs).toBe(NOW + MINUTE)
    expect(events).toEqual([])
  })

  test('is not written again for a ready interval that is hardly narrower', () => {
    const known = first()
    const narrower = { ...ready, earliestMs: ready.earliestMs + MINUTE / 2 - 1 }
    expect(later(known, { ready: narrower })).toEqual({ entry: known, events: [] })
    const exact = first({ ready: { earliestMs: NOW, latestMs: NOW } })
    expect(later(exact, { ready: { earliestMs: NOW, latestMs: NOW } }).entry).toBe(exact)
  })

  test('changes nothing when all is equal, even as a copy', () => {
    const known = first()
    expect(later(known, { ready: { ...ready } })).toEqual({ entry: known, events: [] })
    expect(later(known, { ready: null }).entry).toBe(known)
  })

  test('adopts the Ready interval when there was none', () => {
    expect(later(first({ ready: null }), {}).entry.ready).toEqual(ready)
  })

  test('keeps the Ready interval when the list no longer shows one', () => {
    const { entry } = later(first(), { status: 'Stopping', ready: null })
    expect(entry).toMatchObject({ status: 'Stopping', ready })
    // The lease is the same, so nobody changed it.
    expect(entry.leases).toHaveLength(1)
  })

  test('a longer lease without a local action was set elsewhere', () => {
    const { entry, events } = later(first(), { leaseMs: 2 * HOUR })
    expect(events).toEqual([])
    expect(entry.leases.at(-1)).toEqual({
      atMs: NOW + MINUTE,
      leaseMs: 2 * HOUR,
      by: 'elsewhere',
    })
  })

  test('a change of status other than to Ready raises no event', () => {
    expect(later(first(), { status: 'Starting' }).events).toEqual([])
    const starting = first({ status: 'Starting', ready: null })
    expect(later(starting, { status: 'Error' }).events).toEqual([])
  })
})

describe('the end', () => {
  test('keeps the status and message of a session that the service no longer knows', () => {
    const known = { ...first(), message: 'slow disk' }
    expect(closeEntry(known, null, NOW + MINUTE, undefined).entry).toMatchObject({
      status: 'Ready',
      message: 'slow disk',
      reason: 'unknown',
    })
  })

  test('records the status and the message of the service', () => {
    const found = { ...seen, status: 'Error', message: 'no capacity' }
    expect(closeEntry(first(), found, NOW + MINUTE, undefined)).toMatchObject({
      entry: { status: 'Error', message: 'no capacity', reason: 'error' },
      events: ['error'],
    })
  })

  test('raises no alert for a stop, whoever asked for it', () => {
    const stopped = { ...seen, status: 'Stopped' }
    expect(closeEntry(first(), stopped, NOW, undefined).events).toEqual([])
    expect(closeEntry(first(), stopped, NOW, localAction({ stoppedAtMs: NOW })).events).toEqual(
      [],
    )
    expect(closeEntry(first(), null, NOW + MINUTE, undefined).events).toEqual([])
  })

  test('of a lease that ran out is the end of the lease, never later than now', () => {
    const expired = { ...seen, status: 'Expired' }
    const endMs = ready.earliestMs + HOUR
    expect(closeEntry(first(), expired, endMs + HOUR, undefined).entry.endedAtMs).toBe(endMs)
    expect(closeEntry(first(), expired, NOW, undefined).entry.endedAtMs).toBe(NOW)
    expect(closeEntry(first({ ready: null }), expired, NOW, undefined).entry.endedAtMs).toBe(
      NOW,
    )
  })

  test('of a session stopped after the end of its lease is when it was seen', () => {
    const stopped = { ...seen, status: 'Stopped' }
    const { entry } = closeEntry(first(), stopped, NOW + 3 * HOUR, undefined)
    expect(entry).toMatchObject({ reason: 'stopped-elsewhere', endedAtMs: NOW + 3 * HOUR })
  })

  test('has an unknown reason when the session vanished before Ready, or just before its lease ended', () => {
    const late = NOW + 99 * HOUR
    expect(closeEntry(first({ ready: null }), null, late, undefined).entry).toMatchObject({
      reason: 'unknown',
      endedAtMs: late,
    })
    const endMs = ready.earliestMs + HOUR
    expect(closeEntry(first(), null, endMs - 1, undefined).entry.reason).toBe('unknown')
    expect(closeEntry(first(), null, endMs, undefined).entry.reason).toBe('expired')
  })
})

describe('the usual time of a start', () => {
  const started = (change: Partial<HistoryEntry> = {}) => ({ ...first(), ...change })

  test('needs at least three starts', () => {
    expect(usualStartMs([started(), started()], 'Standard')).toBeNull()
    expect(usualStartMs([started(), started(), started()], 'Standard')).toEqual({
      p50Ms: 3 * MINUTE,
      p90Ms: 3 * MINUTE,
      count: 3,
    })
  })

  test('leaves out sessions whose start or Ready was not seen', () => {
    const good = [started(), started()]
    for (const change of [
      { startedAtMs: null },
      { ready: null },
      { ready: { earliestMs: NOW - 62_001, latestMs: NOW } },
    ])
      expect(usualStartMs([...good, started(change)], 'Standard')).toBeNull()
    const narrow = started({ ready: { earliestMs: NOW - 62_000, latestMs: NOW } })
    expect(usualStartMs([...good, narrow], 'Standard')?.count).toBe(3)
  })

  test('is never negative, whatever the clocks say', () => {
    const odd = started({ startedAtMs: NOW + HOUR })
    expect(usualStartMs([odd, odd, odd], 'Standard')?.p90Ms).toBe(0)
  })
})
