import { describe, expect, test } from 'vitest'
import { SCENARIOS } from './scenarios.ts'
import {
  EAST,
  field,
  HOUR_MS,
  keys,
  listed,
  lost,
  MINUTE_MS,
  SECOND_MS,
  START_MS,
  startSpecService,
  WEST,
} from '../test-support/simulator-calls.ts'

const order = { maxLeaseTimeMinutes: 30, size: 'Standard' }

describe('throttled', () => {
  test('a second call in a row is 429 with Retry-After, and obeying it helps', async () => {
    const { call, clock } = startSpecService({ scenario: 'throttled' })
    expect((await call('GET', '')).status).toBe(200)
    const answer = await call('GET', '')
    expect([answer.status, answer.headers['retry-after']]).toEqual([429, '30'])
    clock.advance(30 * SECOND_MS)
    expect((await call('GET', '')).status).toBe(200)
  })

  test('throttled-without-header leaves the wait to the caller', async () => {
    const { call } = startSpecService({ scenario: 'throttled-without-header' })
    await call('GET', '')
    const answer = await call('GET', '')
    expect(answer.status).toBe(429)
    expect(answer.headers).not.toHaveProperty('retry-after')
  })
})

test('odd-retry-after: a 429 states the wait in undefined forms', async () => {
  const { call } = startSpecService({ scenario: 'odd-retry-after' })
  await call('GET', '')
  const values = new Set<string | undefined>()
  for (let count = 0; count < 20; count += 1)
    values.add((await call('GET', '')).headers['retry-after'])
  expect(values).toContain('1.5')
  expect(values).toContain('-5')
})

test('strange-texts: IDs are misleading, and each record is still distinct', async () => {
  const { call } = startSpecService({ sessions: 40, scenario: 'strange-texts' })
  const ids = listed(await call('GET', '')).map(({ id }) => String(id))
  expect(new Set(ids).size).toBe(ids.length)
  expect(ids.some((id) => id.includes('\u202E'))).toBe(true)
  expect(ids.some((id) => /\p{Cs}/u.test(id))).toBe(true)
})

describe('start-up', () => {
  const startsFor = async (scenario: 'none' | 'slow-start', size: string) => {
    const { call, clock } = startSpecService({ scenario })
    await call('PUT', '/one', { body: { ...order, size } })
    for (let seconds = 0; ; seconds++) {
      if (field(await call('GET', '/one'), 'status') !== 'Starting') return seconds
      clock.advance(SECOND_MS)
    }
  }

  test.each([
    ['none', 'Standard', 5, 10],
    ['none', 'Premium', 120, 180],
    ['slow-start', 'Standard', 180, 180],
    ['slow-start', 'Premium', 600, 600],
  ] as const)(
    '%s: a %s session is Ready after %d to %d s',
    async (scenario, size, min, max) => {
      const seconds = await startsFor(scenario, size)
      expect(seconds).toBeGreaterThanOrEqual(min)
      expect(seconds).toBeLessThanOrEqual(max)
    },
  )

  test('fails-to-start: a new session ends in Error with code and message, in both APIs', async () => {
    const { call, callV1, clock } = startSpecService({ scenario: 'fails-to-start' })
    await call('PUT', '/one', { body: order })
    clock.advance(10 * SECOND_MS)
    const answer = await call('GET', '/one')
    expect(keys(answer.json)).toEqual([
      'id',
      'creationTime',
      'elapsedTimeMinutes',
      'maxLeaseTimeMinutes',
      'size',
      'status',
      'error',
    ])
    expect(answer.json).toMatchObject({
      status: 'Error',
      elapsedTimeMinutes: 0,
      error: { code: 'StartFailed', message: expect.any(String) },
    })
    const inV1 = await callV1('GET', '/one/properties')
    expect(inV1.json).toMatchObject({ sessionStatus: 'Error', message: expect.any(String) })
  })

  test('no-capacity: Standard fails after its create succeeded, Premium starts', async () => {
    const { call, clock } = startSpecService({ scenario: 'no-capacity' })
    expect((await call('PUT', '/small', { body: order })).status).toBe(201)
    await call('PUT', '/large', { body: { ...order, size: 'Premium' } })
    clock.advance(3 * MINUTE_MS)
    expect((await call('GET', '/small')).json).toMatchObject({
      status: 'Error',
      error: { code: 'NoCapacity' },
    })
    expect(field(await call('GET', '/large'), 'status')).toBe('Ready')
  })
})

test('expired-token: a token expires after a real minute, and a new one works', async () => {
  const { call, clock, token } = startSpecService({ scenario: 'expired-token' })
  const old = await token()
  expect((await call('GET', '', { token: old })).status).toBe(200)
  clock.advance(MINUTE_MS)
  expect((await call('GET', '', { token: old })).status).toBe(401)
  expect((await call('GET', '', { token: await token() })).status).toBe(200)
})

describe('flaky', () => {
  const statuses = async (seed: number, token: string) => {
    const { call } = startSpecService({ scenario: 'flaky', seed })
    const seen: number[] = []
    for (let i = 0; i < 60; i++) seen.push((await call('GET', '', { token })).status)
    return seen
  }

  test('some calls are 500 or 503, the same ones for the same seed', async () => {
    const token = await startSpecService().token()
    const first = await statuses(7, token)
    expect(new Set(first)).toEqual(new Set([200, 500, 503]))
    expect(await statuses(7, token)).toEqual(first)
    expect(await statuses(8, token)).not.toEqual(first)
  })

  test('a failed call has no effect', async () => {
    const token = await startSpecService().token()
    const { call, simulator } = startSpecService({ scenario: 'flaky' })
    const made: string[] = []
    for (let i = 0; i < 40; i++) {
      const answer = await call('PUT', `/s${i}`, { token, body: order })
      if (answer.status === 201) made.push(`s${i}`)
    }
    await simulator.setOptions({ scenario: 'none' })
    expect(listed(await call('GET', '', { token })).map(({ id }) => id)).toEqual(made)
    expect(made.length).toBeLessThan(40)
  })
})

test('malformed: some records of a list are broken in several ways, others are intact', async () => {
  const { call } = startSpecService({ sessions: 60, scenario: 'malformed' })
  const records: unknown[] = listed(await call('GET', ''))
  const isWhole = (record: unknown): boolean =>
    typeof record === 'object' &&
    record !== null &&
    'status' in record &&
    'id' in record &&
    typeof record.id === 'string' &&
    'maxLeaseTimeMinutes' in record &&
    typeof record.maxLeaseTimeMinutes === 'number' &&
    'elapsedTimeMinutes' in record &&
    Number(record.elapsedTimeMinutes) >= 0
  expect(records).toContain(null)
  expect(records.filter(isWhole).length).toBeGreaterThan(0)
  expect(records.filter((record) => !isWhole(record)).length).toBeGreaterThan(3)
})

test('clock-skew: dates, creation times, and tokens are all 7 min ahead', async () => {
  const { call } = startSpecService({ scenario: 'clock-skew' })
  const answer = await call('PUT', '/one', { body: order })
  expect(answer.headers['date']).toBe(new Date(START_MS + 7 * MINUTE_MS).toUTCString())
  expect(field(answer, 'creationTime')).toMatch(/^2026-11-20T09:37:15/)
  expect(answer.status).toBe(201)
})

test('unknown-status: some Ready sessions have the status Maintenance, in the list and by ID', async () => {
  const { call } = startSpecService({ sessions: 12, scenario: 'unknown-status' })
  const statuses = new Map<unknown, unknown>()
  for (const origin of [WEST, EAST])
    for (const { id, status } of listed(await call('GET', '', { origin })))
      statuses.set(`${origin} ${String(id)}`, status)
  expect([...statuses.values()]).toContain('Maintenance')
  expect([...statuses.values()]).toContain('Ready')
  for (const [key, status] of statuses) {
    const [origin = '', id] = String(key).split(' ')
    expect(field(await call('GET', `/${id}`, { origin }), 'status')).toBe(status)
  }
})

test('region-down: one region answers 500 and no create, and the others work', async () => {
  const service = startSpecService({ scenario: 'region-down' })
  expect((await service.call('GET', '')).status).toBe(200)
  const down = await service.call('GET', '', { origin: EAST })
  expect(down.status).toBe(500)
  expect(field(down, 'error')).toMatchObject({ code: 'InternalServerError' })
  const create = service.call('PUT', '/one', { body: order, origin: EAST })
  expect(await lost(service, create)).toBe(true)
  await service.simulator.setOptions({ scenario: 'none' })
  expect((await service.call('GET', '/one', { origin: EAST })).status).toBe(404)
})

test('forbidden: every call is 403, reads without a body and changes with one', async () => {
  const { call } = startSpecService({ scenario: 'forbidden' })
  const read = await call('GET', '')
  expect([read.status, read.text]).toEqual([403, ''])
  const change = await call('PUT', '/one', { body: order })
  expect([change.status, field(change, 'error')]).toEqual([
    403,
    { code: 'Forbidden', message: expect.any(String) },
  ])
})

test('id-conflict: the ID of a create is taken by a session with other settings', async () => {
  const { call } = startSpecService({ scenario: 'id-conflict' })
  expect((await call('PUT', '/one', { body: order })).status).toBe(409)
  expect((await call('GET', '/one')).json).toMatchObject({
    size: 'Premium',
    maxLeaseTimeMinutes: 465,
  })
})

test('html-answer: a page comes with 200 instead of the answer, without effect', async () => {
  const { call, simulator } = startSpecService({ scenario: 'html-answer' })
  const answer = await call('PUT', '/one', { body: order })
  expect([answer.status, answer.headers['content-type']]).toEqual([
    200,
    'text/html; charset=utf-8',
  ])
  expect(answer.text).toMatch(/^<!doctype html>/)
  await simulator.setOptions({ scenario: 'none' })
  expect((await call('GET', '/one')).status).toBe(404)
})

test.each(SCENARIOS.filter((name) => name !== 'flaky'))(
  '%s lets a client get a token',
  async (scenario) => {
    const { token, clock } = startSpecService({ scenario })
    clock.advance(HOUR_MS)
    expect(await token()).toBeTruthy()
  },
)
