/**
 * A short random ID of lowercase letters and digits.
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
 * The base of a correlation vector: 22 Base64 characters, sent as X-MRC-CV
 * (docs/protocol.md#access-tokens).
 */
export function newCorrelationVector(): string {
  return btoa(String.fromCharCode(...crypto.getRandomValues(new Uint8Array(16)))).slice(0, 22)
}
