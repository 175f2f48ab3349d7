import { QueryObserver } from '@tanstack/react-query'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import type { ServicePorts } from '../service/ports.ts'
import { portsOf } from '../test-support/service-ports.ts'
import { callLogStore } from './call-log.ts'
import { type Credential, setCredential } from '../accounts/credentials.ts'
import { createRuntime } from '../runtime/runtime.ts'
import {
  dropToken,
  freshForMs,
  getToken,
  tokenKey,
  tokenQuery,
  type TokenState,
} from './tokens.ts'
import { gatesOf } from './gates.ts'
import { accountWith } from '../test-support/account.ts'

const NOW = Date.parse('2026-01-01T00:00:00Z')
const HOUR = 3_600_000

const account = accountWith({ accountId: 'id', endpoints: [] })

const jwt = (claims: Record<string, unknown>) => `h.${btoa(JSON.stringify(claims))}.s`
const answer = (accessToken: string, headers: Record<string, string> = {}) =>
  Response.json({ AccessToken: accessToken }, { headers: { 'ms-cv': 'cv.0', ...headers } })

const setUp = (
  send: ServicePorts['send'],
  credential: Credential | null = { kind: 'key', accountKey: 'key' },
) => {
  const requests: Request[] = []
  const runtime = createRuntime({
    ports: portsOf((request) => {
      requests.push(request)
      return send(request)
    }),
  })
  if (credential) setCredential(runtime, account.id, credential)
  return { runtime, requests }
}

beforeEach(() => {
  vi.useFakeTimers({ now: NOW })
})
afterEach(() => {
  vi.useRealTimers()
})

/** Waits for a token while the test's time advances. */
const settled = async <T>(result: Promise<T>, ms = 10_000): Promise<T> => {
  await vi.advanceTimersByTimeAsync(ms)
  return result
}

describe('a token', () => {
  test('returns its claims and the facts of the answer, in server time', async () => {
    const claims = { iat: NOW / 1000 + 60, exp: NOW / 1000 + 3660, sub: 'x' }
    const { runtime, requests } = setUp(async () =>
      answer(jwt(claims), { date: new Date(NOW + 60_000).toUTCString() }),
    )
    const result = await settled(getToken(runtime, account))
    expect(result).toMatchObject({
      ok: true,
      data: {
        accessToken: jwt(claims),
        issuedAtMs: NOW + 60_000,
        expiresAtMs: NOW + 60_000 + HOUR,
        claims,
        msCv: 'cv.0',
        fetchedAtMs: NOW,
        clockOffsetMs: 60_000,
      },
      meta: { status: 200, msCv: 'cv.0' },
    })
    expect(requests[0]?.headers.get('authorization')).toBe('Bearer id:key')
  })

  test('without readable claims is used as it is', async () => {
    const { runtime } = setUp(async () => answer('opaque'))
    expect(await settled(getToken(runtime, account))).toMatchObject({
      ok: true,
      data: {
        accessToken: 'opaque',
        issuedAtMs: null,
        expiresAtMs: null,
        claims: {},
        clockOffsetMs: 0,
      },
    })
  })

  test('is stored under a key that names the account and never the secret', () => {
    expect(tokenKey(account)).toEqual(['token', 'account'])
  })
})

describe('a token stays fresh', () => {
  const token: TokenState = {
    accessToken: 't',
    issuedAtMs: NOW,
    expiresAtMs: NOW + HOUR,
    claims: {},
    msCv: null,
    fetchedAtMs: NOW - HOUR,
    clockOffsetMs: HOUR / 2,
  }

  test.each([
    ['for 80 % of its life', token, 1, 0.8 * HOUR],
    ['shorter where time passes faster', token, 60, (0.8 * HOUR) / 60],
    [
      'from its arrival by the clock of the server when it does not say since when',
      { ...token, issuedAtMs: null },
      1,
      0.8 * 1.5 * HOUR,
    ],
    [
      'for 80 % of a day when it does not say until when',
      { ...token, expiresAtMs: null },
      1,
      0.8 * 24 * HOUR,
    ],
    ['not at all when it ended before it began', { ...token, expiresAtMs: NOW - 1 }, 1, 0],
  ])('%s', (_, known, speed, expectedMs) => {
    expect(freshForMs(known, speed)).toBeCloseTo(expectedMs)
  })

  test('and is requested again after that, not before', async () => {
    let count = 0
    const { runtime, requests } = setUp(async () => {
      count += 1
      return answer(jwt({ iat: Date.now() / 1000, exp: Date.now() / 1000 + 3600, count }))
    })
    await settled(getToken(runtime, account), 0)
    await settled(getToken(runtime, account), 0.8 * HOUR - 1)
    await settled(getToken(runtime, account), 0)
    expect(requests).toHaveLength(1)
    await vi.advanceTimersByTimeAsync(1)
    await settled(getToken(runtime, account))
    expect(requests).toHaveLength(2)
  })
})

test('is requested again sooner where time passes faster', async () => {
  const fast = { ...account, simulatedSpeed: 60 }
  const { runtime, requests } = setUp(async () =>
    answer(jwt({ iat: Date.now() / 1000, exp: Date.now() / 1000 + 3600 })),
  )
  await settled(getToken(runtime, fast), 0)
  await settled(getToken(runtime, fast), 47_999)
  await settled(getToken(runtime, fast), 0)
  expect(requests).toHaveLength(1)
  await vi.advanceTimersByTimeAsync(1)
  await settled(getToken(runtime, fast))
  expect(requests).toHaveLength(2)
})

test('a token call is recorded as one, and names no session', async () => {
  const { runtime } = setUp(async () => answer('t'))
  await settled(getToken(runtime, account))
  expect(callLogStore(runtime).getState().records).toMatchObject([
    { kind: 'token', subject: null },
  ])
})

test('two accounts with one account ID that need a token at once make one call', async () => {
  const { runtime, requests } = setUp(async () => answer('t'))
  const second = { ...account, id: 'second' }
  setCredential(runtime, second.id, { kind: 'key', accountKey: 'key' })
  const third = { ...account, id: 'third', accountId: 'another' }
  setCredential(runtime, third.id, { kind: 'key', accountKey: 'key' })
  // The first call is sent at once; the others wait for their turn.
  await settled(getToken(runtime, account), 0)
  dropToken(runtime, account)
  const results = Promise.all([account, second, third].map((one) => getToken(runtime, one)))
  for (const result of await settled(results)) expect(result.ok).toBe(true)
  expect(requests.map(({ url }) => new URL(url).pathname.toLowerCase()).toSorted()).toEqual([
    '/accounts/another/token',
    '/accounts/id/token',
    '/accounts/id/token',
  ])
})

describe('a token that was refused', () => {
  test('is requested again when nobody holds another one', async () => {
    const { runtime, requests } = setUp(async () => answer('token 2'))
    const result = await settled(getToken(runtime, account, { insteadOf: 'token 1' }))
    expect(result).toMatchObject({ ok: true, data: { accessToken: 'token 2' } })
    expect(requests).toHaveLength(1)
  })

  test('is not used again when the page that shows it is closed meanwhile', async () => {
    let count = 0
    const { runtime } = setUp((request) => {
      count += 1
      if (count > 1) return Promise.resolve(answer('token 2'))
      return new Promise((_, reject) =>
        request.signal.addEventListener('abort', () =>
          reject(new DOMException('', 'AbortError')),
        ),
      )
    })
    runtime.queryClient.setQueryData(tokenKey(account), { accessToken: 'token 1' })
    const observer = new QueryObserver(runtime.queryClient, {
      ...tokenQuery(runtime, account),
      enabled: false,
    })
    const leavePage = observer.subscribe(() => {})
    const result = getToken(runtime, account, { insteadOf: 'token 1' })
    await vi.advanceTimersByTimeAsync(1000)
    leavePage()
    expect(await settled(result)).toMatchObject({
      ok: true,
      data: { accessToken: 'token 2' },
    })
  })

  test('counts as renewed when the token service returns the same one again', async () => {
    const { runtime, requests } = setUp(async () => answer('token 1'))
    await settled(getToken(runtime, account))
    const result = await settled(getToken(runtime, account, { insteadOf: 'token 1' }))
    expect(result).toMatchObject({ ok: true, data: { accessToken: 'token 1' } })
    expect(requests).toHaveLength(2)
  })

  test('is requested again once, however many need it', async () => {
    let count = 0
    const { runtime, requests } = setUp(async () => answer(`token ${(count += 1)}`))
    await settled(getToken(runtime, account))
    const both = Promise.all([
      getToken(runtime, account, { insteadOf: 'token 1' }),
      getToken(runtime, account, { insteadOf: 'token 1' }),
    ])
    for (const result of await settled(both))
      expect(result).toMatchObject({ ok: true, data: { accessToken: 'token 2' } })
    expect(requests).toHaveLength(2)
  })

  test('makes no call when somebody else renewed it meanwhile', async () => {
    const { runtime, requests } = setUp(async () => answer('token 2'))
    await settled(getToken(runtime, account))
    const result = await settled(getToken(runtime, account, { insteadOf: 'token 1' }))
    expect(result).toMatchObject({ ok: true, data: { accessToken: 'token 2' } })
    expect(requests).toHaveLength(1)
  })
})

describe('no token', () => {
  test('without a credential, and without a call', async () => {
    const { runtime, requests } = setUp(async () => answer('t'), null)
    expect(await settled(getToken(runtime, account))).toMatchObject({
      ok: false,
      error: { kind: 'unauthorized', detail: 'no credential in memory' },
    })
    expect(requests).toEqual([])
  })

  test('when the service refuses, with its error, status, and MS-CV', async () => {
    const { runtime } = setUp(
      async () => new Response(null, { status: 401, headers: { 'ms-cv': 'cv.9' } }),
    )
    expect(await settled(getToken(runtime, account))).toMatchObject({
      ok: false,
      error: { kind: 'unauthorized', status: 401, msCv: 'cv.9' },
      meta: { status: 401, msCv: 'cv.9' },
    })
  })
})

test('a defect while a token is requested is reported as one', async () => {
  const { runtime } = setUp(async () => answer('t'))
  vi.spyOn(gatesOf(runtime), 'ofToken').mockImplementation(() => {
    throw new Error('a defect')
  })
  expect(await settled(getToken(runtime, account))).toMatchObject({
    ok: false,
    error: { kind: 'internal', detail: 'a defect' },
    meta: { status: null },
  })
})

describe('a pasted token', () => {
  const pasted = (expiresAtMs: number | null): Credential => ({
    kind: 'token',
    accessToken: expiresAtMs === null ? 'opaque' : jwt({ exp: expiresAtMs / 1000 }),
  })

  test.each([NOW + 1000, null])('that ends at %s is used as it is', async (expiresAtMs) => {
    const { runtime, requests } = setUp(async () => answer('t'), pasted(expiresAtMs))
    expect(await settled(getToken(runtime, account), 0)).toMatchObject({
      ok: true,
      data: { accessToken: (pasted(expiresAtMs) as { accessToken: string }).accessToken },
      meta: { status: 200 },
    })
    expect(requests).toEqual([])
  })

  test.each([NOW, NOW - HOUR])(
    'that ended at %i is refused with that reason',
    async (expiresAtMs) => {
      const { runtime, requests } = setUp(async () => answer('t'), pasted(expiresAtMs))
      expect(await settled(getToken(runtime, account), 0)).toMatchObject({
        ok: false,
        error: { kind: 'unauthorized', detail: 'the pasted token has expired' },
      })
      expect(requests).toEqual([])
    },
  )
})

describe('an abandoned request', () => {
  /** A token service whose first answers never come. */
  const slow = (silent: number) => {
    let count = 0
    return setUp((request) => {
      count += 1
      if (count > silent) return Promise.resolve(answer(`token ${count}`))
      return new Promise((_, reject) =>
        request.signal.addEventListener('abort', () =>
          reject(new DOMException('', 'AbortError')),
        ),
      )
    })
  }
  const abandon = async ({ runtime }: ReturnType<typeof slow>) => {
    await vi.advanceTimersByTimeAsync(6000)
    await runtime.queryClient.cancelQueries({ queryKey: tokenKey(account) })
  }

  test('because another tab sent a token uses that one', async () => {
    const tab = slow(1)
    const result = getToken(tab.runtime, account)
    await vi.advanceTimersByTimeAsync(1000)
    const told = { accessToken: 'told', msCv: 'cv.7' }
    tab.runtime.queryClient.setQueryData(tokenKey(account), told)
    await abandon(tab)
    expect(await settled(result)).toMatchObject({
      ok: true,
      data: { accessToken: 'told' },
      meta: { msCv: 'cv.7' },
    })
    expect(tab.requests).toHaveLength(1)
  })

  test('because another key was entered is made again', async () => {
    const tab = slow(1)
    const result = getToken(tab.runtime, account)
    await abandon(tab)
    expect(await settled(result)).toMatchObject({ ok: true, data: { accessToken: 'token 2' } })
  })

  test('because another tab sent a token in place of the refused one uses that', async () => {
    const tab = slow(1)
    const { queryClient } = tab.runtime
    queryClient.setQueryData(tokenKey(account), { accessToken: 'refused' })
    const result = getToken(tab.runtime, account, { insteadOf: 'refused' })
    await vi.advanceTimersByTimeAsync(6000)
    // Without a turn of the event loop in between, as broadcast.ts does.
    void queryClient.cancelQueries({ queryKey: tokenKey(account) })
    queryClient.setQueryData(tokenKey(account), { accessToken: 'told' })
    expect(await settled(result)).toMatchObject({ ok: true, data: { accessToken: 'told' } })
  })

  test('that repeats ends as a refusal after two more tries', async () => {
    const tab = slow(9)
    const result = getToken(tab.runtime, account)
    for (let count = 0; count < 3; count += 1) await abandon(tab)
    expect(await settled(result)).toMatchObject({
      ok: false,
      error: { kind: 'unauthorized', detail: 'the token request was abandoned' },
    })
    expect(tab.requests).toHaveLength(3)
  })
})

test('a token that is dropped is requested again, and that of another account stays', async () => {
  const { runtime, requests } = setUp(async () => answer('t'))
  await settled(getToken(runtime, account))
  runtime.queryClient.setQueryData(['token', 'other'], { accessToken: 'o' })
  dropToken(runtime, account)
  expect(runtime.queryClient.getQueryData(tokenKey(account))).toBeUndefined()
  expect(runtime.queryClient.getQueryData(['token', 'other'])).toBeDefined()
  await settled(getToken(runtime, account))
  expect(requests).toHaveLength(2)
})
