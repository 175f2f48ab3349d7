/** Writes tables as text that spreadsheets read. Pure. */

/**
 * What begins a formula: a spreadsheet would run the rest. The wide forms of the signs are folded
 * to the plain ones where Chinese, Japanese, or Korean is written.
 */
const FORMULA = /^[=+\-@\t\r\n＝＋－＠]/

/**
 * Returns one field of a CSV file (RFC 4180). Text that a spreadsheet would run as a formula is
 * prefixed with a quote, because anyone who starts a session chooses its ID.
 */
export function csvField(text: string): string {
  const safe = safeText(text)
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}

/** Returns a table as CSV (RFC 4180), each line ended. @param lines the first one is the header */
export function csvOf(lines: readonly (readonly string[])[]): string {
  return lines.map((fields) => `${fields.map(csvField).join(',')}\r\n`).join('')
}

/** Returns a line for a message or a spreadsheet, with tabs between its fields. */
export function tabbedLine(fields: readonly string[]): string {
  return fields.map((field) => safeText(field).replaceAll(/[\t\r\n]+/g, ' ')).join('\t')
}

function safeText(text: string): string {
  return FORMULA.test(text) ? `'${text}` : text
}
