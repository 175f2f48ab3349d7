const TIME = String.raw`\d\d:\d\d:\d\d`

/** In use, and obsolete but still to be read (RFC 9110, 5.6.7). */
const IN_GMT = new RegExp(
  String.raw`^[A-Z][a-z]{2,8}, \d\d([ -])[A-Z][a-z]{2}\1(\d{4}|\d\d) ${TIME} GMT$`,
)
/** The third form does not name its zone, which is GMT as well. */
const WITHOUT_ZONE = new RegExp(String.raw`^[A-Z][a-z]{2} [A-Z][a-z]{2} [ \d]\d ${TIME} \d{4}$`)

/**
 * Reads an HTTP date in the three forms that RFC 9110 (5.6.7) knows, and in no other: Date.parse
 * alone takes "1.5" for a day of 2001.
 * @returns epoch ms; null when it is none
 */
export function readHttpDate(header: string | null): number | null {
  const text = header?.trim() ?? ''
  const dated = IN_GMT.test(text) ? text : WITHOUT_ZONE.test(text) ? `${text} GMT` : ''
  const atMs = Date.parse(dated)
  return Number.isNaN(atMs) ? null : atMs
}
