/**
 * A service, or a proxy before it, may repeat a key or token in what it answers. Nothing of that
 * may reach the page, a log or an export, so secrets are taken out where an answer comes in.
 */

const STAND_IN = '[redacted]'

/** What is shorter is no key or token, and would be found in ordinary words. */
const MIN_LENGTH = 8

const SIGNS = /[!-/:-@[-`{-~]/g

/**
 * Makes what takes secrets out of a text. JSON stays JSON.
 * @param secrets keys, tokens and whole values of Authorization headers
 */
export function redactor(secrets: readonly string[]): (text: string) => string {
  const patterns = secrets
    // A key also stands behind a colon in the header that asks for a token
    // (docs/protocol.md#access-tokens).
    .flatMap((secret) => [secret, secret.slice(secret.indexOf(':') + 1)])
    .filter((secret) => secret.length >= MIN_LENGTH)
    // The longest first, so that no part of it is left.
    .sort((a, b) => b.length - a.length)
    .map((secret) => new RegExp(secret.replaceAll(SIGNS, signPattern), 'g'))
  return (text) => patterns.reduce((clean, pattern) => clean.replace(pattern, STAND_IN), text)
}

/** A sign in a secret, as itself, percent-encoded, or escaped in JSON. */
function signPattern(sign: string): string {
  const hex = sign
    .charCodeAt(0)
    .toString(16)
    .replace(/[a-f]/, (digit) => `[${digit}${digit.toUpperCase()}]`)
  return `(?:\\\\?\\${sign}|%${hex}|\\\\u00${hex})`
}
