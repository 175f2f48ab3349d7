import { expect, test } from 'vitest'
import { issueToken } from './access-token.ts'
import { fromBase64Url } from './base64.ts'
import { HOUR_MS, START_MS, startSpecService, STS } from '../test-support/simulator-calls.ts'

const KEY_OTHER = 'bm90IHRoZSBrZXkgb2YgdGhlIHNpbXVsYXRvciAhISE='
const OTHER_ID = '11111111-1111-4111-8111-111111111111'

const ask = (id: string, bearer: string | null, rest = '/token') => {
  const { raw } = startSpecService()
  return raw('GET', `${STS}/Accounts/${id}${rest}`, {
    headers: bearer === null ? {} : { authorization: `Bearer ${bearer}` },
  })
}
const { accountId, accountKey } = startSpecService().account

test('an ID and its key are exchanged for a token, with the recorded headers', async () => {
  const answer = await ask(accountId, `${accountId}:${accountKey}`)
  expect(answer.status).toBe(200)
  expect(Object.keys(answer.headers)).toEqual([
    'cache-control',
    'content-length',
    'content-type',
    'date',
    'ms-cv',
    'pragma',
    'x-content-type-options',
  ])
  expect(answer.text).toMatch(/^\{"AccessToken":"[\w-]+\.[\w-]+\.[\w-]+"\}$/)
  expect(answer.headers['content-length']).toBe(String(answer.text.length))
})

test('a body is 1219 to 1240 bytes long, as recorded', async () => {
  const answer = await ask(accountId, `${accountId}:${accountKey}`)
  expect(answer.text.length).toBeGreaterThanOrEqual(1_219)
  expect(answer.text.length).toBeLessThanOrEqual(1_240)
})

test('a token states when it was issued and that it is valid for 24 h', async () => {
  const token = await startSpecService().token()
  const claims: unknown = JSON.parse(fromBase64Url(token.split('.')[1] ?? '') ?? '')
  const issuedAt = Math.floor(START_MS / 1_000)
  expect(claims).toMatchObject({ iat: issuedAt, exp: issuedAt + 24 * 60 * 60, sub: accountId })
})

test.each([
  ['a wrong key', accountId, `${accountId}:${KEY_OTHER}`],
  ['a wrong id', OTHER_ID, `${OTHER_ID}:${accountKey}`],
  ['an id in the path that is not the credential’s', OTHER_ID, `${accountId}:${accountKey}`],
  ['no key', accountId, accountId],
  ['no header', accountId, null],
])('%s is 401 without text and without WWW-Authenticate', async (_, id, bearer) => {
  const answer = await ask(id, bearer)
  expect([answer.status, answer.text]).toEqual([401, ''])
  expect(answer.headers['content-length']).toBe('0')
  expect(answer.headers).not.toHaveProperty('www-authenticate')
})

test.each([
  ['?api-version=2019-02-28-preview', 200],
  ['?api-version=2030-01-01', 400],
  ['/', 200],
])('"/token%s" is answered with %d', async (rest, status) => {
  expect((await ask(accountId, `${accountId}:${accountKey}`, `/token${rest}`)).status).toBe(
    status,
  )
})

test('a token is refused after 24 h', async () => {
  const { call, clock, token } = startSpecService()
  const bearer = await token()
  clock.advance(24 * HOUR_MS - 1_000)
  expect((await call('GET', '', { token: bearer })).status).toBe(200)
  clock.advance(1_000)
  expect((await call('GET', '', { token: bearer })).status).toBe(401)
})

test('a token that is signed with another key, altered, or malformed is refused', async () => {
  const { call, token } = startSpecService()
  const good = await token()
  const [header, payload, signature = ''] = good.split('.')
  const { accountId: id } = startSpecService().account
  const foreign = issueToken({ accountId: id, accountKey: KEY_OTHER }, START_MS, 'x')
  const altered = `${header}.${payload}A.${signature}`
  for (const bad of [foreign, altered, `${good}.x`, 'token', `${header}.${payload}.`]) {
    expect((await call('GET', '', { token: bad })).status).toBe(401)
  }
})

test('a token of another simulator with the same account and key is accepted', async () => {
  const elsewhere = await startSpecService({ seed: 99 }).token()
  const { call } = startSpecService()
  expect((await call('GET', '', { token: elsewhere })).status).toBe(200)
})
