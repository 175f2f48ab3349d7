import fc from 'fast-check'
import { expect, test } from 'vitest'
import { passBucket } from './rate-limit.ts'
import {
  EAST,
  MINUTE_MS,
  SECOND_MS,
  startSpecService,
} from '../test-support/simulator-calls.ts'

const limited = () => startSpecService({ rateLimit: true })

test('six calls at once pass, and the seventh is 429 with whole seconds to wait', async () => {
  const { call, token } = limited()
  const bearer = await token()
  for (let i = 0; i < 6; i++)
    expect((await call('GET', '', { token: bearer })).status).toBe(200)
  const answer = await call('GET', '', { token: bearer })
  expect([answer.status, answer.text]).toEqual([429, ''])
  expect(answer.headers['retry-after']).toBe('5')
})

test('a caller that waits for Retry-After is let through', async () => {
  const { call, clock, token } = limited()
  const bearer = await token()
  for (let i = 0; i < 7; i++) await call('GET', '', { token: bearer })
  const { headers } = await call('GET', '', { token: bearer })
  clock.advance(Number(headers['retry-after']) * SECOND_MS)
  expect((await call('GET', '', { token: bearer })).status).toBe(200)
})

test('one call every 5 s is never throttled', async () => {
  const { call, clock } = limited()
  for (let i = 0; i < 200; i++) {
    expect((await call('GET', '')).status).toBe(200)
    clock.advance(5 * SECOND_MS)
  }
})

test('endpoints are counted separately, and so is the token service', async () => {
  const { call, token } = limited()
  const bearer = await token()
  for (let i = 0; i < 7; i++) await call('GET', '', { token: bearer })
  expect((await call('GET', '', { token: bearer, origin: EAST })).status).toBe(200)
  for (let i = 0; i < 5; i++) await token()
  await expect(token()).rejects.toThrow()
})

test('a throttled call has no effect', async () => {
  const { call, clock, token } = limited()
  const bearer = await token()
  for (let i = 0; i < 6; i++) await call('GET', '', { token: bearer })
  const body = { maxLeaseTimeMinutes: 5, size: 'Standard' }
  expect((await call('PUT', '/late', { token: bearer, body })).status).toBe(429)
  clock.advance(MINUTE_MS)
  expect((await call('GET', '/late', { token: bearer })).status).toBe(404)
})

test('the limit counts real time at every simulated speed', async () => {
  const { call, clock } = startSpecService({ rateLimit: true, speed: 1_000 })
  const statuses = new Set<number>()
  for (let i = 0; i < 12; i++) {
    statuses.add((await call('GET', '', { token: null })).status)
    clock.advance(10)
  }
  // Callers without a token are refused before the limit applies.
  expect([...statuses]).toEqual([401])
  for (let i = 0; i < 6; i++) await call('GET', '')
  expect((await call('GET', '')).status).toBe(429)
})

test('no call is limited when the limit is off', async () => {
  const { call } = startSpecService({ rateLimit: false })
  for (let i = 0; i < 50; i++) expect((await call('GET', '')).status).toBe(200)
})

test('no minute contains more than the sustained calls plus the burst', () => {
  const limit = { callsPerMinute: 12, burst: 6, retryAfter: 'seconds' as const }
  fc.assert(
    fc.property(fc.array(fc.nat({ max: 8_000 }), { maxLength: 200 }), (gaps) => {
      const passed: number[] = []
      let nowMs = 0
      let bucket: number | undefined
      for (const gap of gaps) {
        nowMs += gap
        const { waitMs, fullAtMs } = passBucket(bucket, limit, nowMs)
        bucket = fullAtMs
        if (waitMs === 0) passed.push(nowMs)
      }
      for (const start of passed) {
        const inMinute = passed.filter((t) => t >= start && t < start + MINUTE_MS)
        expect(inMinute.length).toBeLessThanOrEqual(18)
      }
    }),
    { seed: 5, numRuns: 200 },
  )
})
