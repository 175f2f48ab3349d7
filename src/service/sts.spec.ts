import { describe, expect, test } from 'vitest'
import { ACCOUNT, portsOf } from '../test-support/service-ports.ts'
import { fetchToken } from './sts.ts'

/** The answers of a token service that contain no token, and what the user is told about them. */

const SECRET = 'eyJhbGciOiJSUzI1NiJ9.eyJhaWQiOiJ4In0.c2lnbmF0dXJl'

const ask = async (body: string, headers: Record<string, string> = {}) =>
  fetchToken(
    { stsOrigin: 'https://sts.test', accountId: ACCOUNT, accountKey: 'key-of-the-account' },
    // Bytes have no type of their own, so that an answer can come without one.
    portsOf(async () => new Response(new TextEncoder().encode(body), { headers })),
  )

const detailOf = async (body: string, headers?: Record<string, string>) => {
  const result = await ask(body, headers)
  expect(JSON.stringify(result)).not.toContain(SECRET)
  return result.ok ? 'no failure' : `${result.error.kind}: ${result.error.detail}`
}

describe('an answer of the token service without a token', () => {
  const json = { 'content-type': 'application/json; charset=utf-8' }

  test.each([
    ['another name', { token: SECRET }],
    ['another type', { AccessToken: [SECRET] }],
    ['an empty token', { AccessToken: '', note: SECRET }],
    ['no object', SECRET],
    ['null', null],
  ])('in JSON with %s is told by the name of what is missing', async (_name, answer) => {
    expect(await detailOf(JSON.stringify(answer), json)).toMatch(/^unreadable: .*AccessToken/)
  })

  test('of another type is told by that type, and not quoted', async () => {
    const detail = await detailOf(`<p>${SECRET}`, { 'content-type': 'text/html' })
    expect(detail).toMatch(/^unreadable: .*text\/html/)
    expect(detail).not.toMatch(/AccessToken|empty|<p>/)
    // The dots stand for a content that is left out.
    expect(detail).toContain('…')
  })

  test('of no type is told by that', async () => {
    expect(await detailOf(SECRET)).toMatch(/^unreadable: .*no content type/)
  })

  test.each(['', ' \n'])('is told to be empty when its body is %j', async (body) => {
    expect(await detailOf(body, { 'content-type': 'text/html' })).toMatch(
      /^unreadable: .*empty/,
    )
    expect(await detailOf(body)).toMatch(/^unreadable: .*empty/)
  })
})

test('a token is returned whatever the type of its answer, with or without a vector', async () => {
  const body = JSON.stringify({ AccessToken: SECRET })
  for (const headers of [{}, { 'content-type': 'text/plain' }]) {
    expect(await ask(body, headers)).toMatchObject({
      ok: true,
      data: { accessToken: SECRET },
      meta: { msCv: null },
    })
    expect(await ask(body, { ...headers, 'ms-cv': `abc.0 ${SECRET}` })).toMatchObject({
      data: { accessToken: SECRET },
      meta: { msCv: 'abc.0 [redacted]' },
    })
  }
})
