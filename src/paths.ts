/**
 * An ID in an address. Half a surrogate pair has no form there, and dots alone would lead
 * elsewhere.
 */
export function idInAddress(id: string): string {
  return id.replace(/^\.{1,2}$|\p{Cs}/gu, (part) => Array.from(part, codeOf).join(''))
}

/** Every address of the console, in one place. */
export const paths = {
  home: '/',
  newSession: '/sessions/new',
  session: (accountId: string, endpoint: string, id: string) =>
    `/sessions/${encodeURIComponent(accountId)}/${encodeURIComponent(endpointSlug(endpoint))}/${encodeURIComponent(idInAddress(id))}`,
  extendSession: (accountId: string, endpoint: string, id: string) =>
    `${paths.session(accountId, endpoint, id)}/extend`,
  replaceSession: (accountId: string, endpoint: string, id: string) =>
    `${paths.session(accountId, endpoint, id)}/replace`,
  accounts: '/accounts',
  newAccount: '/accounts/new',
  account: (accountId: string) => `/accounts/${encodeURIComponent(accountId)}`,
  editAccount: (accountId: string) => `/accounts/${encodeURIComponent(accountId)}/edit`,
  simulator: '/simulator',
  activity: '/activity',
  history: '/history',
  settings: '/settings',
}

/** Patterns for the router; they mirror {@link paths}. */
export const patterns = {
  newSession: 'sessions/new',
  session: 'sessions/:accountId/:endpoint/:sessionId',
  extendSession: 'sessions/:accountId/:endpoint/:sessionId/extend',
  replaceSession: 'sessions/:accountId/:endpoint/:sessionId/replace',
  accounts: 'accounts',
  newAccount: 'accounts/new',
  account: 'accounts/:accountId',
  editAccount: 'accounts/:accountId/edit',
  simulator: 'simulator',
  activity: 'activity',
  /** The former address of the activity. */
  calls: 'calls',
  history: 'history',
  settings: 'settings',
}

/** The endpoint in an address: its host and port. */
export function endpointSlug(endpoint: string): string {
  return new URL(endpoint).host
}

function codeOf(character: string) {
  return `\\u{${character.codePointAt(0)?.toString(16).toUpperCase()}}`
}
