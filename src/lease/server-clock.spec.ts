import { expect, test } from 'vitest'
import { observeReady } from './ready-interval.ts'
import { observeServerClock, type ServerClock, serverNow } from './server-clock.ts'

const T = Date.parse('2026-01-01T10:00:00Z')
const MINUTE = 60_000

/**
 * An answer to a call sent at `sentMs`, with a round trip of `tripMs`, from a server that is
 * `skewMs` ahead.
 */
const seen = (sentMs: number, tripMs: number, skewMs = 0) => ({
  sentAtMs: T + sentMs,
  receivedAtMs: T + sentMs + tripMs,
  serverDateMs: Math.floor((T + sentMs + tripMs / 2 + skewMs) / 1000) * 1000,
})
const first = observeServerClock(null, seen(0, 100))

test('an answer gives the latest possible server time', () => {
  expect(first).toEqual({ offsetMs: 1000, roundTripMs: 100, observedAtMs: T + 100 })
})

test("a quicker or equally quick answer replaces the known one, a slower one doesn't", () => {
  expect(observeServerClock(first, seen(10_000, 80)).roundTripMs).toBe(80)
  expect(observeServerClock(first, seen(10_000, 100)).observedAtMs).toBe(T + 10_100)
  expect(observeServerClock(first, seen(10_000, 120))).toBe(first)
})

test('an observation over ten minutes old is replaced by a slower answer', () => {
  const after = (ms: number) =>
    // Received this long after the first one.
    observeServerClock(first, seen(ms + 100 - 900, 900))
  expect(after(10 * MINUTE)).toBe(first)
  expect(after(10 * MINUTE + 1).roundTripMs).toBe(900)
})

test('an answer that contradicts the known clock replaces it, although it is slower', () => {
  // The server's clock was set forward or back by more than any delay explains.
  expect(observeServerClock(first, seen(60_000, 500, 30_000)).roundTripMs).toBe(500)
  expect(observeServerClock(first, seen(60_000, 500, -30_000)).roundTripMs).toBe(500)
  // Set by less: both can be true.
  expect(observeServerClock(first, seen(60_000, 500, 200))).toBe(first)
  expect(observeServerClock(first, seen(60_000, 500, -200))).toBe(first)
})

test('the bounds of a contradiction are exact', () => {
  const known: ServerClock = { offsetMs: 5000, roundTripMs: 100, observedAtMs: T }
  const answer = (serverDateMs: number) =>
    observeServerClock(known, { serverDateMs, sentAtMs: T, receivedAtMs: T + 500 })
  // Server minus local is at least Date minus arrival: 5000 is just possible, and no more.
  expect(answer(T + 5500)).toBe(known)
  expect(answer(T + 5501).roundTripMs).toBe(500)
  // It is at most Date plus a second minus departure: the known lowest, 3900, is just possible.
  expect(answer(T + 2900)).toBe(known)
  expect(answer(T + 2899).roundTripMs).toBe(500)
})

test('the local clock is used until the first answer', () => {
  expect(serverNow(null, T)).toBe(T)
  expect(serverNow(first, T)).toBe(T + 1000)
})

test('each observation of Ready narrows both ends', () => {
  const one = observeReady(null, { elapsedMs: 60_000, precisionMs: 60_000, serverDateMs: T })
  expect(one).toEqual({ earliestMs: T - 120_000, latestMs: T - 59_000 })
  const two = observeReady(one, {
    elapsedMs: 120_000,
    precisionMs: 60_000,
    serverDateMs: T + 30_000,
  })
  expect(two).toEqual({ earliestMs: T - 120_000, latestMs: T - 89_000 })
  const three = observeReady(two, {
    elapsedMs: 120_000,
    precisionMs: 60_000,
    serverDateMs: T + 80_000,
  })
  expect(three).toEqual({ earliestMs: T - 100_000, latestMs: T - 89_000 })
})

test('an interval without width is no contradiction', () => {
  const known = { earliestMs: T, latestMs: T + 5000 }
  const touching = { elapsedMs: 0, precisionMs: 60_000, serverDateMs: T - 1000 }
  expect(observeReady(known, touching)).toEqual({ earliestMs: T, latestMs: T })
  const apart = { ...touching, serverDateMs: T - 1001 }
  expect(observeReady(known, apart)).toEqual({ earliestMs: T - 61_001, latestMs: T - 1 })
})
