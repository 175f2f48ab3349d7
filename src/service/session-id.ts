/** Characters an id has at most (docs/protocol.md#api-2021-01-01). */
export const MAX_ID_LENGTH = 256

/** An id with an ending, shortened before it where it would become too long. */
export function withSuffix(id: string, suffix: string): string {
  return `${id.slice(0, MAX_ID_LENGTH - suffix.length)}${suffix}`
}
