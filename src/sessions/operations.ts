/**
 * The actions on sessions. The list is drawn without this code, which is fetched right after it
 * (see use-session-actions.ts).
 */
export { extendSession } from './extend-session.ts'
export { stopSession } from './stop-session.ts'
