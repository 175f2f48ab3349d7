import { describe, expect, test } from 'vitest'
import { readToken } from './token.ts'

/** What a token states about itself, also when it is an odd one. */

/** A JWT as its issuer writes it: base64url of UTF-8, without padding. */
function jwt(payload: unknown): string {
  const part = Buffer.from(JSON.stringify(payload)).toString('base64url')
  return `header.${part}.signature`
}

describe('the claims of a token', () => {
  test('are read from base64url with both of its own characters', () => {
    const claims = { name: '>>>???~~~ÿÿÿ' }
    const token = jwt(claims)
    expect(token).toMatch(/-.*_|_.*-/)
    expect(readToken(token)?.claims).toEqual(claims)
  })

  test('keep their characters outside of ASCII', () => {
    expect(readToken(jwt({ name: 'Jürgen €' }))?.claims).toEqual({ name: 'Jürgen €' })
  })

  test.each([
    ['empty', ''],
    ['of one part', 'opaque'],
    ['of two empty parts', '.'],
    ['without base64', 'a.%%%.c'],
    ['without JSON', `a.${btoa('exp=60')}.c`],
    ['of a list', jwt([{ exp: 60 }])],
    ['of null', jwt(null)],
    ['of a number', jwt(60)],
    ['of a text', jwt('exp')],
  ])('are null for a token %s', (_name, token) => {
    expect(readToken(token)).toBeNull()
    expect(readToken(token, ['key-of-the-account'])).toBeNull()
  })
})

describe('the lifetime of a token', () => {
  test.each([
    [{ iat: 1, nbf: 2, exp: 60 }, 1000, 60_000],
    [{ nbf: 2, exp: 60.5 }, 2000, 60_500],
    [{ exp: 0 }, null, 0],
    [{ iat: 1 }, 1000, null],
    [{}, null, null],
  ])('stated by %j', (claims, issuedAtMs, expiresAtMs) => {
    expect(readToken(jwt(claims))).toEqual({ issuedAtMs, expiresAtMs, claims })
  })

  test.each(['60', true, null, [60], {}])('is unknown when its end is %j', (exp) => {
    expect(readToken(jwt({ exp }))).toMatchObject({ issuedAtMs: null, expiresAtMs: null })
  })

  test('is unknown when its end is beyond every number', () => {
    const part = btoa('{"exp":1e999}')
    expect(readToken(`a.${part}.c`)).toMatchObject({ expiresAtMs: null })
  })
})
