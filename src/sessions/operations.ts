/**
 * What a user asks of sessions. The list is drawn without this code; it is fetched right after it
 * (see use-session-actions.ts).
 */
export { extendSession } from './extend-session.ts'
export { stopSession } from './stop-session.ts'
