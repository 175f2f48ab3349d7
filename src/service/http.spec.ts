import { getEventListeners } from 'node:events'
import { describe, expect, test } from 'vitest'
import { extendSession, getSession, stopSession } from './client.ts'
import { listSessionsPage } from './list-sessions.ts'
import { type Call, readRetryAfter, send } from './http.ts'
import type { ServicePorts } from './ports.ts'
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
    [' 15 ', 15_000],
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

test('a Retry-After date is relative to the Date of the same answer, not to the local clock', async () => {
  const headers = {
    date: 'Thu, 01 Jan 2026 00:00:00 GMT',
    'retry-after': 'Thu, 01 Jan 2026 00:00:20 GMT',
  }
  const result = await get(null, { status: 429, headers })
  expect(result).toMatchObject({ error: { kind: 'throttled', retryAfterMs: 20_000 } })
})

test('a Retry-After date is relative to the local clock when the answer has no Date', async () => {
  // The clock of these ports stands at 1,000 seconds after the epoch.
  const headers = { 'retry-after': 'Thu, 01 Jan 1970 00:17:00 GMT' }
  const result = await get(null, { status: 503, headers })
  expect(result).toMatchObject({ error: { kind: 'server', retryAfterMs: 20_000 } })
})

const CALL: Call = { method: 'GET', url: 'https://service.test/one', bearer: 'T' }

const LIMIT = 16 * 1024 * 1024

/** Ports whose answer has a body that comes in these chunks. */
function inChunks(...chunks: Uint8Array<ArrayBuffer>[]): ServicePorts {
  return portsOf(
    async () =>
      new Response(
        new ReadableStream({
          start: (controller) => {
            for (const chunk of chunks) controller.enqueue(chunk)
            controller.close()
          },
        }),
      ),
  )
}

describe('the body of an answer', () => {
  test('is complete when a character arrives in two chunks', async () => {
    const bytes = new TextEncoder().encode('a€b')
    const result = await send(CALL, inChunks(bytes.slice(0, 2), bytes.slice(2)))
    expect(result).toMatchObject({ ok: true, data: { text: 'a€b' } })
  })

  test('is read without its byte order mark', async () => {
    const result = await send(CALL, answering('\u{FEFF}{}').ports)
    expect(result).toMatchObject({ ok: true, data: { text: '{}' } })
  })

  test('is an empty text when there is none', async () => {
    const result = await send(CALL, answering(null, { status: 204 }).ports)
    expect(result).toMatchObject({ ok: true, data: { status: 204, text: '' } })
  })

  test('is read up to the limit, to the byte, and refused with a reason above it', async () => {
    const half = new Uint8Array(LIMIT / 2)
    const atLimit = await send(CALL, inChunks(half, half))
    expect(atLimit.ok && atLimit.data.text.length).toBe(LIMIT)
    const above = await send(CALL, inChunks(half, half, new Uint8Array(1)))
    expect(above).toMatchObject({
      ok: false,
      error: { kind: 'unreadable', detail: expect.stringContaining(`${LIMIT}`) },
    })
  })
})

describe('a request', () => {
  test('asks for JSON, and has neither a body nor its type when there is nothing to send', async () => {
    const { ports, requests } = answering('{}')
    const result = await send(CALL, ports)
    expect(requests[0]?.headers.get('accept')).toBe('application/json')
    expect(requests[0]?.headers.has('content-type')).toBe(false)
    expect(requests[0]?.body).toBeNull()
    expect(result.meta.request).toEqual({ method: 'GET', url: CALL.url })
  })

  test('is part of its result with method, address, and body, and without its secret', async () => {
    const call: Call = { ...CALL, method: 'PATCH', body: { minutes: 5 } }
    for (const status of [200, 400]) {
      const { meta } = await send(call, answering('{}', { status }).ports)
      expect(meta).toEqual({
        status,
        msCv: null,
        serverDateMs: null,
        sentAtMs: 1_000_000,
        receivedAtMs: 1_000_000,
        request: { method: 'PATCH', url: CALL.url, body: { minutes: 5 } },
      })
    }
  })
})

describe('a call under way', () => {
  /** A service that never answers, and the requests that it got. */
  const silent = (timeoutMs: number) => {
    const requests: Request[] = []
    const ports = portsOf((request) => {
      requests.push(request)
      return new Promise(() => {})
    }, timeoutMs)
    return { ports, isAborted: () => requests.map(({ signal }) => signal.aborted) }
  }

  test("is aborted by the caller's signal", async () => {
    const { ports, isAborted } = silent(60_000)
    const caller = new AbortController()
    const result = send(CALL, ports, caller.signal)
    expect(isAborted()).toEqual([false])
    caller.abort()
    expect(isAborted()).toEqual([true])
    expect(await result).toMatchObject({ ok: false, error: { kind: 'cancelled' } })
  })

  test('is aborted at once when the caller had given up before', async () => {
    const { ports, isAborted } = silent(60_000)
    const result = await send(CALL, ports, AbortSignal.abort())
    expect(result).toMatchObject({ ok: false, error: { kind: 'cancelled' } })
    expect(isAborted()).not.toContain(false)
    // The same holds when the request can't even be written.
    expect(
      await send({ ...CALL, bearer: 'a\nb' }, silent(60_000).ports, AbortSignal.abort()),
    ).toMatchObject({ ok: false, error: { kind: 'cancelled' } })
  })

  test('is aborted after the longest wait, also when the caller has a signal', async () => {
    const { ports, isAborted } = silent(5)
    const result = await send(CALL, ports, new AbortController().signal)
    expect(result).toMatchObject({ ok: false, error: { kind: 'timeout' } })
    expect(isAborted()).toEqual([true])
  })

  test.each([
    ['an answer', async () => new Response('{}')],
    ['a failure', () => Promise.reject(new TypeError('Failed to fetch'))],
  ])('leaves neither a timer nor a listener behind after %s', async (_end, answer) => {
    const timers = new Set<unknown>()
    const { signal } = new AbortController()
    const ports: ServicePorts = {
      ...portsOf(answer),
      setTimer: () => {
        const handle = {}
        timers.add(handle)
        return handle
      },
      clearTimer: (handle) => timers.delete(handle),
    }
    const result = send(CALL, ports, signal)
    expect(timers.size).toBe(1)
    await result
    expect(timers.size).toBe(0)
    expect(getEventListeners(signal, 'abort')).toEqual([])
  })
})

describe('the technical detail of a failed call', () => {
  const detailOf = async (body: string, contentType?: string) => {
    // Bytes have no type of their own, so that an answer can come without one.
    const bytes = new TextEncoder().encode(body)
    const headers = new Headers(
      contentType === undefined ? {} : { 'content-type': contentType },
    )
    const result = await send(
      CALL,
      portsOf(async () => new Response(bytes, { status: 400, headers })),
    )
    expect(result).toMatchObject({ ok: false, error: { kind: 'bad-request' } })
    return result.ok ? null : result.error.detail
  }

  test.each([
    ['is empty', ''],
    ['is blank', ' \r\n '],
    ["contains the service's own error", '{"error":{"code":"Bad","message":"No."}}'],
  ])('is left out when the body %s', async (_name, body) => {
    expect(await detailOf(body, 'application/json')).toBeNull()
  })

  test('names the type of a foreign body, and quotes its first 80 characters', async () => {
    const detail = await detailOf(`\n  ${'x'.repeat(80)}yyy`, 'text/html')
    expect(detail).toContain('text/html')
    expect(detail).toMatch(/[^x]\bx{80}$/)
  })

  test('says so when a foreign body has no type', async () => {
    expect(await detailOf('gone')).toMatch(/no content type.*gone/)
  })

  test('exists for JSON that is no object', async () => {
    expect(await detailOf('null', 'application/json')).toContain('null')
  })

  test('says of a successful answer without content that it is empty', async () => {
    for (const body of ['', ' \n'])
      expect(await get(body)).toMatchObject({
        error: { kind: 'unreadable', detail: expect.stringContaining('empty') },
      })
  })
})
