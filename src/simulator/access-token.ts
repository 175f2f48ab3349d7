import type { SimulatorAccount } from './account.ts'
import { fromBase64Url, toBase64Url } from './base64.ts'
import { bytes, guid } from './random.ts'

/**
 * Access tokens that look like those of the service: a JWT of about 1200 characters that is
 * valid for 24 h (docs/protocol.md#access-tokens). The signature is a checksum keyed with the
 * account key, not cryptography. It detects foreign and altered tokens and needs no
 * asynchronous call, so that tests on a fake clock stay deterministic. Every simulator with the
 * same account and key accepts the token.
 */

/** Lifetime of a token: 24 h (docs/protocol.md#access-tokens). */
const LIFETIME_S = 24 * 60 * 60

/** The permissions of the role Remote Rendering Client (docs/protocol.md#access-tokens). */
const DATA_ACTIONS = [
  'managesessions/read',
  'managesessions/action',
  'managesessions/delete',
  'render/read',
  'diagnostic/read',
].map((action) => `Microsoft.MixedReality/RemoteRenderingAccounts/${action}`)

/** What the session API reads from a token. */
export type TokenFacts = { accountId: string; issuedAtMs: number; expiresAtMs: number }

/**
 * Makes a token.
 * @param serverMs the service's clock, epoch ms
 * @param choice seed of the token's ID
 */
export function issueToken(
  account: SimulatorAccount,
  serverMs: number,
  choice: string,
): string {
  const issuedAt = Math.floor(serverMs / 1_000)
  const header = { alg: 'RS256', kid: 'simulator', typ: 'JWT' }
  const claims = {
    iss: 'Remote Rendering simulator',
    aud: 'remoterendering.simulator.test',
    sub: account.accountId,
    jti: guid(`token ${choice}`),
    iat: issuedAt,
    nbf: issuedAt,
    exp: issuedAt + LIFETIME_S,
    roles: ['Remote Rendering Client'],
    dataActions: DATA_ACTIONS,
  }
  const signed = `${encode(header)}.${encode(claims)}`
  return `${signed}.${signatureOf(signed, account)}`
}

/**
 * The last token that was found genuine. A client sends the same one with every call, and
 * computing its signature each time would take most of the time of a call.
 */
let lastGenuine = { token: '', accountKey: '', facts: null as TokenFacts | null }

/**
 * Reads a token that a simulator of this account issued; null for any other. The caller checks
 * whether it has expired.
 */
export function readToken(token: string, account: SimulatorAccount): TokenFacts | null {
  const { accountKey } = account
  if (token === lastGenuine.token && accountKey === lastGenuine.accountKey)
    return lastGenuine.facts
  const [header, payload, signature, ...more] = token.split('.')
  if (!header || !payload || !signature || more.length > 0) return null
  if (signature !== signatureOf(`${header}.${payload}`, account)) return null
  lastGenuine = { token, accountKey, facts: readClaims(payload) }
  return lastGenuine.facts
}

/** The credential of an `Authorization: Bearer …` header; null when there is none. */
export function bearerOf(authorization: string | null): string | null {
  return /^Bearer +(\S+)$/i.exec(authorization ?? '')?.[1] ?? null
}

function encode(value: unknown): string {
  return toBase64Url(new TextEncoder().encode(JSON.stringify(value)))
}

function signatureOf(signed: string, { accountKey }: SimulatorAccount): string {
  const digest = (choice: string): string => toBase64Url(bytes(choice, 32))
  // Chained, so that each part depends on the whole text and on the key.
  const parts = [digest(`${accountKey} ${signed}`)]
  for (let i = 1; i < 8; i++) parts.push(digest(`${accountKey} ${parts.join('')} ${signed}`))
  return parts.join('').slice(0, 342)
}

function readClaims(payload: string): TokenFacts | null {
  try {
    const claims: unknown = JSON.parse(fromBase64Url(payload) ?? '')
    if (typeof claims !== 'object' || claims === null) return null
    if (!('sub' in claims && 'iat' in claims && 'exp' in claims)) return null
    const { sub, iat, exp } = claims
    if (typeof sub !== 'string' || typeof iat !== 'number' || typeof exp !== 'number')
      return null
    return { accountId: sub, issuedAtMs: iat * 1_000, expiresAtMs: exp * 1_000 }
  } catch {
    return null
  }
}
