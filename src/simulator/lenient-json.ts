/**
 * Reads JSON as the service's parser did: strings may have single quotes, as in the bodies of
 * the documents' PowerShell examples (docs/protocol.md#calls-of-both-versions).
 */

/**
 * Reads a JSON object with strings in single or double quotes.
 * @returns its members; null when the text isn't such an object
 */
export function readObject(text: string): Map<string, unknown> | null {
  const quoted = quoteTwice(text)
  const parsed = parseStrict(text) ?? (quoted === null ? null : parseStrict(quoted))
  const value = parsed?.value
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return null
  return new Map(Object.entries(value))
}

function quoteTwice(text: string): string | null {
  let result = ''
  let open = ''
  for (let i = 0; i < text.length; i++) {
    const char = text.charAt(i)
    if (open === '') {
      open = char === "'" || char === '"' ? char : ''
      result += open === '' ? char : '"'
    } else if (char === '\\') {
      i += 1
      const escaped = text.charAt(i)
      // JSON has no escape \'; all others are left to it.
      result += escaped === "'" ? "'" : `\\${escaped}`
    } else if (char === open) {
      open = ''
      result += '"'
    } else {
      result += char === '"' ? '\\"' : char
    }
  }
  return open === '' ? result : null
}

function parseStrict(text: string): { value: unknown } | null {
  try {
    return { value: JSON.parse(text) as unknown }
  } catch {
    return null
  }
}
