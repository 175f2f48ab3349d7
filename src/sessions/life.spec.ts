import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { formatTimespan, parseTimespan } from '../service/timespan.ts'
import { nextAutoExtension } from '../monitor/auto-extend.ts'
import { deadlineOf } from '../lease/deadline.ts'
import { MAX_EXTENDED_LEASE_MS } from '../lease/limits.ts'
import { observeReady, type ReadyInterval } from '../lease/ready-interval.ts'
import { observeServerClock, type ServerClock, serverNow } from '../lease/server-clock.ts'

/**
 * The shown end of a lease against the true one, over whole lives: random times of Ready, phases
 * of polls, skews of the clocks, delays of the network, and restarts of the console.
 */

const SECOND = 1000
const MINUTE = 60 * SECOND

const life = fc.record({
  readyAtMs: fc.integer({ min: 1_700_000_000_000, max: 1_700_000_600_000 }),
  leaseMs: fc.integer({ min: 1, max: 1440 }).map((minutes) => minutes * MINUTE),
  skewMs: fc.integer({ min: -10 * MINUTE, max: 10 * MINUTE }),
  gapMs: fc.integer({ min: 2 * SECOND, max: 30 * SECOND }),
  firstPollMs: fc.integer({ min: 0, max: 20 * MINUTE }),
  polls: fc.array(
    fc.record({
      thereMs: fc.integer({ min: 0, max: 800 }),
      backMs: fc.integer({ min: 0, max: 800 }),
      isRestart: fc.nat(19).map((number) => number === 0),
    }),
    { minLength: 1, maxLength: 60 },
  ),
})

type Life = typeof life extends fc.Arbitrary<infer T> ? T : never

/** Follows a life poll by poll, and calls back with what the console shows after each. */
const follow = (
  { readyAtMs, leaseMs, skewMs, gapMs, firstPollMs, polls }: Life,
  precisionMs: number,
  onShown: (shown: {
    /** Shown end minus true end, by the local clock, ms. */
    errorMs: number
    /** The same in server time. */
    serverErrorMs: number
    hasSeenBoundary: boolean
    rttMs: number
  }) => void,
): void => {
  let interval: ReadyInterval | null = null
  let clock: ServerClock | null = null
  let lastElapsedMs: number | null = null
  let hasSeenBoundary = false
  let rttMs = 0
  let atMs = readyAtMs + firstPollMs
  const trueEndMs = readyAtMs + leaseMs
  for (const { thereMs, backMs, isRestart } of polls) {
    if (isRestart) {
      interval = null
      clock = null
      lastElapsedMs = null
      hasSeenBoundary = false
    }
    // Server time is true time; the local clock is off by the skew.
    const sentAtMs = atMs - skewMs
    const answeredMs = atMs + thereMs
    const receivedAtMs = sentAtMs + thereMs + backMs
    const serverDateMs = Math.floor(answeredMs / SECOND) * SECOND
    const elapsedMs = Math.floor((answeredMs - readyAtMs) / precisionMs) * precisionMs
    if (lastElapsedMs !== null && elapsedMs !== lastElapsedMs) hasSeenBoundary = true
    lastElapsedMs = elapsedMs
    interval = observeReady(interval, { elapsedMs, precisionMs, serverDateMs })
    clock = observeServerClock(clock, { serverDateMs, sentAtMs, receivedAtMs })
    rttMs = Math.max(rttMs, thereMs + backMs)
    const nowMs = receivedAtMs
    const { earliestMs, leftMs } = deadlineOf(interval, leaseMs, serverNow(clock, nowMs))
    onShown({
      errorMs: nowMs + leftMs - (trueEndMs - skewMs),
      serverErrorMs: earliestMs - trueEndMs,
      hasSeenBoundary,
      rttMs,
    })
    atMs += gapMs
  }
}

describe('the shown end', () => {
  test.each([
    ['2021-01-01', MINUTE],
    ['v1', SECOND],
  ])('is never later than the true end: %s', (_api, precisionMs) => {
    fc.assert(
      fc.property(life, (one) => {
        follow(one, precisionMs, ({ errorMs, serverErrorMs }) => {
          expect(serverErrorMs).toBeLessThanOrEqual(0)
          expect(errorMs).toBeLessThanOrEqual(0)
        })
      }),
      { seed: 1, numRuns: 2000 },
    )
  })

  test('is at most one poll interval and a second early after a minute boundary', () => {
    fc.assert(
      fc.property(life, (one) => {
        follow(one, MINUTE, ({ serverErrorMs, hasSeenBoundary, rttMs }) => {
          // Two answers lie apart by the gap and what their ways differ by.
          if (hasSeenBoundary)
            expect(-serverErrorMs).toBeLessThanOrEqual(one.gapMs + rttMs + SECOND)
        })
      }),
      { seed: 2, numRuns: 2000 },
    )
  })

  test('is at most two seconds early with v1, from its precision and the Date header', () => {
    fc.assert(
      fc.property(life, (one) => {
        follow(one, SECOND, ({ serverErrorMs }) => {
          expect(-serverErrorMs).toBeLessThanOrEqual(2 * SECOND)
        })
      }),
      { seed: 3, numRuns: 2000 },
    )
  })

  test('on the local clock is early by at most the network delay plus a second', () => {
    fc.assert(
      fc.property(life, (one) => {
        follow(one, SECOND, ({ errorMs, rttMs }) => {
          expect(-errorMs).toBeLessThanOrEqual(3 * SECOND + rttMs)
        })
      }),
      { seed: 4, numRuns: 2000 },
    )
  })
})

describe('known mistakes of other tools', () => {
  test('A#33: a session that was found late counts from Ready, not from when it was found', () => {
    const readyAtMs = 1_700_000_000_000
    const joinedAtMs = readyAtMs + 50 * MINUTE
    const ready = observeReady(null, {
      elapsedMs: 50 * MINUTE,
      precisionMs: MINUTE,
      serverDateMs: joinedAtMs,
    })
    const { leftMs } = deadlineOf(ready, 60 * MINUTE, joinedAtMs)
    expect(leftMs).toBeLessThanOrEqual(10 * MINUTE)
    expect(leftMs).toBeGreaterThanOrEqual(9 * MINUTE)
  })

  test('A#19: automatic extension adds its step and does not double the lease', () => {
    const rule = { stepMs: 10 * MINUTE, untilMs: null, capLeaseMs: null, capCost: null }
    const rates = { currency: 'EUR', standardPerHour: null, premiumPerHour: null }
    let leaseMs = 10 * MINUTE
    const leases = [1, 2, 3, 4].map(() => {
      const session = { leaseMs, endsAtMs: leaseMs, size: 'Standard' }
      const extension = nextAutoExtension(rule, session, rates, leaseMs)
      leaseMs += extension.kind === 'due' ? extension.addMs : 0
      return leaseMs / MINUTE
    })
    expect(leases).toEqual([20, 30, 40, 50])
  })

  test('a lease of 24 h survives the wire format without wrapping to zero', () => {
    const day = 1440 * MINUTE
    expect(formatTimespan(day)).toBe('1.00:00:00')
    expect(parseTimespan('1.00:00:00')).toBe(day)
    expect(parseTimespan(formatTimespan(MAX_EXTENDED_LEASE_MS))).toBe(MAX_EXTENDED_LEASE_MS)
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 5 * 86_400 }), (seconds) => {
        expect(parseTimespan(formatTimespan(seconds * SECOND))).toBe(seconds * SECOND)
      }),
      { seed: 1, numRuns: 500 },
    )
  })
})
