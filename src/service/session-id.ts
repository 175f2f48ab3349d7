/** Longest ID, in characters (docs/protocol.md#api-2021-01-01). */
export const MAX_ID_LENGTH = 256

/** Appends an ending to an ID, and shortens the ID first when the result would be too long. */
export function withSuffix(id: string, suffix: string): string {
  return `${id.slice(0, MAX_ID_LENGTH - suffix.length)}${suffix}`
}
