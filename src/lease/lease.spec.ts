import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { deadlineOf, urgencyOf } from './deadline.ts'
import { extendedLease, mergeChanges } from './extend.ts'
import { parseLease } from './parse-lease.ts'
import { observeReady, type ReadyInterval } from './ready-interval.ts'
import { observeServerClock, serverNow } from './server-clock.ts'

const MINUTE = 60_000

describe('the moment of Ready', () => {
  const polls = fc.record({
    readyAtMs: fc.integer({ min: 1_700_000_000_000, max: 1_700_000_100_000 }),
    precisionMs: fc.constantFrom(1000, MINUTE),
    gapsMs: fc.array(fc.integer({ min: 1, max: 90_000 }), { minLength: 1, maxLength: 60 }),
    leaseMs: fc.integer({ min: MINUTE, max: 1440 * MINUTE }),
  })

  const observeAll = ({
    readyAtMs,
    precisionMs,
    gapsMs,
  }: {
    readyAtMs: number
    precisionMs: number
    gapsMs: readonly number[]
  }) => {
    let nowMs = readyAtMs
    let interval: ReadyInterval | null = null
    for (const gapMs of gapsMs) {
      nowMs += gapMs
      interval = observeReady(interval, {
        elapsedMs: Math.floor((nowMs - readyAtMs) / precisionMs) * precisionMs,
        precisionMs,
        serverDateMs: Math.floor(nowMs / 1000) * 1000,
      })
    }
    return { interval, nowMs }
  }

  test('always lies inside the interval, whatever the phase of the polls', () => {
    fc.assert(
      fc.property(polls, (life) => {
        const { interval } = observeAll(life)
        expect(interval?.earliestMs).toBeLessThanOrEqual(life.readyAtMs)
        expect(interval?.latestMs).toBeGreaterThanOrEqual(life.readyAtMs)
      }),
      { seed: 1, numRuns: 1000 },
    )
  })

  test('the shown end is never later than the true end', () => {
    fc.assert(
      fc.property(polls, (life) => {
        const { interval, nowMs } = observeAll(life)
        if (!interval) return
        const { earliestMs } = deadlineOf(interval, life.leaseMs, nowMs)
        expect(earliestMs).toBeLessThanOrEqual(life.readyAtMs + life.leaseMs)
      }),
      { seed: 2, numRuns: 1000 },
    )
  })

  test('a contradiction restarts the interval instead of emptying it', () => {
    const first = observeReady(null, { elapsedMs: 0, precisionMs: MINUTE, serverDateMs: 1e12 })
    const second = observeReady(first, {
      elapsedMs: 0,
      precisionMs: MINUTE,
      serverDateMs: 1e12 + 3_600_000,
    })
    expect(second.latestMs).toBe(1e12 + 3_601_000)
  })
})

test('an end is soon under 10 minutes, urgent under 2, over at zero', () => {
  expect([11, 9, 1, 0].map((minutes) => urgencyOf(minutes * MINUTE))).toEqual([
    'calm',
    'soon',
    'urgent',
    'over',
  ])
})

describe('extending', () => {
  const lease = (minutes: number) => minutes * MINUTE

  test('one hour plus one hour makes two, since leases are totals', () => {
    expect(extendedLease(lease(60), { addMs: lease(60) })).toEqual({
      ok: true,
      leaseMs: lease(120),
    })
  })

  test('never to the same or a smaller lease, never beyond 1,439 minutes', () => {
    expect(extendedLease(lease(60), { toLeaseMs: lease(60) })).toMatchObject({
      problem: 'not-larger',
    })
    expect(extendedLease(lease(1430), { addMs: lease(15) })).toMatchObject({
      problem: 'over-cap',
    })
    expect(extendedLease(lease(1439), { addMs: lease(15) })).toMatchObject({
      problem: 'at-cap',
    })
    expect(extendedLease(lease(1424), { addMs: lease(15) })).toEqual({
      ok: true,
      leaseMs: lease(1439),
    })
  })

  test('a lease only grows, in whole minutes', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 1440 }),
        fc.oneof(
          fc.record({ addMs: fc.integer({ min: -MINUTE, max: 1440 * MINUTE }) }),
          fc.record({ toLeaseMs: fc.integer({ min: 0, max: 2000 * MINUTE }) }),
        ),
        (minutes, change) => {
          const result = extendedLease(lease(minutes), change)
          if (!result.ok) return
          expect(result.leaseMs).toBeGreaterThan(lease(minutes))
          expect(result.leaseMs % MINUTE).toBe(0)
          expect(result.leaseMs).toBeLessThanOrEqual(lease(1439))
        },
      ),
      { seed: 1, numRuns: 1000 },
    )
  })

  test('quick clicks add up, and a new total replaces what was waiting', () => {
    expect(mergeChanges({ addMs: lease(15) }, { addMs: lease(30) })).toEqual({
      addMs: lease(45),
    })
    expect(mergeChanges({ toLeaseMs: lease(60) }, { addMs: lease(15) })).toEqual({
      toLeaseMs: lease(75),
      atLeastAddMs: lease(15),
    })
    expect(mergeChanges({ addMs: lease(15) }, { toLeaseMs: lease(90) })).toEqual({
      toLeaseMs: lease(90),
      atLeastAddMs: lease(15),
    })
  })

  test('a total never takes away an addition that it replaces', () => {
    const merged = mergeChanges({ addMs: lease(60) }, { toLeaseMs: lease(90) })
    expect(extendedLease(lease(60), merged)).toEqual({ ok: true, leaseMs: lease(120) })
    const totals = mergeChanges({ toLeaseMs: lease(180) }, { toLeaseMs: lease(90) })
    expect(extendedLease(lease(60), totals)).toEqual({ ok: true, leaseMs: lease(180) })
  })
})

test.each([
  ['90', 90],
  ['90 min', 90],
  ['2 h', 120],
  ['1h 30m', 90],
  ['1,5 h', 90],
  ['1:30', 90],
  ['01:30:00', 90],
  ['1.00:00:00', 1440],
  ['', null],
  ['soon', null],
  ['1:75', null],
  ['-5', null],
])('the lease "%s" reads as %s minutes', (text, minutes) =>
  expect(parseLease(text)).toBe(minutes === null ? null : minutes * MINUTE),
)

describe('the clock of the server', () => {
  test('is never estimated too early, for any skew and delay', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: -600_000, max: 600_000 }),
        fc.array(
          fc.record({
            gapMs: fc.integer({ min: 0, max: 60_000 }),
            thereMs: fc.integer({ min: 0, max: 3000 }),
            backMs: fc.integer({ min: 0, max: 3000 }),
          }),
          { minLength: 1, maxLength: 20 },
        ),
        (skewMs, calls) => {
          let localMs = 1_700_000_000_000
          let clock = null
          for (const { gapMs, thereMs, backMs } of calls) {
            const sentAtMs = localMs + gapMs
            const serverMs = sentAtMs + thereMs + skewMs
            localMs = sentAtMs + thereMs + backMs
            clock = observeServerClock(clock, {
              serverDateMs: Math.floor(serverMs / 1000) * 1000,
              sentAtMs,
              receivedAtMs: localMs,
            })
          }
          const error = serverNow(clock, localMs) - (localMs + skewMs)
          expect(error).toBeGreaterThanOrEqual(0)
          expect(error).toBeLessThanOrEqual(4000)
        },
      ),
      { seed: 1, numRuns: 1000 },
    )
  })
})
