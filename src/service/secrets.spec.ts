import { describe, expect, test } from 'vitest'
import { createSession, extendSession, getSession, stopSession } from './client.ts'
import { listSessionsPage } from './list-sessions.ts'
import { rawRecord } from './raw-record.ts'
import { redactor } from './secrets.ts'
import { ACCOUNT, portsOf, target } from '../test-support/service-ports.ts'
import { fetchToken } from './sts.ts'
import { readToken } from './token.ts'

const KEY = 'c2Vj/cmV0+a2V5/b2Yg+dGhlL3Rlc3Q='
const TOKEN = 'eyJhbGciOiJSUzI1NiJ9.eyJhaWQiOiJ4In0.c2lnbmF0dXJl-b2Zf_dGVzdA'
const OLD_TOKEN = 'eyJhbGciOiJSUzI1NiJ9.eyJhaWQiOiJ5In0.b2xk'

/** The ways in which a service may write a text into its answer. */
const WRITINGS: Readonly<Record<string, (text: string) => string>> = {
  'as it is': (text) => text,
  'percent-encoded': encodeURIComponent,
  'percent-encoded in lower case': (text) =>
    encodeURIComponent(text).replaceAll(/%../g, (code) => code.toLowerCase()),
}

/** The ways in which JSON may be written. */
const JSONS: Readonly<Record<string, (value: unknown) => string>> = {
  plain: (value) => JSON.stringify(value),
  'with escaped slashes': (value) => JSON.stringify(value).replaceAll('/', String.raw`\/`),
  'with escaped signs': (value) =>
    JSON.stringify(value).replaceAll(
      /[+/=_]/g,
      (sign) => String.raw`\u00` + sign.charCodeAt(0).toString(16).toUpperCase(),
    ),
}

const spread = (echo: string): Record<string, unknown> => {
  const error = { code: echo, message: echo, target: echo, details: [], innerError: null }
  const session = {
    id: `one ${echo}`,
    status: `Ready ${echo}`,
    size: echo,
    creationTime: echo,
    elapsedTimeMinutes: 1,
    maxLeaseTimeMinutes: 60,
    hostname: echo,
    error: { ...error, details: [error], innerError: error },
    [echo]: echo,
  }
  return {
    ...session,
    sessionId: `one ${echo}`,
    sessionStatus: echo,
    sessionSize: echo,
    sessionMaxLeaseTime: '01:00:00',
    sessionHostname: echo,
    message: echo,
    sessions: [session, { id: echo, status: 7 }, echo],
    '@nextLink': `?token=${echo}`,
  }
}

const echoing = (status: number, body: string, echo: string, contentType = echo) => {
  const headers = new Headers({ 'content-type': contentType })
  for (const name of ['ms-cv', 'retry-after', 'location', 'date', 'www-authenticate'])
    headers.set(name, echo)
  const ports = portsOf(async () => new Response(body, { status, headers }))
  return { ...ports, now: () => 0, secrets: () => [KEY, OLD_TOKEN] }
}

const settings = { id: 'one', size: 'Standard', leaseMs: 60_000, models: [] }

const expectClean = (value: unknown) => {
  const text = JSON.stringify(value)
  for (const form of [decodeURIComponent(text.replaceAll(/%(?![\da-f]{2})/gi, '%25')), text])
    for (const secret of [KEY, TOKEN, OLD_TOKEN])
      for (const part of [secret, secret.slice(0, 20), secret.slice(-20)])
        expect(form).not.toContain(part)
}

describe('a service that repeats the token and the key everywhere', () => {
  const cases = [200, 400, 401, 500].flatMap((status) =>
    Object.keys(WRITINGS).flatMap((writing) =>
      Object.keys(JSONS).map((json) => [status, writing, json] as const),
    ),
  )

  test.each(cases)(
    'with %i, %s, in JSON %s: no part of a secret is let in',
    async (status, ...how) => {
      const write = WRITINGS[how[0]] ?? String
      const echo = write(`${TOKEN} ${KEY} ${OLD_TOKEN} Bearer ${ACCOUNT}:${KEY}`)
      const wire = spread(echo)
      const body = (JSONS[how[1]] ?? JSON.stringify)(
        status === 200 ? wire : { error: wire['error'] },
      )
      const ports = echoing(status, body, echo.replaceAll(' ', ','))
      for (const version of ['2021-01-01', 'v1'] as const) {
        const to = target(version)
        const list = await listSessionsPage(to, TOKEN, null, ports)
        const results = [
          list,
          await getSession(to, TOKEN, 'one', ports),
          await createSession(to, TOKEN, settings, ports),
          await extendSession(to, TOKEN, 'one', 60_000, ports),
          await stopSession(to, TOKEN, 'one', ports),
        ]
        expectClean(results)
        if (list.ok) {
          expect(list.data.sessions.length).toBe(version === 'v1' ? 0 : 1)
          expectClean(rawRecord([list.data.text], 'one [redacted]'))
        }
      }
    },
  )

  test.each(['text/html', 'text/plain'])('in a page of type %s', async (type) => {
    const ports = echoing(200, `${TOKEN} ${KEY}`, 'x.0', type)
    expectClean(await getSession(target('v1'), TOKEN, 'one', ports))
    const excerpt = echoing(200, JSON.stringify(`${TOKEN} ${KEY}`), 'x.0')
    const send = async (request: Request) => {
      const response = await excerpt.send(request)
      response.headers.set('x-gateway-not-json', `${type} ${TOKEN}`)
      return response
    }
    expectClean(await getSession(target('v1'), TOKEN, 'one', { ...excerpt, send }))
  })

  test('as a code of the gateway, or in the message of a failed call', async () => {
    const send = async () =>
      Response.json({}, { status: 502, headers: { 'x-gateway-error': TOKEN } })
    const ports = { ...portsOf(send), secrets: () => [KEY] }
    expectClean(await getSession(target('v1'), TOKEN, 'one', ports))
    const failing = {
      ...ports,
      send: () => Promise.reject(new TypeError(`no ${TOKEN} ${KEY}`)),
    }
    expectClean(await getSession(target('v1'), TOKEN, 'one', failing))
  })

  test("an error doesn't quote a token that can't be a header", async () => {
    const token = `${TOKEN}\nx`
    const result = await getSession(target('v1'), token, 'one', portsOf(fetch))
    expect(result).toMatchObject({ ok: false, error: { kind: 'network' } })
    expect(JSON.stringify(result)).not.toContain(TOKEN)
  })
})

describe('a token service', () => {
  const account = { stsOrigin: 'https://sts.test', accountId: ACCOUNT, accountKey: KEY }

  test('returns its token unchanged, also a known one, and repeats it nowhere', async () => {
    const echo = `${TOKEN},${KEY}`
    for (const accessToken of [TOKEN, OLD_TOKEN]) {
      const ports = echoing(200, JSON.stringify({ AccessToken: accessToken }), echo)
      const result = await fetchToken(account, ports)
      expect(result).toMatchObject({ ok: true, data: { accessToken } })
      expect(result.meta.msCv).toBe(
        accessToken === TOKEN ? '[redacted],[redacted]' : `${TOKEN},[redacted]`,
      )
    }
  })

  test.each([
    [200, 'text/plain', TOKEN],
    [200, 'text/html', `<p>${KEY} ${TOKEN}`],
    [200, 'application/json', JSON.stringify({ token: TOKEN, key: KEY })],
    [200, '', JSON.stringify(TOKEN)],
    [401, 'text/plain', `wrong key ${KEY}, not ${OLD_TOKEN}`],
    [500, 'application/json', JSON.stringify({ error: { code: KEY, message: OLD_TOKEN } })],
  ])('that fails with %i and %s quotes no secret', async (status, type, body) => {
    expectClean(await fetchToken(account, echoing(status, body, 'x.0', type)))
  })

  test('shows a page that the gateway replaced without the key', async () => {
    const ports = echoing(200, JSON.stringify(`<p>${KEY}`), 'x.0')
    const send = async (request: Request) => {
      const response = await ports.send(request)
      response.headers.set('x-gateway-not-json', 'text/html')
      return response
    }
    const result = await fetchToken(account, { ...ports, send })
    expect(result).toMatchObject({
      ok: false,
      error: { kind: 'unreadable', detail: expect.stringContaining('[redacted]') },
    })
    expectClean(result)
  })

  test("is quoted with the account ID, which isn't secret", async () => {
    const error = { code: 'Nope', message: `no account ${ACCOUNT}` }
    const ports = echoing(400, JSON.stringify({ error }), 'x.0')
    expect(await fetchToken(account, ports)).toMatchObject({ error })
  })
})

test('a token whose claims repeat the key shows the rest of them', () => {
  const payload = btoa(JSON.stringify({ exp: 60, note: KEY }))
  const token = `eyJhbGciOiJSUzI1NiJ9.${payload}.c2ln`
  expect(readToken(token, [KEY])).toMatchObject({
    expiresAtMs: 60_000,
    claims: { exp: 60, note: '[redacted]' },
  })
})

test('a key is removed alone and with the account ID before its colon', () => {
  const clean = redactor([`${ACCOUNT}:${KEY}`])
  expect(clean(`key ${KEY}.`)).toBe('key [redacted].')
  expect(clean(`Bearer ${ACCOUNT}:${KEY}.`)).toBe('Bearer [redacted].')
  expect(clean(`account ${ACCOUNT}`)).toBe(`account ${ACCOUNT}`)
})

test('a secret without a colon is removed whole, and no part of it alone', () => {
  // A part of a secret may be an ordinary word.
  expect(redactor(['xordinary'])('ordinary xordinary')).toBe('ordinary [redacted]')
  expect(redactor(['x:ordinary'])('y:ordinary x:ordinary')).toBe('y:[redacted] [redacted]')
})

test('a text without a secret is unchanged, to the byte', () => {
  const text = String.raw`{"a":"\u002b \/ \" é","b":1.0}`
  expect(redactor([KEY, TOKEN])(text)).toBe(text)
})

test('a short secret is left alone, because it occurs in ordinary words', () => {
  expect(redactor(['key', 'eightchr'])('the key eightchr')).toBe('the key [redacted]')
})

test('a secret of any characters is found, and one that contains another leaves no part behind', () => {
  const odd = String.raw`a.b*c(d)[e]{f}^$|?+\"'-_~` + '`<>,;!@#%&=/:'
  expect(redactor([odd])(`x${odd}x`)).toBe('x[redacted]x')
  expect(JSON.parse(redactor([odd])(JSON.stringify({ [odd]: odd })))).toEqual({
    '[redacted]': '[redacted]',
  })
  expect(redactor(['abcdefgh', 'abcdefghijkl'])('abcdefghijkl')).toBe('[redacted]')
})
