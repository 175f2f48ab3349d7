/**
 * A service, or a proxy before it, may repeat a key or token in an answer. None of that may
 * reach the page, a log, or an export, so secrets are removed where an answer comes in.
 */

const STAND_IN = '[redacted]'

/** A shorter text is not a key or token, and would be found in ordinary words. */
const MIN_LENGTH = 8

const SIGNS = /[!-/:-@[-`{-~]/g

/**
 * Returns a function that removes secrets from a text. JSON stays valid JSON.
 * @param secrets keys, tokens, and whole values of Authorization headers
 */
export function redactor(secrets: readonly string[]): (text: string) => string {
  const patterns = secrets
    // A key also follows a colon in the header of a token request
    // (docs/protocol.md#access-tokens).
    .flatMap((secret) => [secret, secret.slice(secret.indexOf(':') + 1)])
    .filter((secret) => secret.length >= MIN_LENGTH)
    // The longest first, so that no part of it is left behind.
    .sort((a, b) => b.length - a.length)
    .map((secret) => new RegExp(secret.replaceAll(SIGNS, signPattern), 'g'))
  return (text) => patterns.reduce((clean, pattern) => clean.replace(pattern, STAND_IN), text)
}

/** A character of a secret: itself, percent-encoded, or escaped in JSON. */
function signPattern(sign: string): string {
  const hex = sign
    .charCodeAt(0)
    .toString(16)
    .replace(/[a-f]/, (digit) => `[${digit}${digit.toUpperCase()}]`)
  return `(?:\\\\?\\${sign}|%${hex}|\\\\u00${hex})`
}
