/** The state of a link to the form of an extension that begins with an end time. */
export const UNTIL = { isUntil: true }

/** Whether a link asked for an end time. @param state of the browser's history entry */
export function asksForEnd(state: unknown): boolean {
  return typeof state === 'object' && state !== null && 'isUntil' in state
}
