const TIME = String.raw`\d\d:\d\d:\d\d`

/** The current form, and an obsolete one that must still be read (RFC 9110, 5.6.7). */
const IN_GMT = new RegExp(
  String.raw`^[A-Z][a-z]{2,8}, \d\d([ -])[A-Z][a-z]{2}\1(\d{4}|\d\d) ${TIME} GMT$`,
)
/** The third form doesn't name its zone, which is GMT as well. */
const WITHOUT_ZONE = new RegExp(String.raw`^[A-Z][a-z]{2} [A-Z][a-z]{2} [ \d]\d ${TIME} \d{4}$`)

/**
 * Reads an HTTP date in the three forms of RFC 9110 (5.6.7). Date.parse alone would read "1.5"
 * as a day of 2001.
 * @returns epoch ms; null when the text has none of these forms
 */
export function readHttpDate(header: string | null): number | null {
  const text = header?.trim() ?? ''
  const dated = IN_GMT.test(text) ? text : WITHOUT_ZONE.test(text) ? `${text} GMT` : ''
  const atMs = Date.parse(dated)
  return Number.isNaN(atMs) ? null : atMs
}
