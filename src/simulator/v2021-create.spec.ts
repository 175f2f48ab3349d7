import { describe, expect, test } from 'vitest'
import {
  EAST,
  field,
  keys,
  listed,
  SECOND_MS,
  STARTING,
  startSpecService,
  WRITE,
} from '../test-support/simulator-calls.ts'

const order = { maxLeaseTimeMinutes: 4, size: 'Standard' }

const withReady = async () => {
  const service = startSpecService()
  await service.call('PUT', '/one', { body: order })
  service.clock.advance(10 * SECOND_MS)
  return service
}

describe('create: PUT', () => {
  test('answers 201 with the recorded headers and fields', async () => {
    const { call } = startSpecService()
    const answer = await call('PUT', '/one', { body: order })
    expect(answer.status).toBe(201)
    expect(keys(answer.headers)).toEqual(WRITE)
    expect(answer.headers).toMatchObject({
      'api-supported-versions': '2021-01-01-preview, 2021-01-01',
      'content-length': String(answer.text.length),
      'content-type': 'application/json; charset=utf-8',
      date: 'Fri, 20 Nov 2026 09:30:15 GMT',
      'x-content-type-options': 'nosniff',
    })
    expect(answer.headers['ms-cv']).toMatch(/^[A-Za-z0-9+/]{22}\.0$/)
    expect(keys(answer.json)).toEqual(STARTING)
    expect(answer.json).toMatchObject({
      id: 'one',
      elapsedTimeMinutes: 0,
      maxLeaseTimeMinutes: 4,
      size: 'Standard',
      status: 'Starting',
    })
    expect(field(answer, 'creationTime')).toMatch(/^2026-11-20T09:30:15\.25\d{0,5}\+00:00$/)
  })

  test('is as long as the recorded one: 172 bytes with an ID of 27 characters', async () => {
    const { call } = startSpecService()
    const answer = await call('PUT', `/${'i'.repeat(27)}`, { body: order })
    const dropped =
      7 - (/\.(\d+)\+/.exec(String(field(answer, 'creationTime')))?.[1]?.length ?? 0)
    expect(answer.text.length + dropped).toBe(172)
  })

  test('answers 200 with the existing session when repeated with the same settings', async () => {
    const { call } = startSpecService()
    const first = await call('PUT', '/one', { body: order })
    const again = await call('PUT', '/one', { body: { ...order, size: 'standard' } })
    expect(again.status).toBe(200)
    expect(again.json).toEqual(first.json)
    expect(listed(await call('GET', ''))).toHaveLength(1)
  })

  test('returns an ended session when repeated, not a new one', async () => {
    const { call } = await withReady()
    await call('POST', '/one/:stop')
    const again = await call('PUT', '/one', { body: order })
    expect([again.status, field(again, 'status')]).toEqual([200, 'Stopped'])
  })

  test('answers 409 to another lease under a known ID', async () => {
    const { call } = startSpecService()
    await call('PUT', '/one', { body: order })
    const answer = await call('PUT', '/one', { body: { ...order, maxLeaseTimeMinutes: 5 } })
    expect(answer.status).toBe(409)
    const again = await call('PUT', '/one', { body: order })
    expect([again.status, keys(again.headers)]).toEqual([200, WRITE])
  })

  test('a fractional lease, or an ID with other characters, is 400 in the recorded form', async () => {
    const { call } = startSpecService()
    for (const maxLeaseTimeMinutes of ['4', 4.5, 1e300, null]) {
      const answer = await call('PUT', '/one', { body: { ...order, maxLeaseTimeMinutes } })
      expect([answer.status, keys(answer.headers)]).toEqual([400, WRITE])
    }
    const answer = await call('PUT', '/a.b', { body: order })
    expect(field(answer, 'error')).toMatchObject({
      code: 'BadRequest',
      message: 'The session id may hold letters, digits, hyphens and underscores, 256 at most.',
    })
  })

  test('start-up times vary with ID and seed, and are repeatable', async () => {
    const readyAfterSeconds = async (id: string, seed: number) => {
      const { call, clock } = startSpecService({ seed })
      await call('PUT', `/${id}`, { body: order })
      for (let tenths = 0; ; tenths += 1) {
        if (field(await call('GET', `/${id}`), 'status') === 'Ready') return tenths
        clock.advance(SECOND_MS / 10)
      }
    }
    const first = await readyAfterSeconds('one', 1)
    expect(await readyAfterSeconds('one', 1)).toBe(first)
    const others = [await readyAfterSeconds('two', 1), await readyAfterSeconds('one', 2)]
    expect(others).not.toContain(first)
  })

  test('answers 409 to other settings under a known ID', async () => {
    const { call } = startSpecService()
    await call('PUT', '/one', { body: order })
    const answer = await call('PUT', '/one', { body: { ...order, size: 'Premium' } })
    expect(answer.status).toBe(409)
    expect(answer.json).toEqual({
      error: { code: 'Conflict', message: 'A resource already exists under the given ID.' },
    })
    expect(keys(answer.headers)).toEqual(WRITE)
  })

  test('IDs are case sensitive and belong to one endpoint', async () => {
    const { call } = startSpecService()
    await call('PUT', '/one', { body: order })
    expect((await call('PUT', '/One', { body: order })).status).toBe(201)
    expect((await call('PUT', '/one', { body: order, origin: EAST })).status).toBe(201)
  })

  const malformed = 'The request was malformed.'
  test.each([
    [
      { ...order, maxLeaseTimeMinutes: -4 },
      'The maxLeaseTimeMinutes value cannot be negative.',
    ],
    [{ ...order, size: 'Tiny' }, "Can't specify this VM size: Tiny"],
    [
      { ...order, maxLeaseTimeMinutes: 1441 },
      'The maxLeaseTimeMinutes value cannot be larger than 1440.',
    ],
    [{ size: 'Standard' }, malformed],
    [{ ...order, maxLeaseTimeMinutes: '4' }, malformed],
    [{ ...order, maxLeaseTimeMinutes: 4.5 }, malformed],
    [{ maxLeaseTimeMinutes: 4 }, malformed],
    [[], malformed],
    [undefined, malformed],
  ])('%j is answered with 400 and a message', async (body, message) => {
    const { call } = startSpecService()
    const answer = await call('PUT', '/one', { body })
    expect(answer.status).toBe(400)
    expect(answer.json).toEqual({ error: { code: 'BadRequest', message } })
    expect((await call('GET', '/one')).status).toBe(404)
  })

  test.each(['a b', 'a.b', 'ü', 'x'.repeat(257)])(
    'ID "%s" is answered with 400',
    async (id) => {
      const { call } = startSpecService()
      const answer = await call('PUT', `/${encodeURIComponent(id)}`, { body: order })
      expect(answer.status).toBe(400)
    },
  )

  test('accepts an ID of 256 characters and a lease of 0 and of 1440 minutes', async () => {
    const { call } = startSpecService()
    for (const maxLeaseTimeMinutes of [0, 1440]) {
      const id = `${'x'.repeat(252)}${String(maxLeaseTimeMinutes).padStart(4, '-')}`
      const answer = await call('PUT', `/${id}`, { body: { ...order, maxLeaseTimeMinutes } })
      expect(answer.status).toBe(201)
    }
  })
})
