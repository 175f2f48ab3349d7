import { describe, expect, test } from 'vitest'
import { field, keys, startSpecService, WEST, WRITE } from '../test-support/simulator-calls.ts'

describe('every call', () => {
  const PATHS: [string, string][] = [
    ['GET', ''],
    ['GET', '/one'],
    ['PUT', '/one'],
    ['PATCH', '/one'],
    ['POST', '/one/:stop'],
  ]

  test.each(PATHS)(
    '%s %s without a token is 401 with WWW-Authenticate',
    async (method, path) => {
      const { call } = startSpecService()
      const answer = await call(method, path, { token: null })
      expect([answer.status, answer.text]).toEqual([401, ''])
      expect(answer.headers['www-authenticate']).toBe('Bearer error="invalid_token"')
      expect(answer.headers['ms-cv']).toBeTruthy()
    },
  )

  test.each(PATHS)('%s %s for another account is 403', async (method, path) => {
    const { call } = startSpecService()
    const accountId = '11111111-1111-4111-8111-111111111111'
    const answer = await call(method, path, { accountId })
    expect([answer.status, answer.text]).toEqual([403, ''])
  })

  test('account IDs and words of the path match in either case', async () => {
    const { raw, token, account } = startSpecService()
    const id = account.accountId.toUpperCase()
    const url = `${WEST}/Accounts/${id}/Sessions/?api-version=2021-01-01-preview`
    const answer = await raw('GET', url, {
      headers: { authorization: `bearer ${await token()}` },
    })
    expect(answer.status).toBe(200)
  })

  test.each([
    ['', 'ApiVersionUnspecified', 'An API version is required, but was not specified.'],
    [
      '?api-version=',
      'ApiVersionUnspecified',
      'An API version is required, but was not specified.',
    ],
    [
      '?api-version=2020-01-01',
      'UnsupportedApiVersion',
      "The HTTP resource does not support the API version '2020-01-01'.",
    ],
  ])('query "%s" is 400 with %s, and must not be stored', async (query, code, message) => {
    const { raw, token, account } = startSpecService()
    const url = `${WEST}/accounts/${account.accountId}/sessions${query}`
    const answer = await raw('GET', url, {
      headers: { authorization: `Bearer ${await token()}` },
    })
    expect(answer.status).toBe(400)
    expect(field(answer, 'error')).toMatchObject({ code, message })
    expect(keys(answer.headers)).toEqual(WRITE)
  })

  test('a token is valid until the instant it expires, but not at it', async () => {
    const { call, token, clock } = startSpecService()
    const known = await token()
    const [, payload = ''] = known.split('.')
    const { exp } = JSON.parse(atob(payload.replaceAll('-', '+').replaceAll('_', '/'))) as {
      exp: number
    }
    clock.advance(exp * 1000 - 1 - clock.now())
    expect((await call('GET', '', { token: known })).status).toBe(200)
    clock.advance(1)
    expect((await call('GET', '', { token: known })).status).toBe(401)
  })

  test('unknown paths are 404, other methods 405 with the allowed ones', async () => {
    const { call, raw } = startSpecService()
    expect((await raw('GET', `${WEST}/`)).status).toBe(404)
    expect((await raw('GET', `${WEST}/accounts/%E0%A4%A/sessions`)).status).toBe(404)
    expect((await call('GET', '/one/properties')).status).toBe(404)
    const answer = await call('DELETE', '/one')
    expect([answer.status, answer.headers['allow']]).toEqual([405, 'GET, PUT, PATCH'])
  })
})
