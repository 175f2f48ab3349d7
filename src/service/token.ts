import { parseJson } from './http.ts'
import { redactor } from './secrets.ts'

/**
 * What a token states about itself. Times in epoch ms, server time; null when it doesn't state
 * them.
 */
export type TokenFacts = {
  issuedAtMs: number | null
  expiresAtMs: number | null
  claims: Record<string, unknown>
}

/**
 * Reads the payload of a JWT without checking its signature; null when it isn't one. Never
 * throws.
 * @param secrets what must not remain in the claims, which are shown
 */
export function readToken(token: string, secrets: readonly string[] = []): TokenFacts | null {
  const part = token.split('.')[1]
  const text = part === undefined ? null : decode(part)
  const claims = text === null ? undefined : parseJson(redactor(secrets)(text))
  if (typeof claims !== 'object' || claims === null || Array.isArray(claims)) return null
  // The line above made sure that this is a plain object.
  const record = claims as Record<string, unknown>
  return {
    issuedAtMs: seconds(record['iat']) ?? seconds(record['nbf']),
    expiresAtMs: seconds(record['exp']),
    claims: record,
  }
}

function decode(part: string): string | null {
  try {
    const bytes = Uint8Array.from(atob(part.replaceAll('-', '+').replaceAll('_', '/')), (c) =>
      c.charCodeAt(0),
    )
    return new TextDecoder().decode(bytes)
  } catch {
    return null
  }
}

function seconds(value: unknown): number | null {
  return typeof value === 'number' && Number.isFinite(value) ? value * 1000 : null
}
