import { describe, expect, test } from 'vitest'
import {
  EAST,
  field,
  keys,
  listed,
  MINUTE_MS,
  READ,
  READY,
  SECOND_MS,
  STARTING,
  startSpecService,
  STOP,
  STOPPED,
  WRITE,
} from '../test-support/simulator-calls.ts'

const order = { maxLeaseTimeMinutes: 4, size: 'Standard' }

const withReady = async () => {
  const service = startSpecService()
  await service.call('PUT', '/one', { body: order })
  service.clock.advance(10 * SECOND_MS)
  return service
}

describe('get: GET one', () => {
  test('a Ready session has every field, in the recorded order', async () => {
    const { call } = await withReady()
    const answer = await call('GET', '/one')
    expect(answer.status).toBe(200)
    expect(keys(answer.headers)).toEqual(READ)
    expect(answer.headers).toMatchObject({
      'cache-control': 'no-store,no-cache',
      pragma: 'no-cache',
    })
    expect(keys(answer.json)).toEqual(READY)
    for (const name of ['arrInspectorPort', 'handshakePort']) {
      expect(field(answer, name)).toBeGreaterThanOrEqual(49_152)
      expect(field(answer, name)).toBeLessThanOrEqual(65_534)
    }
    expect(field(answer, 'hostname')).toMatch(/\.remoterendering\.vm\.westeurope\./)
    expect([10.6, 8.1]).toContain(field(answer, 'teraflops'))
  })

  test('elapsed minutes are rounded down, and count from Ready', async () => {
    const { call, clock } = await withReady()
    clock.advance(2 * MINUTE_MS - 10 * SECOND_MS)
    expect(field(await call('GET', '/one'), 'elapsedTimeMinutes')).toBe(1)
  })

  test('a lease that ran out makes it Expired, with the whole lease elapsed', async () => {
    const { call, clock } = await withReady()
    clock.advance(4 * MINUTE_MS)
    const answer = await call('GET', '/one')
    expect(answer.json).toMatchObject({ status: 'Expired', elapsedTimeMinutes: 4 })
    expect(keys(answer.json)).toEqual(STOPPED)
  })

  test('an unknown ID is answered with 404 and no body', async () => {
    const { call } = startSpecService()
    const answer = await call('GET', '/none')
    expect([answer.status, answer.text]).toEqual([404, ''])
  })

  test('an ended session can be queried for 30 days', async () => {
    const { call, clock, token } = await withReady()
    await call('POST', '/one/:stop')
    clock.advance(29 * 24 * 60 * MINUTE_MS)
    const early = await call('GET', '/one', { token: await token() })
    expect(field(early, 'status')).toBe('Stopped')
    clock.advance(24 * 60 * MINUTE_MS)
    expect((await call('GET', '/one', { token: await token() })).status).toBe(404)
  })
})

describe('extend: PATCH', () => {
  test('answers 200 with the full properties, and the next GET shows the lease', async () => {
    const { call } = await withReady()
    const answer = await call('PATCH', '/one', { body: { maxLeaseTimeMinutes: 20 } })
    expect(answer.status).toBe(200)
    expect(keys(answer.headers)).toEqual(WRITE)
    expect(keys(answer.json)).toEqual(READY)
    expect(field(await call('GET', '/one'), 'maxLeaseTimeMinutes')).toBe(20)
  })

  test('works while Starting', async () => {
    const { call } = startSpecService()
    await call('PUT', '/one', { body: order })
    const answer = await call('PATCH', '/one', { body: { maxLeaseTimeMinutes: 5 } })
    expect([answer.status, field(answer, 'status')]).toEqual([200, 'Starting'])
  })

  test.each([4, 3, 0, -1, 1440, 5000])(
    '%d minutes after 4 are answered with 422',
    async (n) => {
      const { call } = await withReady()
      const answer = await call('PATCH', '/one', { body: { maxLeaseTimeMinutes: n } })
      expect(answer.status).toBe(422)
      expect(answer.json).toEqual({
        error: { code: 'UnprocessableEntity', message: 'The request was malformed.' },
      })
      expect(field(await call('GET', '/one'), 'maxLeaseTimeMinutes')).toBe(4)
    },
  )

  test('accepts at most 1439 minutes', async () => {
    const { call } = await withReady()
    const answer = await call('PATCH', '/one', { body: { maxLeaseTimeMinutes: 1439 } })
    expect(answer.status).toBe(200)
  })

  test('an unreadable body is 400, an unknown ID 404, an ended session 409', async () => {
    const { call } = await withReady()
    const body = { maxLeaseTimeMinutes: 9 }
    expect((await call('PATCH', '/one', { text: 'lease' })).status).toBe(400)
    expect((await call('PATCH', '/none', { body })).status).toBe(404)
    await call('POST', '/one/:stop')
    const ended = await call('PATCH', '/one', { body })
    expect([ended.status, keys(ended.headers)]).toEqual([409, WRITE])
    expect(field(ended, 'error')).toEqual({
      code: 'Conflict',
      message: 'The session has ended and cannot be extended.',
    })
  })
})

describe('stop: POST /:stop', () => {
  test('answers 204 with four headers and no body; the next GET returns Stopped', async () => {
    const { call } = await withReady()
    await call('PATCH', '/one', { body: { maxLeaseTimeMinutes: 9 } })
    const answer = await call('POST', '/one/:stop')
    expect([answer.status, answer.text]).toEqual([204, ''])
    expect(keys(answer.headers)).toEqual(STOP)
    const after = await call('GET', '/one')
    expect(keys(after.json)).toEqual(STOPPED)
    expect(after.json).toMatchObject({ status: 'Stopped', maxLeaseTimeMinutes: 9 })
  })

  test('a session stopped while Starting never had teraflops', async () => {
    const { call } = startSpecService()
    await call('PUT', '/one', { body: order })
    await call('POST', '/one/:stop')
    const after = await call('GET', '/one')
    expect(keys(after.json)).toEqual(STARTING)
    expect(field(after, 'status')).toBe('Stopped')
  })

  test('is 204 again for an ended session, which stays as it ended, and 404 for an unknown one', async () => {
    const { call, clock } = await withReady()
    clock.advance(4 * MINUTE_MS)
    expect((await call('POST', '/one/:stop')).status).toBe(204)
    expect(field(await call('GET', '/one'), 'status')).toBe('Expired')
    expect((await call('POST', '/none/:stop')).status).toBe(404)
  })
})

describe('list: GET', () => {
  test('contains only Starting and Ready sessions of this endpoint', async () => {
    const { call, clock } = await withReady()
    await call('PUT', '/gone', { body: order })
    await call('POST', '/gone/:stop')
    await call('PUT', '/elsewhere', { body: order, origin: EAST })
    await call('PUT', '/two', { body: { ...order, size: 'Premium' } })
    const answer = await call('GET', '')
    expect(answer.status).toBe(200)
    expect(keys(answer.headers)).toEqual(READ)
    expect(keys(answer.json)).toEqual(['sessions'])
    expect(listed(answer).map(({ id, status }) => [id, status])).toEqual([
      ['one', 'Ready'],
      ['two', 'Starting'],
    ])
    expect(keys(listed(answer)[0])).toEqual(READY)
    clock.advance(4 * MINUTE_MS)
    expect(listed(await call('GET', '')).map(({ id }) => id)).toEqual(['two'])
  })

  test('is an empty array without sessions', async () => {
    const { call } = startSpecService()
    expect((await call('GET', '')).text).toBe('{"sessions":[]}')
  })
})
