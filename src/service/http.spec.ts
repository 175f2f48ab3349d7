import { describe, expect, test } from 'vitest'
import { extendSession, getSession, stopSession } from './client.ts'
import { listSessionsPage } from './list-sessions.ts'
import { readRetryAfter } from './http.ts'
import { answering, portsOf, target } from '../test-support/service-ports.ts'

const get = (body: string | null, init: ResponseInit = {}) =>
  getSession(target('2021-01-01'), 'T', 'x', answering(body, init).ports)

describe('every way in which a call can end has its kind', () => {
  test.each([
    [400, 'bad-request'],
    [401, 'unauthorized'],
    [403, 'forbidden'],
    [404, 'not-found'],
    [409, 'conflict'],
    [422, 'unprocessable'],
    [429, 'throttled'],
    [500, 'server'],
    [503, 'server'],
  ])('%i is %s, also without a body', async (status, kind) => {
    expect(await get(null, { status })).toMatchObject({ ok: false, error: { kind, status } })
  })

  test("the service's own words are kept verbatim", async () => {
    const body =
      '{"error":{"code":"BadRequest","message":"Can\'t specify this VM size: Tiny","details":null,"target":null,"innerError":null}}'
    expect(await get(body, { status: 400, headers: { 'ms-cv': 'abc.0' } })).toMatchObject({
      ok: false,
      error: { code: 'BadRequest', message: "Can't specify this VM size: Tiny", msCv: 'abc.0' },
    })
  })

  test('a 403 may carry a body although none is declared', async () => {
    const body = '{"error":{"code":"DelegatedResourceAccessError","message":"No access."}}'
    expect(await get(body, { status: 403 })).toMatchObject({
      error: { kind: 'forbidden', code: 'DelegatedResourceAccessError' },
    })
  })

  test('a v1 error is a plain text', async () => {
    expect(await get('{"error":"went wrong"}', { status: 400 })).toMatchObject({
      error: { message: 'went wrong', code: null },
    })
  })

  test('HTML, broken JSON, and empty bodies are reported as unreadable', async () => {
    for (const body of ['<!doctype html><p>Sign in</p>', '{"id":', '']) {
      expect(await get(body)).toMatchObject({ ok: false, error: { kind: 'unreadable' } })
    }
  })

  test.each([
    [200, 'unreadable'],
    [401, 'unauthorized'],
    [503, 'server'],
  ])('a page with %i, of which the gateway passes an excerpt, is %s', async (status, kind) => {
    const body = JSON.stringify('<!doctype html><p>Sign in</p>')
    const headers = { 'x-gateway-not-json': 'text/html', 'content-type': 'application/json' }
    const { ports } = answering(body, { status, headers })
    const error = {
      kind,
      status,
      detail: 'expected JSON, got text/html: <!doctype html><p>Sign in</p>',
    }
    // This also holds for calls that need no body: a sign-in page has neither stopped nor
    // extended anything.
    expect(await getSession(target('v1'), 'T', 'x', ports)).toMatchObject({ ok: false, error })
    expect(await stopSession(target('v1'), 'T', 'x', ports)).toMatchObject({ ok: false, error })
    const extended = await extendSession(target('v1'), 'T', 'x', 60_000, ports)
    expect(extended).toMatchObject({ ok: false, error })
  })

  test('an answer of the gateway is distinguished from one of the service', async () => {
    expect(
      await get('{"error":{"code":"host-not-allowed","message":"No."}}', {
        status: 403,
        headers: { 'x-gateway-error': 'host-not-allowed' },
      }),
    ).toMatchObject({ error: { kind: 'gateway', code: 'host-not-allowed' } })
  })

  test('no network, and a canceled call', async () => {
    const { ports } = answering(null)
    const failing = { ...ports, send: () => Promise.reject(new TypeError('Failed to fetch')) }
    expect(await getSession(target('v1'), 'T', 'x', failing)).toMatchObject({
      error: { kind: 'network', detail: 'Failed to fetch' },
    })
    expect(
      await getSession(target('v1'), 'T', 'x', failing, AbortSignal.abort()),
    ).toMatchObject({ error: { kind: 'cancelled' } })
  })

  test.each([
    ['before the answer', () => new Promise<Response>(() => {})],
    ['in the body', () => Promise.resolve(new Response(new ReadableStream({})))],
  ])('a call ends in time although its network ignores the abort, %s', async (_when, reply) => {
    const never = portsOf(reply, 5)
    expect(await stopSession(target('v1'), 'T', 'x', never)).toMatchObject({
      error: { kind: 'timeout' },
    })
    const caller = new AbortController()
    const patient = portsOf(reply)
    const canceled = stopSession(target('v1'), 'T', 'x', patient, caller.signal)
    caller.abort()
    expect(await canceled).toMatchObject({ error: { kind: 'cancelled' } })
  })

  test('a call that takes too long ends as a timeout', async () => {
    const { ports } = answering(null)
    const result = await getSession(target('v1'), 'T', 'x', {
      ...ports,
      timeoutMs: 5,
      send: (request) =>
        new Promise((_resolve, reject) => {
          request.signal.addEventListener('abort', () => reject(new Error('aborted')))
        }),
    })
    expect(result).toMatchObject({ ok: false, error: { kind: 'timeout' } })
  })

  test('reading a body of 50 MB stops early', async () => {
    const { ports } = answering(null)
    let pulled = 0
    const stream = new ReadableStream<Uint8Array>({
      pull: (controller) => {
        pulled += 1
        if (pulled > 50) controller.close()
        else controller.enqueue(new Uint8Array(1024 * 1024))
      },
    })
    const result = await listSessionsPage(target('v1'), 'T', null, {
      ...ports,
      send: async () => new Response(stream),
    })
    expect(result).toMatchObject({ ok: false, error: { kind: 'unreadable' } })
    expect(pulled).toBeLessThan(25)
  })
})

describe('Retry-After', () => {
  const now = Date.parse('2026-01-01T00:00:00Z')
  test.each([
    ['15', 15_000],
    ['0', 0],
    ['9'.repeat(400), Number.MAX_SAFE_INTEGER],
    ['Thu, 01 Jan 2026 00:00:30 GMT', 30_000],
    ['Wed, 31 Dec 2025 00:00:00 GMT', 0],
    ['soon', null],
    ['', null],
    [null, null],
  ])('%s', (header, expected) => {
    expect(readRetryAfter(header, now)).toBe(expected)
  })
})

test.each([
  'Thu, 01 Jan 2026 00:00:09 GMT',
  'Thursday, 01-Jan-26 00:00:09 GMT',
  'Thu Jan  1 00:00:09 2026',
])('Retry-After may be a date: %s', (header) => {
  expect(readRetryAfter(header, Date.parse('2026-01-01T00:00:00Z'))).toBe(9000)
})

test.each([
  '1.5',
  '-5',
  '+5',
  '1e3',
  '5s',
  '0x10',
  '5, 7',
  'soon',
  '2030-01-01',
  '2030-01-01T00:00:00Z',
  'Jan 1 2030',
  'Thu, 01 Foo 2026 00:00:09 GMT',
  'Thu, 01 Jan 2026 99:00:09 GMT',
])("a Retry-After in a form that RFC 9110 doesn't define is ignored: %s", (header) => {
  expect(readRetryAfter(header, 0)).toBeNull()
})

test('a Date header in an unknown form gives no server time', async () => {
  for (const date of ['1.5', '2026-01-01', 'now']) {
    const result = await get('{}', { status: 500, headers: { date } })
    expect(result.meta.serverDateMs).toBeNull()
  }
  const good = await get('{}', {
    status: 500,
    headers: { date: 'Thu, 01 Jan 2026 00:00:09 GMT' },
  })
  expect(good.meta.serverDateMs).toBe(Date.parse('2026-01-01T00:00:09Z'))
})
