/**
 * A short random id of lower-case letters and digits.
 * @param length number of characters
 */
export function randomId(length: number): string {
  const alphabet = 'abcdefghijkmnpqrstuvwxyz23456789'
  return Array.from(
    crypto.getRandomValues(new Uint8Array(length)),
    (byte) => alphabet[byte % alphabet.length],
  ).join('')
}

/**
 * A correlation vector base: 22 base64 characters (docs/protocol.md#access-tokens, X-MRC-CV).
 */
export function newCorrelationVector(): string {
  return btoa(String.fromCharCode(...crypto.getRandomValues(new Uint8Array(16)))).slice(0, 22)
}
