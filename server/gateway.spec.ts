import { describe, expect, test, vi } from 'vitest'
import { readAllowed, readOwnHosts } from './allow-list.ts'
import { createGateway } from './gateway.ts'

const HOST = 'sts.westeurope.mixedreality.azure.com'
const RENDERING = 'remoterendering.westus2.mixedreality.azure.com'

const setUp = (
  answer: () => Response | Promise<Response> = () => Response.json({}),
  consoleHosts?: string,
) => {
  const calls: { url: string; init: RequestInit }[] = []
  const gateway = createGateway({
    allowed: readAllowed('http://127.0.0.1:8787'),
    ownHosts: readOwnHosts(consoleHosts),
    fetch: async (url, init) => {
      calls.push({ url, init })
      return answer()
    },
  })
  const ask = (path: string, init: RequestInit = {}) =>
    gateway.handle(new Request(`http://localhost:5173${path}`, init))
  return { calls, ask }
}

test('does not answer requests outside of its path', async () => {
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
    { 'sec-fetch-site': 'none' },
    { origin: 'https://evil.test' },
    { origin: 'https://localhost:5173' },
    { origin: 'http://localhost:5174' },
    { origin: 'null' },
    { host: 'rebound.evil.test' },
  ])('another page: %j', async (headers) => {
    const { ask, calls } = setUp()
    const response = await ask(`/gateway/${HOST}/accounts/a/token`, { headers })
    expect(response?.headers.get('x-gateway-error')).toBe('cross-site')
    expect(calls).toEqual([])
  })
})

test('another scheme is another origin, including for the names of CONSOLE_HOSTS', async () => {
  const code = async (hosts: string, headers: Record<string, string>) => {
    const response = await setUp(undefined, hosts).ask(`/gateway/${HOST}/accounts/a/token`, {
      headers,
    })
    return response?.headers.get('x-gateway-error')
  }
  const host = 'console.example'
  expect(await code('https://Console.example', { host, origin: `https://${host}` })).toBeNull()
  expect(await code('https://console.example', { host, origin: `http://${host}` })).toBe(
    'cross-site',
  )
  expect(await code('console.example', { host, origin: `http://${host}` })).toBeNull()
  expect(await code('console.example', { host, origin: `https://${host}` })).toBe('cross-site')
  expect(
    await code('https://console.example', { host: `${host}:443`, origin: `https://${host}` }),
  ).toBeNull()
})

describe('an answer is data for a script, never part of a page', () => {
  test.each([
    { 'sec-fetch-mode': 'navigate', 'sec-fetch-dest': 'document' },
    { 'sec-fetch-mode': 'navigate', 'sec-fetch-dest': 'empty' },
    ...['document', 'iframe', 'script', 'style', 'image', 'worker', 'object'].map((dest) => ({
      'sec-fetch-mode': 'same-origin',
      'sec-fetch-dest': dest,
    })),
  ])('refuses %j', async (headers) => {
    const { ask, calls } = setUp()
    const response = await ask(`/gateway/${HOST}/accounts/a/token`, {
      headers: { ...headers, 'sec-fetch-site': 'same-origin' },
    })
    expect(response?.status).toBe(403)
    expect(response?.headers.get('x-gateway-error')).toBe('not-a-call')
    expect(calls).toEqual([])
  })

  test('lets a call of the page through', async () => {
    const response = await setUp().ask(`/gateway/${HOST}/accounts/a/token`, {
      headers: {
        'sec-fetch-site': 'same-origin',
        'sec-fetch-mode': 'cors',
        'sec-fetch-dest': 'empty',
      },
    })
    expect(response?.status).toBe(200)
  })

  test.each([
    ['an answer', 'accounts/a/token', () => Response.json({})],
    ['an empty answer', 'accounts/a/token', () => new Response(null, { status: 401 })],
    [
      'a page',
      'accounts/a/token',
      () => new Response('<p>', { headers: { 'content-type': 'text/html' } }),
    ],
    ['a refusal', 'nothing', () => Response.json({})],
  ])('%s is sandboxed, not sniffed, not opened and not kept', async (_, path, answer) => {
    const response = await setUp(answer).ask(`/gateway/${HOST}/${path}`)
    const headers = Object.fromEntries(response?.headers ?? [])
    expect(headers).toMatchObject({
      'content-security-policy': "sandbox; default-src 'none'",
      'x-content-type-options': 'nosniff',
      'content-disposition': 'attachment',
      'cross-origin-resource-policy': 'same-origin',
      'cache-control': 'no-store',
    })
  })

  test("a service can't weaken these headers", async () => {
    const response = await setUp(() =>
      Response.json(
        {},
        {
          headers: {
            'content-security-policy': "script-src 'unsafe-inline'",
            'content-disposition': 'inline',
            'cache-control': 'public, max-age=9',
            'x-gateway-error': 'mine',
          },
        },
      ),
    ).ask(`/gateway/${HOST}/accounts/a/token`)
    expect(response?.headers.get('content-security-policy')).toBe("sandbox; default-src 'none'")
    expect(response?.headers.get('content-disposition')).toBe('attachment')
    expect(response?.headers.get('cache-control')).toBe('no-store')
    expect(response?.headers.get('x-gateway-error')).toBeNull()
  })

  test.each([
    'application/json',
    'application/json; charset=utf-8',
    'Application/JSON ;charset=utf-8',
    'text/json',
    'application/problem+json',
  ])('%s passes as it came', async (type) => {
    const response = await setUp(
      () => new Response('{"a":"é"}', { headers: { 'content-type': type } }),
    ).ask(`/gateway/${HOST}/accounts/a/token`)
    expect(response?.headers.get('content-type')).toBe(type)
    expect(response?.headers.get('x-gateway-not-json')).toBeNull()
    expect(await response?.text()).toBe('{"a":"é"}')
  })

  test.each([
    ['text/html; charset=utf-8', 200],
    ['image/svg+xml', 200],
    ['application/xhtml+xml', 503],
    ['text/javascript', 401],
    ['application/jsonp', 200],
    ['text/html;application/json', 200],
    ['', 200],
  ])('"%s" passes only as an excerpt, with its status %i', async (type, status) => {
    const page = `<script>steal()</script>${'x'.repeat(1_000_000)}`
    const bytes = new TextEncoder().encode(page)
    const headers = new Headers({ 'retry-after': '7' })
    if (type !== '') headers.set('content-type', type)
    const response = await setUp(() => new Response(bytes, { status, headers })).ask(
      `/gateway/${HOST}/accounts/a/token`,
    )
    expect(response?.status).toBe(status)
    expect(response?.headers.get('retry-after')).toBe('7')
    expect(response?.headers.get('content-type')).toBe('application/json')
    expect(response?.headers.get('x-gateway-not-json')).toBe(type || 'no content type')
    expect(await response?.json()).toBe(page.slice(0, 1024))
  })

  test('does not download the rest of a page that is cut off', async () => {
    let pulled = 0
    let isCancelled = false
    const endless = new ReadableStream<Uint8Array>({
      pull: (controller) => {
        pulled += 1
        controller.enqueue(new Uint8Array(512))
      },
      cancel: () => {
        isCancelled = true
      },
    })
    await setUp(() => new Response(endless, { headers: { 'content-type': 'text/html' } })).ask(
      `/gateway/${HOST}/accounts/a/token`,
    )
    expect(isCancelled).toBe(true)
    expect(pulled).toBeLessThan(6)
  })

  test.each([204, 401, 403, 404, 429, 200])('an empty %i stays empty', async (status) => {
    for (const body of status === 204 ? [null] : [null, '']) {
      const answer = () =>
        new Response(body, { status, headers: { 'content-type': 'text/html' } })
      const response = await setUp(answer).ask(`/gateway/${HOST}/accounts/a/token`)
      expect(response?.status).toBe(status)
      expect(response?.headers.get('content-type')).toBeNull()
      expect(response?.headers.get('x-gateway-not-json')).toBeNull()
      expect(await response?.text()).toBe('')
    }
  })
})

test('forwards what the protocol needs and nothing that identifies the user', async () => {
  const { ask, calls } = setUp(
    () =>
      new Response('{}', {
        headers: {
          'content-type': 'application/json',
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

test.each([
  [299, null],
  [300, 'redirected'],
  [304, 'redirected'],
  [399, 'redirected'],
  [400, null],
])('an answer of %i is refused as a redirect: %s', async (status, code) => {
  const { ask } = setUp(() => new Response(null, { status }))
  const response = await ask(`/gateway/${HOST}/accounts/a/token`)
  expect(response?.headers.get('x-gateway-error')).toBe(code)
})

test('aborts a call that the page has aborted', async () => {
  const controller = new AbortController()
  const { ask, calls } = setUp()
  await ask(`/gateway/${HOST}/accounts/a/token`, { signal: controller.signal })
  expect(calls[0]?.init.signal?.aborted).toBe(false)
  controller.abort()
  expect(calls[0]?.init.signal?.aborted).toBe(true)
})

test('answers 504 when the service does not answer in time', async () => {
  const timeout = vi.spyOn(AbortSignal, 'timeout').mockReturnValue(AbortSignal.abort())
  try {
    const { ask } = setUp(() => Promise.reject(new Error('aborted')))
    const response = await ask(`/gateway/${HOST}/accounts/a/token`)
    expect(timeout).toHaveBeenCalledWith(60_000)
    expect(response?.status).toBe(504)
    expect(response?.headers.get('x-gateway-error')).toBe('upstream-timeout')
  } finally {
    vi.restoreAllMocks()
  }
})

test('refuses a host without a path, which the API does not have', async () => {
  const response = await setUp().ask(`/gateway/${HOST}`)
  expect(response?.headers.get('x-gateway-error')).toBe('path-not-allowed')
})

test('forwards a body of exactly the limit, but not one byte more', async () => {
  const put = async (bytes: number, isTold: boolean) => {
    const { ask, calls } = setUp()
    const response = await ask(`/gateway/${RENDERING}/accounts/a/sessions/s`, {
      method: 'PUT',
      body: new Uint8Array(bytes),
      headers: isTold ? { 'content-length': String(bytes) } : {},
    })
    const { body } = calls[0]?.init ?? {}
    const passed = body instanceof Uint8Array ? body.byteLength : null
    return { status: response?.status, connection: response?.headers.get('connection'), passed }
  }
  const limit = 256 * 1024
  for (const isTold of [true, false]) {
    expect(await put(limit, isTold)).toEqual({ status: 200, connection: null, passed: limit })
    expect(await put(limit + 1, isTold)).toEqual({
      status: 413,
      connection: 'close',
      passed: null,
    })
  }
})

test('other refusals keep the connection open', async () => {
  const response = await setUp().ask('/gateway/example.com/accounts/a/token')
  expect(response?.headers.get('connection')).toBeNull()
})

test('an invalid port in the Host header is another page', async () => {
  const response = await setUp().ask(`/gateway/${HOST}/accounts/a/token`, {
    headers: { host: 'localhost:99999', origin: 'http://localhost:99999' },
  })
  expect(response?.headers.get('x-gateway-error')).toBe('cross-site')
})

test('answers 502 to a redirect and when the service is unreachable', async () => {
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
