/** Writes the report that a user can send after a crash. Pure. Holds no secret. */

const REDACTIONS: readonly (readonly [RegExp, string])[] = [
  // Tokens: three parts of base64url.
  [/eyJ[\w-]+(\.[\w-]+){0,2}/g, '[token]'],
  [/Bearer\s+\S+/gi, 'Bearer [redacted]'],
  // Keys: long base64.
  [/[A-Za-z0-9+/]{40,}={0,2}/g, '[key]'],
  [/[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/gi, '[id]'],
  // The query of an address may hold what the user searched for.
  [/\?[^\s:)]*/g, ''],
]

/** Removes secrets and personal data. */
function redacted(text: string): string {
  return REDACTIONS.reduce((known, [pattern, stand]) => known.replace(pattern, stand), text)
}

/**
 * Returns the report of a crash.
 * @param region name of the part of the page
 * @param nowMs local clock, epoch ms
 */
export function crashReport(error: unknown, region: string, nowMs: number): string {
  const { name, message, stack } =
    error instanceof Error ? error : { name: 'Error', message: String(error), stack: '' }
  const frames = (stack ?? '')
    .split('\n')
    .filter((line) => line.trim().startsWith('at '))
    .slice(0, 8)
  return redacted(
    [`${region} · ${new Date(nowMs).toISOString()}`, `${name}: ${message}`, ...frames].join(
      '\n',
    ),
  )
}
