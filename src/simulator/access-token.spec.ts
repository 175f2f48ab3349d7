import { expect, test } from 'vitest'
import { bearerOf, issueToken, readToken } from './access-token.ts'
import { DEFAULT_ACCOUNT } from './account.ts'
import { fromBase64Url } from './base64.ts'
import { START_MS } from '../test-support/simulator-calls.ts'

const OTHER = { ...DEFAULT_ACCOUNT, accountKey: 'bm90IHRoZSBrZXkgb2YgdGhlIHNpbXVsYXRvciAhISE=' }
const issuedAt = Math.floor(START_MS / 1_000)
const token = issueToken(DEFAULT_ACCOUNT, START_MS, 'x')
const parts = token.split('.')
const decoded = (part: string | undefined): unknown =>
  JSON.parse(fromBase64Url(part ?? '') ?? '')

test('a token has the claims of the service and a signature as long as RS256', () => {
  expect(parts).toHaveLength(3)
  expect(decoded(parts[0])).toEqual({ alg: 'RS256', kid: 'simulator', typ: 'JWT' })
  expect(decoded(parts[1])).toEqual({
    iss: 'Remote Rendering simulator',
    aud: 'remoterendering.simulator.test',
    sub: DEFAULT_ACCOUNT.accountId,
    jti: expect.stringMatching(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-/),
    iat: issuedAt,
    nbf: issuedAt,
    exp: issuedAt + 24 * 3_600,
    roles: ['Remote Rendering Client'],
    dataActions: [
      'managesessions/read',
      'managesessions/action',
      'managesessions/delete',
      'render/read',
      'diagnostic/read',
    ].map((action) => `Microsoft.MixedReality/RemoteRenderingAccounts/${action}`),
  })
  expect(parts[2]).toMatch(/^[\w-]{342}$/)
})

test('a genuine token states its account and lifetime, however often it is read', () => {
  const facts = {
    accountId: DEFAULT_ACCOUNT.accountId,
    issuedAtMs: issuedAt * 1_000,
    expiresAtMs: (issuedAt + 24 * 3_600) * 1_000,
  }
  expect(readToken(token, DEFAULT_ACCOUNT)).toEqual(facts)
  expect(readToken(token, DEFAULT_ACCOUNT)).toEqual(facts)
  expect(
    readToken(issueToken(DEFAULT_ACCOUNT, START_MS + 5_000, 'y'), DEFAULT_ACCOUNT),
  ).toEqual({
    ...facts,
    issuedAtMs: facts.issuedAtMs + 5_000,
    expiresAtMs: facts.expiresAtMs + 5_000,
  })
})

test('every token has its own ID, and every part of its signature depends on all of it', () => {
  const other = issueToken(DEFAULT_ACCOUNT, START_MS, 'y')
  expect(decoded(other.split('.')[1])).not.toEqual(decoded(parts[1]))
  const chunks = (text = '') => text.match(/.{1,43}/g) ?? []
  const own = chunks(parts[2])
  expect(new Set(own).size).toBe(own.length)
  for (const [index, chunk] of chunks(other.split('.')[2]).entries())
    expect(chunk).not.toBe(own[index])
  const foreign = chunks(issueToken(OTHER, START_MS, 'x').split('.')[2])
  for (const [index, chunk] of foreign.entries()) expect(chunk).not.toBe(own[index])
})

test('a token is refused under another key, also right after it was found genuine', () => {
  expect(readToken(token, DEFAULT_ACCOUNT)).not.toBeNull()
  expect(readToken(token, OTHER)).toBeNull()
  expect(readToken(issueToken(OTHER, START_MS, 'x'), OTHER)).not.toBeNull()
  expect(readToken(token, OTHER)).toBeNull()
})

test.each([
  '',
  'x',
  '..',
  `${parts[0]}.${parts[1]}`,
  `${parts[0]}.${parts[1]}.`,
  `.${parts[1]}.${parts[2]}`,
  `${parts[0]}..${parts[2]}`,
  `${token}.`,
  `${token}.x`,
  `${parts[0]}.${parts[1]}A.${parts[2]}`,
  `A${token}`,
  token.slice(0, -1),
  `${token}A`,
])("a text that isn't a whole token is rejected: %s", (text) => {
  expect(readToken(text, DEFAULT_ACCOUNT)).toBeNull()
})

test.each([
  ['Bearer abc', 'abc'],
  ['bearer   abc', 'abc'],
  ['BEARER a.b-c_d:e+f/=', 'a.b-c_d:e+f/='],
  ['Bearer', null],
  ['Bearer ', null],
  ['Bearerabc', null],
  ['Bearer a b', null],
  ['x Bearer abc', null],
  ['Basic abc', null],
  ['', null],
  [null, null],
])('the credential of the header "%s" is %s', (header, credential) => {
  expect(bearerOf(header)).toBe(credential)
})
