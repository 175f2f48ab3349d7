import { describe, expect, test } from 'vitest'
import { readAllowed } from './allow-list.ts'
import { createGateway, LOOPBACK_NAMES } from './gateway.ts'

const HOST = 'sts.westeurope.mixedreality.azure.com'
const RENDERING = 'remoterendering.westus2.mixedreality.azure.com'

const setUp = (answer: () => Response | Promise<Response> = () => new Response('{}')) => {
  const calls: { url: string; init: RequestInit }[] = []
  const gateway = createGateway({
    allowed: readAllowed('http://127.0.0.1:8787'),
    ownHosts: LOOPBACK_NAMES,
    fetch: async (url, init) => {
      calls.push({ url, init })
      return answer()
    },
  })
  const ask = (path: string, init: RequestInit = {}) =>
    gateway.handle(new Request(`http://localhost:5173${path}`, init))
  return { calls, ask }
}

test('what is not for the gateway is left to others', async () => {
  expect(await setUp().ask('/assets/x.js')).toBeNull()
})

describe('lets through', () => {
  test.each([
    ['GET', `/gateway/${HOST}/Accounts/a/token?api-version=1`],
    ['GET', `/gateway/sts.mixedreality.azure.com/accounts/a/token`],
    ['GET', `/gateway/${RENDERING}/accounts/a/sessions?api-version=2021-01-01`],
    ['GET', `/gateway/${RENDERING}/v1/accounts/a/sessions/`],
    ['PUT', `/gateway/${RENDERING}/accounts/a/sessions/s?api-version=2021-01-01`],
    ['PATCH', `/gateway/${RENDERING}/accounts/a/sessions/s?api-version=2021-01-01`],
    ['POST', `/gateway/${RENDERING}/accounts/a/sessions/s/:stop?api-version=2021-01-01`],
    ['POST', `/gateway/${RENDERING}/v1/accounts/a/sessions/create`],
    ['GET', `/gateway/${RENDERING}/v1/accounts/a/sessions/s/properties`],
    ['PATCH', `/gateway/${RENDERING}/v1/accounts/a/sessions/s`],
    ['DELETE', `/gateway/${RENDERING}/v1/accounts/a/sessions/s`],
    ['GET', `/gateway/127.0.0.1:8787/accounts/a/token`],
  ])('%s %s', async (method, path) => {
    const { ask, calls } = setUp()
    expect((await ask(path, { method }))?.status).toBe(200)
    const scheme = path.includes('127.0.0.1') ? 'http' : 'https'
    expect(calls[0]?.url).toBe(path.replace('/gateway/', `${scheme}://`))
  })
})

describe('refuses', () => {
  test.each([
    ['host-not-allowed', 'GET', '/gateway/example.com/accounts/a/token'],
    ['host-not-allowed', 'GET', '/gateway/127.0.0.1:22/accounts/a/token'],
    [
      'host-not-allowed',
      'GET',
      '/gateway/sts.evil.com.mixedreality.azure.com.evil.com/accounts/a/token',
    ],
    ['host-not-allowed', 'GET', `/gateway/user@${HOST}/accounts/a/token`],
    ['host-not-allowed', 'GET', '/gateway//accounts/a/token'],
    ['host-not-allowed', 'GET', '/gateway/'],
    ['host-not-allowed', 'GET', `/gateway/${HOST}:8443/accounts/a/token`],
    ['path-not-allowed', 'GET', `/gateway/${HOST}/accounts/a/keys`],
    ['path-not-allowed', 'GET', `/gateway/${RENDERING}/accounts/a%2F..%2Fb/sessions`],
    ['path-not-allowed', 'GET', `/gateway/${RENDERING}/accounts//sessions`],
    ['path-not-allowed', 'GET', `/gateway/${RENDERING}/`],
    ['method-not-allowed', 'DELETE', `/gateway/${RENDERING}/accounts/a/sessions`],
    ['method-not-allowed', 'POST', `/gateway/${HOST}/accounts/a/token`],
  ])('%s: %s %s', async (code, method, path) => {
    const { ask, calls } = setUp()
    const response = await ask(path, { method })
    expect(response?.headers.get('x-gateway-error')).toBe(code)
    expect(await response?.json()).toMatchObject({ error: { code } })
    expect(calls).toEqual([])
  })

  test.each([
    { 'sec-fetch-site': 'cross-site' },
    { 'sec-fetch-site': 'same-site' },
    { origin: 'https://evil.test' },
    { host: 'rebound.evil.test' },
  ])('another page: %j', async (headers) => {
    const { ask, calls } = setUp()
    const response = await ask(`/gateway/${HOST}/accounts/a/token`, { headers })
    expect(response?.headers.get('x-gateway-error')).toBe('cross-site')
    expect(calls).toEqual([])
  })
})

test('passes on what the protocol needs, and nothing that tells of the user', async () => {
  const { ask, calls } = setUp(
    () =>
      new Response('{}', {
        headers: {
          date: 'Thu, 01 Jan 2026 00:00:00 GMT',
          'ms-cv': 'x.0',
          'retry-after': '15',
          'set-cookie': 'a=b',
          server: 'x',
        },
      }),
  )
  const response = await ask(`/gateway/${HOST}/accounts/a/token`, {
    headers: {
      authorization: 'Bearer a:b',
      'x-mrc-cv': 'cv',
      cookie: 'c=d',
      referer: 'http://localhost/x',
      'x-forwarded-for': '1.2.3.4',
    },
  })
  expect([...new Headers(calls[0]?.init.headers).keys()]).toEqual(['authorization', 'x-mrc-cv'])
  expect(calls[0]?.init.redirect).toBe('manual')
  expect(response?.headers.get('date')).toBe('Thu, 01 Jan 2026 00:00:00 GMT')
  expect(response?.headers.get('ms-cv')).toBe('x.0')
  expect(response?.headers.get('retry-after')).toBe('15')
  expect(response?.headers.get('set-cookie')).toBeNull()
})

test('a redirect is refused, a dead service is told of', async () => {
  const redirecting = setUp(
    () => new Response(null, { status: 302, headers: { location: '/x' } }),
  )
  expect(
    (await redirecting.ask(`/gateway/${HOST}/accounts/a/token`))?.headers.get(
      'x-gateway-error',
    ),
  ).toBe('redirected')
  const dead = setUp(() => Promise.reject(new TypeError('fetch failed')))
  const answer = await dead.ask(`/gateway/${HOST}/accounts/a/token`)
  expect(answer?.status).toBe(502)
  expect(answer?.headers.get('x-gateway-error')).toBe('upstream-unreachable')
})

test('an entry of GATEWAY_ALLOW that is no origin is named', () => {
  expect(() => readAllowed('http://127.0.0.1:8787/path')).toThrow('http://127.0.0.1:8787/path')
  expect(() => readAllowed('ftp://x')).toThrow('ftp://x')
  expect(readAllowed(undefined).size).toBe(0)
})
