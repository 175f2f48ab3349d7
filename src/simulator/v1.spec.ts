import { describe, expect, test } from 'vitest'
import {
  EAST,
  field,
  HOUR_MS,
  keys,
  listed,
  SECOND_MS,
  startSpecService,
} from '../test-support/simulator-calls.ts'

/** The service assigns the ID, so a spec has to read it. */
const order = { maxLeaseTime: '4:0:0', models: [], size: 'standard' }
const GUID = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/

/** Fields of the documents' sample, with the documented sessionSize. */
const FIELDS = [
  'message',
  'sessionElapsedTime',
  'sessionHostname',
  'sessionId',
  'sessionMaxLeaseTime',
  'sessionSize',
  'sessionStatus',
]
const WITH_BODY = ['content-length', 'content-type', 'date', 'ms-cv']

const withReady = async () => {
  const service = startSpecService()
  const created = await service.callV1('POST', '/create', { body: order })
  service.clock.advance(10 * SECOND_MS)
  return { ...service, id: String(field(created, 'sessionId')) }
}

describe('create: POST', () => {
  test('answers 202 with an ID from the service and a relative location', async () => {
    const { callV1, account } = startSpecService()
    const answer = await callV1('POST', '/create', { body: order })
    const id = String(field(answer, 'sessionId'))
    expect(answer.status).toBe(202)
    expect(id).toMatch(GUID)
    expect(answer.text).toBe(`{"sessionId":"${id}"}`)
    expect(keys(answer.headers)).toEqual([...WITH_BODY, 'location'].toSorted())
    expect(answer.headers).toMatchObject({
      'content-length': '52',
      'content-type': 'application/json; charset=utf-8',
      location: `accounts/${account.accountId}/sessions/${id}/properties`,
    })
    expect(answer.headers['ms-cv']).toMatch(/^[A-Za-z0-9+/]{22}\.0$/)
  })

  test('makes another session with each call: there is no idempotence', async () => {
    const { callV1 } = startSpecService()
    const first = await callV1('POST', '/create', { body: order })
    const second = await callV1('POST', '/create', { body: order })
    expect(field(second, 'sessionId')).not.toBe(field(first, 'sessionId'))
    expect(listed(await callV1('GET', ''))).toHaveLength(2)
  })

  test('models may be left out', async () => {
    const { callV1 } = startSpecService()
    const body = { maxLeaseTime: '1.00:00:00', size: 'Premium' }
    expect((await callV1('POST', '/create', { body })).status).toBe(202)
  })

  test('models may be named', async () => {
    const { callV1 } = startSpecService()
    const body = { ...order, models: ['https://example.test/model'] }
    expect((await callV1('POST', '/create', { body })).status).toBe(202)
  })

  test.each([
    [{ ...order, maxLeaseTime: '24:00:00' }, /not a timespan/],
    [{ ...order, maxLeaseTime: 240 }, /not a timespan/],
    [{ ...order, maxLeaseTime: '-1:00:00' }, /not a timespan/],
    [{ ...order, maxLeaseTime: '1.00:00:01' }, /larger than 24 hours/],
    [{ ...order, maxLeaseTime: 'soon' }, /^The maxLeaseTime value is not a timespan\.$/],
    [{ ...order, size: 7 }, /^Can't specify this VM size: 7$/],
    [{ maxLeaseTime: '4:0:0' }, /^Can't specify this VM size: undefined$/],
    [{ ...order, models: [1] }, /^The models value is not an array of URLs\.$/],
    [{ ...order, models: ['https://example.test/model', null] }, /models/],
    [{ ...order, size: 'tiny' }, /^Can't specify this VM size: tiny$/],
    [{ ...order, models: 'https://example.test/model' }, /models/],
    [undefined, /not a timespan/],
  ])('%j is answered with 400 and a plain text', async (body, message) => {
    const { callV1 } = startSpecService()
    const answer = await callV1('POST', '/create', { body })
    expect([answer.status, keys(answer.json)]).toEqual([400, ['error']])
    expect(field(answer, 'error')).toMatch(message)
    expect(listed(await callV1('GET', ''))).toHaveLength(0)
  })
})

describe('get: GET properties', () => {
  test('a Ready session looks like the sample, plus its size', async () => {
    const { callV1, id, clock } = await withReady()
    clock.advance(HOUR_MS + 2 * SECOND_MS)
    const answer = await callV1('GET', `/${id}/properties`)
    expect([answer.status, keys(answer.headers)]).toEqual([200, WITH_BODY])
    expect(keys(answer.json)).toEqual(FIELDS)
    expect(answer.json).toMatchObject({
      message: null,
      sessionId: id,
      sessionMaxLeaseTime: '04:00:00',
      sessionSize: 'Standard',
      sessionStatus: 'Ready',
    })
    expect(field(answer, 'sessionElapsedTime')).toMatch(/^01:00:0\d$/)
    expect(field(answer, 'sessionHostname')).toMatch(/\.westeurope\./)
  })

  test('a Starting session has no host name and no elapsed time', async () => {
    const { callV1 } = startSpecService()
    const created = await callV1('POST', '/create', { body: order })
    const answer = await callV1('GET', `/${String(field(created, 'sessionId'))}/properties`)
    expect(answer.json).toMatchObject({
      sessionElapsedTime: '00:00:00',
      sessionHostname: null,
      sessionStatus: 'Starting',
    })
  })

  test('an Expired session says so in its message', async () => {
    const { callV1, id, clock } = await withReady()
    clock.advance(4 * HOUR_MS)
    const answer = await callV1('GET', `/${id}/properties`)
    expect(answer.json).toMatchObject({
      message: expect.stringContaining('lease'),
      sessionElapsedTime: '04:00:00',
      sessionHostname: null,
      sessionStatus: 'Expired',
    })
  })

  test('a lease of a day is written with its day', async () => {
    const { callV1 } = startSpecService()
    const created = await callV1('POST', '/create', {
      body: { maxLeaseTime: '1.00:00:00', size: 'standard' },
    })
    const answer = await callV1('GET', `/${String(field(created, 'sessionId'))}/properties`)
    expect(field(answer, 'sessionMaxLeaseTime')).toBe('1.00:00:00')
  })

  test('an unknown ID is 404', async () => {
    const { callV1 } = startSpecService()
    expect((await callV1('GET', '/none/properties')).status).toBe(404)
  })
})

describe('update: PATCH', () => {
  test('answers 200 with length 0 and no body, and sets the lease', async () => {
    const { callV1, id } = await withReady()
    const answer = await callV1('PATCH', `/${id}`, { body: { maxLeaseTime: '5:0:0' } })
    expect([answer.status, answer.text]).toEqual([200, ''])
    expect(keys(answer.headers)).toEqual(['content-length', 'date', 'ms-cv'])
    expect(answer.headers['content-length']).toBe('0')
    const after = await callV1('GET', `/${id}/properties`)
    expect(field(after, 'sessionMaxLeaseTime')).toBe('05:00:00')
  })

  test.each([
    ['4:0:0', 422, 'The maxLeaseTime value must be larger than the current one.'],
    ['3:59:59', 422, 'The maxLeaseTime value must be larger than the current one.'],
    ['1.00:00:00', 422, 'The maxLeaseTime value must be less than 24 hours.'],
    ['soon', 400, 'The maxLeaseTime value is not a timespan.'],
  ])('"%s" after four hours is answered with %d: %s', async (maxLeaseTime, status, text) => {
    const { callV1, id } = await withReady()
    const answer = await callV1('PATCH', `/${id}`, { body: { maxLeaseTime } })
    expect([answer.status, field(answer, 'error')]).toEqual([status, text])
  })

  test('an unknown ID is 404, an ended session 409', async () => {
    const { callV1, id } = await withReady()
    const body = { maxLeaseTime: '9:0:0' }
    expect((await callV1('PATCH', '/none', { body })).status).toBe(404)
    await callV1('DELETE', `/${id}`)
    const ended = await callV1('PATCH', `/${id}`, { body })
    expect([ended.status, field(ended, 'error')]).toEqual([
      409,
      'The session has ended and cannot be extended.',
    ])
  })
})

describe('stop: DELETE', () => {
  test('answers 204; the session is Stopping and still listed, then Stopped', async () => {
    const { callV1, id, clock } = await withReady()
    const answer = await callV1('DELETE', `/${id}`)
    expect([answer.status, answer.text]).toEqual([204, ''])
    expect(keys(answer.headers)).toEqual(['date', 'ms-cv'])
    const stopping = await callV1('GET', `/${id}/properties`)
    expect(field(stopping, 'sessionStatus')).toBe('Stopping')
    expect(listed(await callV1('GET', ''))).toHaveLength(1)
    clock.advance(5 * SECOND_MS)
    const stopped = await callV1('GET', `/${id}/properties`)
    expect(field(stopped, 'sessionStatus')).toBe('Stopped')
    expect(listed(await callV1('GET', ''))).toHaveLength(0)
  })

  test('elapsed time stops with the session', async () => {
    const { callV1, id, clock } = await withReady()
    await callV1('DELETE', `/${id}`)
    const before = await callV1('GET', `/${id}/properties`)
    clock.advance(HOUR_MS)
    const after = await callV1('GET', `/${id}/properties`)
    expect(field(after, 'sessionElapsedTime')).toBe(field(before, 'sessionElapsedTime'))
  })

  test('is 204 again for a stopped session and 404 for an unknown one', async () => {
    const { callV1, id } = await withReady()
    await callV1('DELETE', `/${id}`)
    expect((await callV1('DELETE', `/${id}`)).status).toBe(204)
    expect((await callV1('DELETE', '/none')).status).toBe(404)
  })
})

describe('list: GET', () => {
  test('is an object, and its trace ends in .1, as in the sample', async () => {
    const { callV1 } = startSpecService()
    const answer = await callV1('GET', '')
    expect([answer.status, answer.text]).toEqual([200, '{"sessions":[]}'])
    expect(keys(answer.headers)).toEqual(WITH_BODY)
    expect(answer.headers['content-length']).toBe('15')
    expect(answer.headers['ms-cv']).toMatch(/\.1$/)
  })

  test('shows the sessions of its endpoint with all properties', async () => {
    const { callV1, id } = await withReady()
    const [session, ...more] = listed(await callV1('GET', ''))
    expect([keys(session), more]).toEqual([FIELDS, []])
    expect(session).toMatchObject({ sessionId: id, sessionStatus: 'Ready' })
    expect(listed(await callV1('GET', '', { origin: EAST }))).toEqual([])
  })

  test('shares its sessions with 2021-01-01', async () => {
    const { call, callV1 } = startSpecService()
    await call('PUT', '/named-by-client', {
      body: { maxLeaseTimeMinutes: 5, size: 'Standard' },
    })
    const [session] = listed(await callV1('GET', ''))
    expect(session).toMatchObject({ sessionId: 'named-by-client', sessionStatus: 'Starting' })
  })
})

describe('every call', () => {
  const PATHS: [string, string][] = [
    ['POST', '/create'],
    ['PATCH', '/one'],
    ['GET', ''],
    ['GET', '/one/properties'],
    ['DELETE', '/one'],
  ]

  test.each(PATHS)('%s %s checks token and account', async (method, path) => {
    const { callV1 } = startSpecService()
    const anonymous = await callV1(method, path, { token: null })
    expect(anonymous.status).toBe(401)
    expect(anonymous.headers['www-authenticate']).toBe('Bearer error="invalid_token"')
    const accountId = '11111111-1111-4111-8111-111111111111'
    expect((await callV1(method, path, { accountId })).status).toBe(403)
  })

  test.each(PATHS)(
    '%s %s accepts a trailing slash, as the 2020 script sends it',
    async (method, path) => {
      const { callV1 } = startSpecService()
      const plain = await callV1(method, path, { body: method === 'GET' ? undefined : order })
      const slashed = await callV1(method, `${path}/`, {
        body: method === 'GET' ? undefined : order,
      })
      expect(slashed.status).toBe(plain.status)
      expect(slashed.status).not.toBe(405)
    },
  )
})
