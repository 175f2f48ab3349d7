import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { parseArrConfig } from './arrconfig.ts'
import { endpointLabel, parseAccountDomain, parseEndpoint } from './endpoints.ts'
import { rawRecord } from './raw-record.ts'
import { relayUrl } from './relay.ts'
import { ACCOUNT, answering } from '../test-support/service-ports.ts'
import { fetchToken } from './sts.ts'
import { formatTimespan, parseTimespan } from './timespan.ts'
import { readToken } from './token.ts'
import { readSession2021, readSessionV1 } from './wire.ts'

describe('time spans', () => {
  test.each([
    ['00:00:01', 1000],
    ['4:0:0', 4 * 3_600_000],
    ['1.00:00:00', 86_400_000],
    ['1.02:03:04.5670000', 93_784_567],
    ['00:03:12.4567890', 192_456],
    ['24:00:00', null],
    ['00:60:00', null],
    ['soon', null],
    ['', null],
  ])('%s', (text, expected) => expect(parseTimespan(text)).toBe(expected))

  test('what is written can be read again', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 30 * 86_400 }), (seconds) => {
        expect(parseTimespan(formatTimespan(seconds * 1000))).toBe(seconds * 1000)
      }),
      { seed: 1, numRuns: 500 },
    )
  })
})

describe('hosts', () => {
  test.each([
    ['westeurope', 'https://sts.westeurope.mixedreality.azure.com'],
    ['sts.westeurope', 'https://sts.westeurope.mixedreality.azure.com'],
    ['westeurope.mixedreality.azure.com', 'https://sts.westeurope.mixedreality.azure.com'],
    ['mixedreality.azure.com', 'https://sts.mixedreality.azure.com'],
    ['https://sts.eastus.mixedreality.azure.com', 'https://sts.eastus.mixedreality.azure.com'],
    ['http://127.0.0.1:8787', 'http://127.0.0.1:8787'],
  ])('account domain %s', (text, stsOrigin) =>
    expect(parseAccountDomain(text)).toMatchObject({ ok: true, stsOrigin }),
  )

  test.each([
    ['', 'empty'],
    [ACCOUNT, 'is-guid'],
    ['remoterendering.westus2.mixedreality.azure.com', 'rendering-domain'],
    ['http://example.com', 'not-https'],
    ['https://sts.x.test/token', 'has-path'],
    ['nowhere', 'unreadable'],
  ])('account domain "%s" is refused as %s', (text, code) =>
    expect(parseAccountDomain(text)).toEqual({ ok: false, code }),
  )

  test('an endpoint can be a region or a URL, never a token service', () => {
    expect(parseEndpoint('westus2')).toEqual({
      ok: true,
      origin: 'https://remoterendering.westus2.mixedreality.azure.com',
    })
    expect(parseEndpoint('http://localhost:8787')).toMatchObject({ ok: true })
    expect(parseEndpoint('https://sts.westus2.mixedreality.azure.com')).toEqual({
      ok: false,
      code: 'sts-domain',
    })
    expect(endpointLabel('https://remoterendering.westus2.mixedreality.azure.com')).toBe(
      'westus2',
    )
    expect(endpointLabel('http://127.0.0.1:8787')).toBe('127.0.0.1:8787')
  })

  test("a call goes to the page's gateway, with path and query unchanged", () => {
    expect(
      relayUrl('https://sts.x.test/Accounts/a/token?api-version=1', 'http://localhost:1'),
    ).toBe('http://localhost:1/gateway/sts.x.test/Accounts/a/token?api-version=1')
  })
})

describe('tokens', () => {
  const jwt = (payload: object) => `h.${btoa(JSON.stringify(payload))}.s`

  test('the key goes to the token service in the header and nowhere else', async () => {
    const { ports, requests } = answering('{"AccessToken":"a.b.c"}')
    const result = await fetchToken(
      { stsOrigin: 'https://sts.x.test', accountId: ACCOUNT, accountKey: 'KEY=' },
      ports,
    )
    expect(result).toMatchObject({ ok: true, data: { accessToken: 'a.b.c' } })
    expect(requests[0]?.url).toBe(
      `https://sts.x.test/Accounts/${ACCOUNT}/token?api-version=2019-02-28-preview`,
    )
    expect(requests[0]?.headers.get('authorization')).toBe(`Bearer ${ACCOUNT}:KEY=`)
    expect(requests[0]?.headers.get('x-mrc-cv')).toHaveLength(22)
  })

  test('the error about an answer without a token never repeats its content', async () => {
    const { ports } = answering('{"accesstoken":"secret.jwt.here"}', {
      headers: { 'content-type': 'application/json' },
    })
    const result = await fetchToken(
      { stsOrigin: 'https://sts.x.test', accountId: ACCOUNT, accountKey: 'KEY=' },
      ports,
    )
    expect(JSON.stringify(result)).not.toContain('secret')
  })

  test('a token states its lifetime; anything else is null', () => {
    expect(readToken(jwt({ iat: 1, exp: 86_401, name: 'x' }))).toMatchObject({
      issuedAtMs: 1000,
      expiresAtMs: 86_401_000,
    })
    for (const text of ['', 'a.b', 'a.%%%.c', `a.${btoa('[]')}.c`]) {
      expect(readToken(text)).toBeNull()
    }
  })
})

test('arrconfig.json of all versions; placeholders count as absent', () => {
  expect(
    parseArrConfig(
      JSON.stringify({
        accountSettings: {
          arrAccountId: ACCOUNT,
          arrAccountKey: '<fill in>',
          region: 'eastus',
        },
        renderingSessionSettings: { vmSize: 'premium', maxLeaseTime: '4:0:0' },
      }),
    ),
  ).toEqual({
    ok: true,
    config: {
      accountId: ACCOUNT,
      accountKey: null,
      accountDomain: 'eastus',
      renderingDomain: 'eastus',
      size: 'premium',
      maxLeaseTime: '4:0:0',
    },
    problems: ['accountKey'],
  })
  expect(parseArrConfig('not json')).toEqual({ ok: false })
})

test('the raw record is found on whichever page contains it', () => {
  const texts = ['{"sessions":[{"id":"a"}]}', '{"sessions":[{"sessionId":"b","x":1}]}']
  expect(rawRecord(texts, 'b')).toContain('"x": 1')
  expect(rawRecord(texts, 'c')).toBeNull()
  expect(rawRecord(['<html>'], 'a')).toBeNull()
})

test('no record makes the reader throw, however odd', () => {
  fc.assert(
    fc.property(
      fc.record(
        {
          id: fc.anything(),
          sessionId: fc.anything(),
          status: fc.anything(),
          sessionStatus: fc.string(),
          maxLeaseTimeMinutes: fc.anything(),
          sessionMaxLeaseTime: fc.string(),
          elapsedTimeMinutes: fc.anything(),
          error: fc.anything(),
          creationTime: fc.string(),
        },
        { requiredKeys: [] },
      ),
      (record) => {
        expect(typeof readSession2021(record).ok).toBe('boolean')
        expect(typeof readSessionV1(record).ok).toBe('boolean')
      },
    ),
    { seed: 1, numRuns: 2000 },
  )
})
