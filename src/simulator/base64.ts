/** Base64 of bytes, standard alphabet, with padding. */
export function toBase64(data: Uint8Array): string {
  let binary = ''
  for (const byte of data) binary += String.fromCharCode(byte)
  return btoa(binary)
}

/** Base64url without padding, as in a JWT. */
export function toBase64Url(data: Uint8Array): string {
  return toBase64(data).replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, '')
}

/** The text of a base64url part as UTF-8; null when it isn't base64url. */
export function fromBase64Url(text: string): string | null {
  try {
    const binary = atob(text.replaceAll('-', '+').replaceAll('_', '/'))
    return new TextDecoder().decode(Uint8Array.from(binary, (unit) => unit.charCodeAt(0)))
  } catch {
    return null
  }
}
